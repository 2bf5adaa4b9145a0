-- Which figures were taken from this document, and where in it?
--
-- $document_id: code, « Document »
select
    observation_id,
    territory_name,
    action_title,
    theme_label,
    measure_label,
    breakdown,
    breakdown_label,
    nature,
    is_conditional,
    period_start,
    period_end,
    time_basis,
    span,
    horizon_months,
    horizon_from,
    value,
    value_low,
    value_high,
    qualifier,
    obs_status,
    missing_reason,
    unit,
    base_status,
    locator,
    as_printed,
    survey_note,
    confidence,
    note,
from observation__context
where document_id = $document_id
order by observation_id
