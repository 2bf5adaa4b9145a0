-- What was read and left out of documents that everybody may read: that of a count or of a bilan is theirs.
select left_out.*
from whole.left_out
where document_id not in (select document_id from counted_documents)
