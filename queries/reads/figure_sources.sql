-- Where were these figures printed?
--
-- $observation_ids: codes, « Chiffres »
select
    context.observation_id,
    context.territory_name,
    context.measure_label,
    context.breakdown,
    context.nature,
    context.value,
    context.value_low,
    context.value_high,
    context.unit,
    context.qualifier,
    context.confidence,
    context.document_id,
    context.document_title,
    context.publisher,
    context.published_on,
    context.published_label,
    context.url,
    context.locator,
    context.as_printed,
    context.survey_note,
    documents.read_via,
from observation__context as context
inner join documents on documents.document_id = context.document_id
where context.observation_id in (select unnest($observation_ids))
order by context.document_title, context.observation_id
