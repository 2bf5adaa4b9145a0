-- In which documents are the actions of these territories described, at this stage?
select
    documents.document_id,
    documents.title as document_title,
    documents.publisher,
    documents.published_on,
    documents.published_label,
    documents.url,
    documents.completeness,
    count(*) as actions_count,
    string_agg(distinct coalesce(contracts.territory_id, actions.territory_id), ' ; ') as territory_ids,
from actions
inner join documents on documents.document_id = actions.document_id
left join contracts on contracts.contract_id = actions.contract_id
where
    actions.parent_action_id is null
    and actions.stage = $stage
    and coalesce(contracts.territory_id, actions.territory_id) in (select unnest($territory_ids))
group by all
order by documents.title
