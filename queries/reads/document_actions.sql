-- Which actions does this document describe, under which themes?
--
-- $document_id: code, « Document »
with bears as (
    select
        action_themes.action_id,
        string_agg(themes.short_label, ', ' order by action_themes.is_primary desc, themes.display_order) as themes,
        string_agg(distinct action_themes.basis, ', ' order by action_themes.basis) as bases,
    from action_themes
    inner join themes using (theme_id)
    where action_themes.action_id in (select action_id from actions where document_id = $document_id)
    group by action_themes.action_id
),

figures as (
    select action_id, count(*) as observations_count from observations where action_id is not null group by action_id
)

select
    actions.action_id,
    actions.title,
    actions.title_basis,
    parents.title as parent_title,
    actions.operator,
    actions.stage,
    actions.public_label,
    actions.calendar_label,
    territories.name as territory_name,
    bears.themes,
    bears.bases as theme_bases,
    coalesce(figures.observations_count, 0) as observations_count,
    actions.locator,
from actions
inner join territories using (territory_id)
left join actions as parents on parents.action_id = actions.parent_action_id
left join bears on bears.action_id = actions.action_id
left join figures on figures.action_id = actions.action_id
where actions.document_id = $document_id
order by coalesce(actions.parent_action_id, actions.action_id), actions.parent_action_id is not null, actions.action_id
