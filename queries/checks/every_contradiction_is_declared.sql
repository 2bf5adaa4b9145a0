-- Figures that contradict each other, their whole, their base or the catalogue stand in a declared reconciliation.
with declared as (
    select string_split(concat_ws(' ; ', left_ids, right_ids), ' ; ') as ids from reconciliations
),

dated as (
    select contract_id, kind, event_id, event_on::varchar as event_on, coalesce(as_printed, survey_note) as told
    from contract_events
    where kind in ('signature', 'end')
),

disputed as (
    select other.event_id, one.event_id as other_id, other.told, one.told as other_told
    from dated as one
    inner join dated as other
        on other.contract_id = one.contract_id
        and other.kind = one.kind
        and not starts_with(other.event_on, one.event_on)
        and not starts_with(one.event_on, other.event_on)
        and other.event_id > one.event_id
)

select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    'value' as column_name,
    told as found,
    expected || ', ou un rapprochement déclaré dans reconciliations.csv' as expected,
from contradictions
where not exists (
    select 1
    from declared
    where list_contains(ids, observation_id) and list_contains(ids, other_id)
)
union all
select
    'contract_events',
    'event_id',
    event_id,
    'event_on',
    told,
    'la même date que ' || other_id || ' (« ' || other_told
    || ' »), ou un rapprochement déclaré dans reconciliations.csv',
from disputed
where not exists (
    select 1
    from declared
    where list_contains(ids, event_id) and list_contains(ids, other_id)
)
