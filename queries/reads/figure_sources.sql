-- Where were these figures printed?
--
-- $observation_ids: codes, « Chiffres »
select
    observation_id, territory_name, measure_label, breakdown, nature, value, value_low, value_high, unit, qualifier,
    confidence, document_id, document_title, publisher, published_on, published_label, url, locator, as_printed,
    survey_note, read_via, licence,
from figure__shown
inner join (select document_id, licence from documents) as licences using (document_id)
where observation_id in (select unnest($observation_ids))
order by document_title collate fr, observation_id
