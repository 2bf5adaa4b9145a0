-- Which figures are withheld because they are small: what is confidential (C) by itself.
create or replace temp table withheld as
select observation_id, 'C' as conf_status
from counted_figures
where is_small and document_id not in (select document_id from hidden_documents)
