-- Which amounts of the whole contract do documents publish, of what nature, and for which time?
--
-- $contract_id: code, « Contrat »
select
    observations.observation_id,
    observations.nature,
    measures.measure_id,
    measures.label,
    observations.value as amount_eur,
    observations.period_start,
    observations.period_end,
    observations.is_conditional,
from observations
inner join measures using (measure_id)
inner join documents using (document_id)
where
    observations.contract_id = $contract_id
    and observations.action_id is null
    and observations.unit = 'eur'
    and observations.breakdown is null
    and observations.value is not null
    and documents.kind <> 'bilan'
order by
    observations.period_start nulls first,
    measures.label collate fr,
    observations.nature,
    observations.observation_id
