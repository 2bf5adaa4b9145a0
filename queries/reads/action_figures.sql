-- Which figures of this action are printed, by which document, and where in it?
--
-- $action_id: code, « Action »
select
    context.observation_id,
    context.territory_name,
    context.action_title,
    context.theme_label,
    context.measure_label,
    context.breakdown,
    context.breakdown_label,
    context.nature,
    context.is_conditional,
    context.period_start,
    context.period_end,
    context.time_basis,
    context.span,
    context.horizon_months,
    context.horizon_from,
    context.value,
    context.value_low,
    context.value_high,
    context.qualifier,
    context.obs_status,
    context.missing_reason,
    context.unit,
    context.document_id,
    context.document_title,
    context.publisher,
    context.document_id <> actions.document_id as is_elsewhere,
    context.locator,
    context.as_printed,
    context.survey_note,
    context.confidence,
    context.note,
from observation__context as context
inner join actions on actions.action_id = context.action_id
where context.action_id = $action_id
order by is_elsewhere, context.document_title, context.observation_id
