-- One row per amount of a contract, year (or total of several years) and nature: printed, or the sum over its actions where no total is printed.
-- Publié : Une ligne est un montant d'un contrat, une année (ou un total) et une nature : publié, ou somme des actions là où aucun total ne l'est.
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
        -- A cumulated amount, even to the end of a year, is not a year's.
        spans_years or time_basis = 'until' as spans_years,
        is_part_of_year,
        is_whole_year and time_basis <> 'until' as is_whole_year,
        period_start,
        period_end,
        amount_eur,
        amount_low_eur,
        amount_high_eur,
        qualifier,
        confidence,
        is_contradictory,
        is_held,
        rule,
        set_aside_ids,
        observation_ids,
        false as is_computed,
        null::bigint as priced_actions_count,
        null::bigint as actions_count,
        set_aside_low_eur,
        set_aside_high_eur,
        is_disputed,
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
        action_money.year,
        action_money.year is null as spans_years,
        action_money.year is not null
        and (
            action_money.period_start > make_date(action_money.year, 1, 1)
            or action_money.period_end < make_date(action_money.year, 12, 31)
        ) as is_part_of_year,
        action_money.year is not null and not is_part_of_year as is_whole_year,
        action_money.period_start,
        action_money.period_end,
        -- With an action whose amount cannot be read, the sum is only a minimum.
        case when priced_actions_count = actions_count then action_money.amount_eur end as amount_eur,
        case when priced_actions_count < actions_count then action_money.amount_eur end as amount_low_eur,
        null as amount_high_eur,
        if(priced_actions_count = actions_count, action_money.qualifier, 'at_least') as qualifier,
        action_money.confidence,
        false as is_contradictory,
        false as is_held,
        'computed' as rule,
        null as set_aside_ids,
        action_money.observation_ids,
        true as is_computed,
        action_money.priced_actions_count,
        action_money.actions_count,
        null::double as set_aside_low_eur,
        null::double as set_aside_high_eur,
        false as is_disputed,
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
),

-- Of one year, of one payer and surely read: nothing else is set beside a population.
divisible as (
    select
        money.*,
        measures.label as measure_label,
        measures.payer,
        territories.name as territory_name,
        territories.population,
        territories.population_year,
        money.is_whole_year
        and not money.is_computed
        and money.confidence <> 'L'
        and coalesce(measures.payer not in ('several', 'unknown'), true) as is_divisible,
    from money
    inner join territories using (territory_id)
    inner join measures using (measure_id)
),

final as (
    select
        * exclude (is_divisible),
        if(is_divisible, 1000 * amount_eur / nullif(population, 0), null) as amount_per_1000_inhabitants_eur,
        if(is_divisible, 1000 * amount_low_eur / nullif(population, 0), null) as low_per_1000_inhabitants_eur,
        if(is_divisible, 1000 * amount_high_eur / nullif(population, 0), null) as high_per_1000_inhabitants_eur,
    from divisible
)

select * from final
