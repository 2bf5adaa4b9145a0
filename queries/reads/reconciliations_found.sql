-- Which figures ought to agree, do they, and what is shown of them? Of one document, or of all.
--
-- $has_gap: boolean, « Écarts, plutôt que concordances »
-- $document_id: code or null, « Document »
select * exclude (has_gap)
from reconciliation__shown
where
    has_gap = $has_gap
    and ($document_id is null or list_contains(documents, $document_id))
order by territory_name collate fr, reconciliation_id
