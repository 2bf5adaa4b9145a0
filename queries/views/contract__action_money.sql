-- One row per contract, kind of money and nature of its actions: the sum of the amounts printed action by action, and how many actions print one.
-- Publié : Une ligne est un contrat, un genre d'argent et une nature : la somme des montants imprimés action par action.
with counted as (
    select *
    from actions
    where parent_action_id is null and contract_id is not null and stage = 'contracted'
),

printed as (
    select
        observations.*,
        breakdown is null as is_total,
    from observations
    where unit = 'eur' and action_id is not null and measure_id in ('action_cost', 'action_p104_grant')
),

-- An action without a printed total is the sum of its printed parts.
action_amounts as (
    select
        action_id,
        measure_id,
        nature,
        coalesce(
            sum(value) filter (where is_total),
            sum(value) filter (where not is_total)
        ) as amount_eur,
        min(period_start) as period_start,
        max(period_end) as period_end,
        string_agg(observation_id, ' ; ' order by observation_id) as observation_ids,
    from printed
    group by action_id, measure_id, nature
),

final as (
    select
        counted.contract_id,
        contracts.territory_id,
        action_amounts.measure_id,
        action_amounts.nature,
        sum(action_amounts.amount_eur) as amount_eur,
        count(action_amounts.amount_eur) as priced_actions_count,
        totals.actions_count,
        min(action_amounts.period_start) as period_start,
        max(action_amounts.period_end) as period_end,
        string_agg(action_amounts.observation_ids, ' ; ' order by counted.action_id) as observation_ids,
    from counted
    inner join contracts using (contract_id)
    inner join action_amounts using (action_id)
    inner join (
        select contract_id, count(*) as actions_count from counted group by contract_id
    ) as totals using (contract_id)
    group by all
)

select * from final
