-- Which declared reconciliations name a withheld figure: their words may tell what it is.
create or replace temp table withheld_reconciliations as
with named as (
    select
        reconciliation_id,
        unnest(string_split(concat_ws(' ; ', left_ids, right_ids), ' ; ')) as observation_id,
    from reconciliations
)

select distinct reconciliation_id
from named
inner join withheld using (observation_id)
