-- A declared reconciliation names known figures, and they do disagree.
with named as (
    select
        reconciliation_id,
        unnest(string_split(left_ids || ' ; ' || right_ids, ' ; ')) as observation_id,
    from reconciliations
),

unknown as (
    select reconciliation_id, observation_id
    from named
    where observation_id not in (select observation_id from observations)
),

agreeing as (
    select reconciliation_id
    from reconciliations
    where
        reconciliation_id not in (select reconciliation_id from discrepancies)
        and reconciliation_id not in (select reconciliation_id from unknown)
)

select
    'reconciliations' as table_name,
    'reconciliation_id' as key_column,
    reconciliation_id as row_key,
    'left_ids' as column_name,
    observation_id as found,
    'l''identifiant d''un chiffre' as expected,
from unknown
union all
select
    'reconciliations',
    'reconciliation_id',
    reconciliation_id,
    'reconciliation_id',
    reconciliation_id,
    'des chiffres qui ne s''accordent pas (ceux-ci s''accordent)',
from agreeing
