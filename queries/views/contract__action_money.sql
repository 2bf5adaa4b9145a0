-- One row per contract, kind of money and nature of its actions: the sum of the amounts printed action by action, and how many actions print one.
-- Publié : Une ligne est un contrat, un genre d'argent et une nature : la somme des montants publiés action par action.
with counted as (
    select *
    from actions
    where parent_action_id is null and contract_id is not null and stage = 'contracted'
),

final as (
    select
        counted.contract_id,
        contracts.territory_id,
        action_money.measure_id,
        action_money.nature,
        sum(action_money.amount_eur) as amount_eur,
        count(action_money.amount_eur) as priced_actions_count,
        totals.actions_count,
        -- Of one year only where each of its amounts is surely of that year.
        if(
            count(action_money.period_start) = count(*)
            and count(action_money.period_end) = count(*)
            and year(min(action_money.period_start)) = year(max(action_money.period_end)),
            year(min(action_money.period_start)),
            null
        ) as year,
        if(bool_or(action_money.qualifier = 'about'), 'about', 'exact') as qualifier,
        bool_or(action_money.is_conditional) as is_conditional,
        max_by(action_money.confidence, array_position(['H', 'M', 'L'], action_money.confidence)) as confidence,
        min(action_money.period_start) as period_start,
        max(action_money.period_end) as period_end,
        flatten(list(action_money.observation_ids order by counted.action_id)) as observation_ids,
    from counted
    inner join contracts using (contract_id)
    inner join action__money as action_money using (action_id)
    inner join (
        select contract_id, count(*) as actions_count from counted group by contract_id
    ) as totals using (contract_id)
    group by all
)

select * from final
