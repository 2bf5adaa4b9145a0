-- Which figures were taken from this document, and where in it?
--
-- $document_id: code, « Document »
select * exclude (
    territory_id, action_id, measure_id, definition, definition_source,
    document_id, document_title, publisher, published_on, published_label, url, read_via, is_elsewhere
)
from figure__shown
where document_id = $document_id
order by observation_id
