-- What is this document?
--
-- $document_id: code, « Document »
select * from documents where document_id = $document_id
