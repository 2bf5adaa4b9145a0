-- Which figures of this action are printed, by which document, and where in it?
--
-- $action_id: code, « Action »
select * exclude (
    territory_id, action_id, measure_id, definition, definition_source, base_status,
    published_on, published_label, url, read_via
)
from figure__shown
where action_id = $action_id
order by is_elsewhere, document_title collate fr, observation_id
