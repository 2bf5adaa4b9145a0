-- Which declared reconciliations name a withheld figure, or one of a hidden document: their words may tell what it is.
create or replace temp table withheld_reconciliations as
with named as (
    select
        reconciliation_id,
        unnest(string_split(concat_ws(' ; ', left_ids, right_ids), ' ; ')) as observation_id,
    from reconciliations
)

select distinct reconciliation_id
from named
inner join observations using (observation_id)
where
    observation_id in (select observation_id from withheld)
    or document_id in (select document_id from hidden_documents)
