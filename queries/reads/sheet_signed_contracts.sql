-- To which contracts, established for another territory, is this one a party?
--
-- $territory_id: code, « Territoire »
select
    signed.*,
    documents.title as document_title,
    documents.publisher,
    documents.published_on,
    documents.published_label,
    documents.url,
from territory__signed_contracts as signed
inner join documents using (document_id)
where signed.territory_id = $territory_id
order by signed.contract_year desc nulls last, signed.contract_id
