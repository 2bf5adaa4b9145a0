-- What happened to these contracts, when, and where is it printed?
--
-- $territory_id: code, « Territoire »
select
    events.event_id,
    events.contract_id,
    contracts.territory_id,
    territories.name as territory_name,
    contracts.programme,
    events.event_on,
    events.kind,
    events.basis,
    events.document_id,
    documents.title as document_title,
    documents.publisher,
    documents.published_on,
    documents.published_label,
    documents.url,
    events.locator,
    events.as_printed,
    events.survey_note,
from contract_events as events
inner join contracts on contracts.contract_id = events.contract_id
inner join territories on territories.territory_id = contracts.territory_id
inner join documents on documents.document_id = events.document_id
where contracts.territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
order by territories.name collate fr, events.event_on, events.event_id
