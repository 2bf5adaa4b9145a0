-- Which actions of this territory, or of those that its sheet gathers, bear this theme at this stage?
--
-- $stage: code or null, « Étape des actions »
-- $theme_id: code, « Thème »
-- $territory_id: code, « Territoire »
select
    actions.action_id,
    actions.title,
    actions.operator,
    actions.stage,
    action_themes.basis,
    action_themes.is_primary,
    actions.locator,
    documents.document_id,
    documents.title as document_title,
    documents.publisher,
from actions
inner join action_themes using (action_id)
inner join documents on documents.document_id = actions.document_id
left join contracts on contracts.contract_id = actions.contract_id
where
    actions.parent_action_id is null
    and ($stage is null or actions.stage = $stage)
    and action_themes.theme_id = $theme_id
    and coalesce(contracts.territory_id, actions.territory_id) in (
        select gathered_id from territory__gathered where territory_id = $territory_id
    )
order by list_position(['contracted', 'existing', 'reported', 'proposed'], actions.stage), actions.action_id
