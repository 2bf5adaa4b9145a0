-- How many actions of these territories bear each theme, at one stage, and how surely; or which axis only announces it?
--
-- $territory_ids: codes, « Territoires »
-- $stage: code, « Étape des actions »
with chosen as (
    select territory_id, name as territory_name
    from territories
    where territory_id in (select unnest($territory_ids))
),

covered as (
    select distinct territory_id
    from territory_theme__coverage
    where stage = $stage
),

-- Of a territory without any action at the stage, what the axes of its contracts announce: a presence, no number.
announced as (
    select *
    from territory_theme__announced_axes
    where territory_id not in (select territory_id from covered)
),

shown as (
    select territory_id, true as has_actions from covered
    union all
    select distinct territory_id, false from announced
    where exists (select 1 from territory_theme__coverage where stage = $stage)
)

select
    chosen.territory_id,
    chosen.territory_name,
    themes.theme_id,
    themes.short_label as theme_label,
    themes.display_order as theme_order,
    -- Where nobody published an action there is nothing to count, not even none.
    if(shown.has_actions, coalesce(coverage.actions_count, 0), null) as actions_count,
    if(shown.has_actions, coalesce(coverage.printed_count, 0), null) as printed_count,
    if(shown.has_actions, coalesce(coverage.axis_count, 0), null) as axis_count,
    if(shown.has_actions, coalesce(coverage.editorial_count, 0), null) as editorial_count,
    shown.has_actions,
    announced.announced_axes,
    coverage.planned_cost_eur,
    coverage.planned_cost_observation_ids,
    bool_and(coverage.is_exhaustive) over (partition by chosen.territory_id) as is_exhaustive,
    coalesce(coverage.document_ids, announced.document_ids) as document_ids,
    coverage.action_titles,
from chosen
inner join shown using (territory_id)
cross join themes
left join territory_theme__coverage as coverage
    on coverage.territory_id = chosen.territory_id
    and coverage.theme_id = themes.theme_id
    and coverage.stage = $stage
left join announced
    on announced.territory_id = chosen.territory_id
    and announced.theme_id = themes.theme_id
order by chosen.territory_name collate fr, themes.display_order
