-- One row per territory, kind of money, nature and year (or total of several years): the preferred figure, with the contract and the population.
-- Publié : Une ligne est un territoire, un genre d'argent, une nature et une année : le chiffre retenu, le contrat et la population.
with money as (
    select * from figure__preferred
    where unit = 'eur' and (breakdown is null or breakdown like 'origin_year=%')
),

-- What a declared divergence opposes to another figure of the same money.
disputed as (
    select observation_ids
    from (select observation_ids, unnest(observation_ids) as observation_id from money)
    where observation_id in (
        select unnest(list_concat(left_ids, right_ids))
        from discrepancies
        where kind in ('same_fact', 'span_vs_years')
    )
),

final as (
    select
        money.territory_id,
        territories.name as territory_name,
        territories.population,
        territories.population_year,
        money.contract_id,
        contracts.programme,
        contracts.target_public,
        money.measure_id,
        measures.label as measure_label,
        measures.payer,
        money.nature,
        money.is_conditional,
        money.year,
        money.spans_years,
        money.is_part_of_year,
        money.is_whole_year,
        money.period_start,
        money.period_end,
        money.time_basis,
        money.span,
        money.value as amount_eur,
        money.value_low as amount_low_eur,
        money.value_high as amount_high_eur,
        money.qualifier,
        money.obs_status,
        money.confidence,
        money.is_contradictory,
        money.is_held,
        money.rule,
        money.observation_ids,
        money.agreeing_ids,
        money.set_aside_ids,
        money.set_aside_low as set_aside_low_eur,
        money.set_aside_high as set_aside_high_eur,
        money.observation_ids in (select observation_ids from disputed) as is_disputed,
    from money
    inner join territories using (territory_id)
    inner join measures using (measure_id)
    left join contracts on contracts.contract_id = money.contract_id
)

select * from final
