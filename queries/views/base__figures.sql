-- One row per admissible denominator and territory it was counted on: the preferred figure of each year.
-- Publié : Une ligne est une base admissible comptée sur un territoire : le chiffre retenu de chaque année.
-- A figure that a declared discrepancy finds for two territories: of which one it is, nobody knows.
with of_two_territories as (
    select distinct doubted.observation_id
    from discrepancies
    inner join observations as one on list_contains(discrepancies.left_ids, one.observation_id)
    inner join observations as other on list_contains(discrepancies.right_ids, other.observation_id)
    inner join observations as doubted on doubted.observation_id in (one.observation_id, other.observation_id)
    where discrepancies.kind = 'identical_across_scopes' and one.territory_id <> other.territory_id
),

final as (
    select
        bases.base_id,
        bases.label as base_label,
        bases.per_label,
        bases.kind as base_kind,
        bases.public as base_public,
        bases.display_order as base_order,
        figures.territory_id as base_territory_id,
        territories.name as base_territory_name,
        figures.contract_id as base_contract_id,
        figures.year as base_year,
        figures.period_start as base_period_start,
        figures.period_end as base_period_end,
        figures.time_basis as base_time_basis,
        figures.period_basis as base_period_basis,
        figures.spans_years as base_spans_years,
        figures.is_part_of_year and bases.kind = 'flow' as base_is_part_of_year,
        coalesce(figures.value, figures.value_low) as base_low,
        figures.value as base_value,
        coalesce(figures.value, figures.value_high) as base_high,
        figures.qualifier as base_qualifier,
        figures.obs_status as base_obs_status,
        figures.confidence as base_confidence,
        figures.is_contradictory as base_is_contradictory,
        exists (
            select 1 from of_two_territories
            where list_contains(figures.observation_ids, of_two_territories.observation_id)
        ) as base_is_of_unsure_scope,
        figures.observation_ids as base_observation_ids,
        figures.set_aside_ids as base_set_aside_ids,
        figures.rule as base_rule,
        figures.set_aside_low as base_set_aside_low,
        figures.set_aside_high as base_set_aside_high,
    from bases
    inner join figure__preferred as figures
        on figures.measure_id = bases.measure_id
        and figures.breakdown is not distinct from bases.breakdown
        and figures.nature = bases.nature
        -- What was foreseen is not a count of persons.
        and figures.obs_status <> 'F'
        and figures.is_last_of_year
    inner join territories on territories.territory_id = figures.territory_id
)

select * from final
