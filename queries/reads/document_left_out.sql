-- What was read in this document and not taken, and why?
select locator, as_printed, reason, note
from left_out
where document_id = $document_id
order by reason, locator, as_printed
