-- Where are the actions of these territories described, at this stage?
--
-- $stage: code or null, « Étape des actions »
-- $territory_ids: codes, « Territoires »
select
    actions.action_id,
    actions.title,
    territories.name as territory_name,
    actions.locator,
    documents.document_id,
    documents.title as document_title,
    documents.publisher,
    documents.published_on,
    documents.published_label,
    documents.url,
    documents.completeness,
from actions
inner join documents on documents.document_id = actions.document_id
left join contracts on contracts.contract_id = actions.contract_id
inner join territories
    on territories.territory_id = coalesce(contracts.territory_id, actions.territory_id)
where
    actions.parent_action_id is null
    and ($stage is null or actions.stage = $stage)
    and territories.territory_id in (select unnest($territory_ids))
order by territories.name collate fr, actions.action_id
