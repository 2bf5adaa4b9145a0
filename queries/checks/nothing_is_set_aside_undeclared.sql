-- A figure that a rule sets aside for another stands with it in a declared reconciliation: nothing is chosen in silence.
--
-- Two figures of one fact are told by the check of contradictions; this one holds whatever else is set aside.
with aside as (
    select distinct
        unnest(observation_ids) as shown_id,
        set_aside_ids,
    from figure__preferred
    where set_aside_ids is not null
),

pairs as (
    select shown_id, unnest(set_aside_ids) as aside_id from aside
),

declared as (
    select string_split(concat_ws(' ; ', left_ids, right_ids), ' ; ') as ids from reconciliations
)

select
    'observations' as table_name,
    'observation_id' as key_column,
    aside_id as row_key,
    'value' as column_name,
    'un chiffre écarté au profit de ' || shown_id as found,
    'un rapprochement déclaré de ces deux chiffres dans reconciliations.csv' as expected,
from pairs
where not exists (
    select 1
    from declared
    where list_contains(ids, shown_id) and list_contains(ids, aside_id)
)
and not exists (
    select 1
    from figure__facts as shown
    inner join figure__facts as aside using (fact)
    where shown.observation_id = shown_id and aside.observation_id = aside_id
)
