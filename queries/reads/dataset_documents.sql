-- Which documents do these figures or these documents lead to?
--
-- $document_ids: codes, « Documents »
-- $observation_ids: codes, « Chiffres »
select documents.*
from documents
where
    documents.document_id in (select unnest($document_ids))
    or documents.document_id in (
        select observations.document_id from observations
        where observations.observation_id in (select unnest($observation_ids))
    )
order by documents.document_id
