-- What is printed behind these figures: definition, document, place, passage, reading?
--
-- $observation_ids: codes, « Chiffres »
select
    observation_id, territory_name, action_title, theme_label, measure_id, measure_label, definition, definition_source,
    breakdown_label, nature, is_conditional, value, value_low, value_high, unit, qualifier, obs_status, missing_reason,
    period_start, period_end, time_basis, span, horizon_months, horizon_from, confidence, note,
    document_id, document_title, publisher, published_on, published_label, url, read_via, licence, data_file,
    locator, as_printed, survey_note,
from figure__shown
inner join (select document_id, licence, data_file from documents) as files using (document_id)
where observation_id in (select unnest($observation_ids))
order by observation_id
