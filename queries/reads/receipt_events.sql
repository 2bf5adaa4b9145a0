-- Which dated events of contracts stand behind these identifiers?
--
-- $event_ids: codes, « Événements de contrats »
select
    contract_events.event_id,
    contract_events.contract_id,
    contract_events.kind,
    contract_events.event_on,
    contract_events.basis,
    contract_events.locator,
    contract_events.as_printed,
    contract_events.survey_note,
    documents.document_id,
    documents.title as document_title,
    documents.publisher,
    documents.url,
from contract_events
inner join documents using (document_id)
where contract_events.event_id in (select unnest($event_ids))
order by contract_events.event_id
