-- Which documents may nobody read but their owner? Bilans that are not validated, or that are not to be published.
create or replace temp table hidden_documents as
select document_id
from documents
where
    kind = 'bilan'
    and document_id not in (select document_id from bilans where status = 'validated' and is_published)
