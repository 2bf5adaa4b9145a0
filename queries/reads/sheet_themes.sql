-- How many actions of this territory bear each theme, at each stage that it has, and how surely?
--
-- $territory_id: code, « Territoire »
with covered as (
    select *
    from territory_theme__coverage
    where territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
),

stages as (
    select stage, bool_and(is_exhaustive) as is_exhaustive from covered group by stage
),

counted as (
    select
        stage,
        theme_id,
        sum(actions_count) as actions_count,
        sum(printed_count) as printed_count,
        sum(axis_count) as axis_count,
        sum(editorial_count) as editorial_count,
        if(sum(unpriced_count) = 0, sum(planned_cost_eur), null) as planned_cost_eur,
        flatten(
            list(planned_cost_observation_ids order by territory_id)
                filter (where planned_cost_observation_ids is not null)
        ) as planned_cost_observation_ids,
        string_agg(territory_name, ', ' order by territory_name collate fr, territory_id) as territory_names,
        flatten(list(action_titles order by territory_id)) as action_titles,
    from covered
    group by stage, theme_id
)

select
    stages.stage,
    themes.theme_id,
    themes.short_label as theme_label,
    themes.display_order as theme_order,
    coalesce(counted.actions_count, 0)::bigint as actions_count,
    coalesce(counted.printed_count, 0)::bigint as printed_count,
    coalesce(counted.axis_count, 0)::bigint as axis_count,
    coalesce(counted.editorial_count, 0)::bigint as editorial_count,
    counted.planned_cost_eur,
    counted.planned_cost_observation_ids,
    stages.is_exhaustive,
    counted.territory_names,
    counted.action_titles,
from stages
cross join themes
left join counted on counted.stage = stages.stage and counted.theme_id = themes.theme_id
-- The cells that have actions first: they are the rows of the table.
order by counted.actions_count is null, stages.stage, themes.display_order
