-- How many actions of these territories bear each theme, at one stage, and how surely?
with chosen as (
    select territory_id, name as territory_name
    from territories
    where territory_id in (select unnest($territory_ids))
),

covered as (
    select distinct territory_id
    from territory_theme__coverage
    where stage = $stage
)

select
    chosen.territory_id,
    chosen.territory_name,
    themes.theme_id,
    themes.short_label as theme_label,
    themes.display_order as theme_order,
    coalesce(coverage.actions_count, 0) as actions_count,
    coalesce(coverage.printed_count, 0) as printed_count,
    coalesce(coverage.axis_count, 0) as axis_count,
    coalesce(coverage.editorial_count, 0) as editorial_count,
    coverage.planned_cost_eur,
    coverage.planned_cost_observation_ids,
    bool_and(coverage.is_exhaustive) over (partition by chosen.territory_id) as is_exhaustive,
    coverage.document_ids,
    coverage.action_titles,
from chosen
inner join covered using (territory_id)
cross join themes
left join territory_theme__coverage as coverage
    on coverage.territory_id = chosen.territory_id
    and coverage.theme_id = themes.theme_id
    and coverage.stage = $stage
order by strip_accents(chosen.territory_name), themes.display_order
