-- Which clauses do the contracts of this territory hold: payment, conditions, carry-over, evaluation?
--
-- $territory_id: code, « Territoire »
select
    conditions.contract_id,
    contracts.territory_id,
    territories.name as territory_name,
    contracts.programme,
    conditions.position,
    conditions.kind,
    conditions.label,
    conditions.document_id,
    documents.title as document_title,
    documents.publisher,
    documents.published_on,
    documents.published_label,
    documents.url,
    conditions.locator,
    conditions.as_printed,
    conditions.survey_note,
from contract_conditions as conditions
inner join contracts using (contract_id)
inner join territories using (territory_id)
inner join documents on documents.document_id = conditions.document_id
where contracts.territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
order by territories.name collate fr, conditions.contract_id, conditions.document_id, conditions.position
