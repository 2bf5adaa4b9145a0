-- Which contracts, parties, dated events, axes and clauses does this document establish?
--
-- $document_id: code, « Document »
with facts as (
    select
        contract_id,
        1 as fact_order,
        'contract' as fact,
        status as detail,
        title as words,
        signed_on as dated_on,
        null as basis,
        locator,
        null as as_printed,
        null as survey_note,
    from contracts
    where document_id = $document_id
    union all
    select contract_id, 2, 'party', role, party, null, null, locator, as_printed, survey_note
    from contract_parties
    where document_id = $document_id
    union all
    select contract_id, 3, 'event', kind, null, event_on, basis, locator, as_printed, survey_note
    from contract_events
    where document_id = $document_id
    union all
    select contract_id, 4, 'axis', null, concat_ws(' ; ', label, note), null, null, locator, as_printed, survey_note
    from contract_axes
    where document_id = $document_id
    union all
    select contract_id, 5, 'condition', kind, label, null, null, locator, as_printed, survey_note
    from contract_conditions
    where document_id = $document_id
)

select
    facts.*,
    territories.name as territory_name,
    contracts.programme,
    contracts.duration_months,
from facts
inner join contracts using (contract_id)
inner join territories using (territory_id)
order by facts.contract_id, facts.fact_order, facts.dated_on, facts.words, facts.detail
