-- One row per territory, measure, breakdown, nature, way of counting, horizon and whole year, where at least two years are printed.
-- Publié : Une ligne est un chiffre d'une série : un territoire, une mesure, une ventilation, une nature, une façon de compter, un horizon et une année.
with yearly as (
    select
        figures.*,
        measure_id || coalesce(':' || breakdown, '') as series_id,
        count(distinct year) over (
            partition by territory_id, contract_id, measure_id, breakdown, theme_label
        ) as years_count,
    from figure__preferred as figures
    inner join territories using (territory_id)
    where
        is_whole_year
        and theme_label is null
        and is_last_of_year
        and territories.level <> 'set'
),

final as (
    select
        yearly.series_id,
        yearly.territory_id,
        territories.name as territory_name,
        yearly.contract_id,
        yearly.measure_id,
        measures.label as measure_label,
        yearly.breakdown,
        yearly.nature,
        yearly.counting,
        yearly.horizon_months,
        yearly.horizon_from,
        yearly.is_conditional,
        yearly.year,
        yearly.value,
        yearly.value_low,
        yearly.value_high,
        yearly.unit,
        yearly.qualifier,
        yearly.obs_status,
        yearly.confidence,
        yearly.is_contradictory,
        yearly.is_held,
        -- The figure before it, of the same nature, was counted under another definition.
        coalesce(
            (yearly.obs_status = 'D') <> (
                lag(yearly.obs_status) over (
                    partition by
                        yearly.series_id, yearly.territory_id, yearly.contract_id, yearly.nature, yearly.counting,
                        yearly.horizon_months, yearly.horizon_from
                    order by yearly.year
                ) = 'D'
            ),
            false
        ) as is_break,
        yearly.rule,
        yearly.observation_ids,
        yearly.set_aside_ids,
        yearly.set_aside_low,
        yearly.set_aside_high,
    from yearly
    inner join territories using (territory_id)
    inner join measures using (measure_id)
    -- Series that mean something: money, populations, results; a count of axes or of meetings is none.
    where
        yearly.years_count > 1
        and measures.family in ('money', 'context', 'exit')
        and yearly.measure_id <> 'priorities'
)

select * from final
