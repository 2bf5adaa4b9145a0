-- Figures that contradict each other, their whole, their base or the catalogue stand in a declared reconciliation.
with figures as (
    select distinct
        observation_id, coalesce(as_printed, survey_note, locator) as told,
        fact, said, unit, value, value_low, value_high,
    from figure__facts
),

contradictions as (
    select distinct
        other.observation_id,
        one.observation_id as other_id,
        other.told,
        'le même chiffre que ' || one.observation_id || ' (« ' || one.told || ' »)' as expected,
    from figures as one
    inner join figures as other
        on other.fact = one.fact
        and other.said <> one.said
        and other.observation_id > one.observation_id
    union all
    select distinct
        part.observation_id,
        whole.observation_id,
        part.told,
        'au plus le chiffre plus large ' || whole.observation_id || ' (« ' || whole.told || ' »)',
    from observation__parts
    inner join figures as part using (observation_id)
    inner join figures as whole
        on whole.observation_id = observation__parts.wider_observation_id
        and part.unit not in ('pct', 'month', 'year', 'week', 'day')
        and coalesce(part.value, part.value_low) > coalesce(whole.value, whole.value_high)
    union all
    select
        observations.observation_id,
        percentage__on_base.base_observation_id,
        coalesce(observations.as_printed, observations.survey_note, observations.locator),
        'un pourcentage possible sur ' || percentage__on_base.base_observation_id,
    from percentage__on_base
    inner join observations using (observation_id)
    where not percentage__on_base.is_possible
    union all
    select
        observations.observation_id,
        observations.observation_id,
        coalesce(observations.as_printed, observations.survey_note, observations.locator),
        'les ' || printed_count__catalogue.catalogue_count || ' actions du catalogue',
    from printed_count__catalogue
    inner join observations using (observation_id)
    where printed_count__catalogue.printed_count <> printed_count__catalogue.catalogue_count
),

declared as (
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
