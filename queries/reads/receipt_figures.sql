-- What is printed behind these figures: definition, document, place, passage, reading?
--
-- $observation_ids: codes, « Chiffres »
select
    context.observation_id,
    context.territory_name,
    context.action_title,
    context.theme_label,
    context.measure_id,
    context.measure_label,
    measures.definition,
    measures.definition_source,
    context.breakdown_label,
    context.nature,
    context.is_conditional,
    context.value,
    context.value_low,
    context.value_high,
    context.unit,
    context.qualifier,
    context.obs_status,
    context.missing_reason,
    context.period_start,
    context.period_end,
    context.time_basis,
    context.span,
    context.horizon_months,
    context.horizon_from,
    context.confidence,
    context.note,
    context.document_id,
    context.document_title,
    context.publisher,
    context.published_on,
    context.published_label,
    context.url,
    documents.read_via,
    context.locator,
    context.as_printed,
    context.survey_note,
from observation__context as context
inner join measures on measures.measure_id = context.measure_id
inner join documents on documents.document_id = context.document_id
where context.observation_id in (select unnest($observation_ids))
order by context.observation_id
