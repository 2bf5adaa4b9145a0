-- Which amounts are printed for the contracts of these territories, by year and nature?
with printed as (
    select
        territory_id,
        contract_id,
        programme,
        target_public,
        measure_id,
        nature,
        is_conditional,
        year,
        spans_years,
        is_part_of_year,
        period_start,
        period_end,
        amount_eur,
        amount_low_eur,
        amount_high_eur,
        qualifier,
        confidence,
        is_contradictory,
        rule,
        set_aside_ids,
        observation_ids,
        false as is_computed,
        null::bigint as priced_actions_count,
        null::bigint as actions_count,
    from contract_year__money
    where contract_id is not null
),

-- The sum over the actions stands in only where the document prints no total.
computed as (
    select
        action_money.territory_id,
        action_money.contract_id,
        contracts.programme,
        contracts.target_public,
        action_money.measure_id,
        action_money.nature,
        action_money.is_conditional,
        null as year,
        true as spans_years,
        false as is_part_of_year,
        action_money.period_start,
        action_money.period_end,
        -- With an action whose amount cannot be read, the sum is only a minimum.
        case when priced_actions_count = actions_count then action_money.amount_eur end as amount_eur,
        case when priced_actions_count < actions_count then action_money.amount_eur end as amount_low_eur,
        null as amount_high_eur,
        'at_least' as qualifier,
        action_money.confidence,
        false as is_contradictory,
        'computed' as rule,
        null as set_aside_ids,
        action_money.observation_ids,
        true as is_computed,
        action_money.priced_actions_count,
        action_money.actions_count,
    from contract__action_money as action_money
    inner join contracts using (contract_id)
    where not exists (
        select 1
        from printed
        where
            printed.contract_id = action_money.contract_id
            and printed.measure_id = action_money.measure_id
            and printed.nature = action_money.nature
    )
),

money as (
    select * from printed
    union all
    select * from computed
)

select
    money.*,
    territories.name as territory_name,
    territories.population,
    territories.population_year,
    case
        when not money.spans_years and not coalesce(money.is_part_of_year, false)
            then 1000 * money.amount_eur / nullif(territories.population, 0)
    end as amount_per_1000_inhabitants_eur,
from money
inner join territories using (territory_id)
where
    money.territory_id in (select unnest($territory_ids))
    and money.measure_id = $measure_id
    and ($nature = 'toutes' or money.nature = $nature)
order by strip_accents(territories.name), money.year nulls last, money.nature, money.period_start, money.period_end,
    money.observation_ids
