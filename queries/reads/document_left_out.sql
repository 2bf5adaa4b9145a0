-- What was read in this document and not taken, and why?
--
-- $document_id: code, « Document »
select
    locator,
    if(is_passage, as_printed, null) as as_printed,
    if(is_passage, null, as_printed) as survey_note,
    reason,
    note,
from left_out
where document_id = $document_id
order by reason, locator, left_out.as_printed
