-- What is this document?
select * from documents where document_id = $document_id
