-- Figures that contradict each other, their whole, their base or the catalogue stand in a declared reconciliation.
with figures as (
    select
        *,
        concat_ws('|', territory_id, if(unit = 'eur', coalesce(contract_id, ''), ''), coalesce(action_id, ''), coalesce(theme_label, ''), measure_id,
            nature, time_basis, coalesce(period_start::varchar, ''),
            coalesce(period_end::varchar, ''), coalesce(span, ''), coalesce(horizon_months, -1),
            coalesce(horizon_from, '')) as undivided_fact,
        undivided_fact || '|' || coalesce(breakdown, '') as fact,
        concat_ws('|', coalesce(value, -1), coalesce(value_low, -1), coalesce(value_high, -1)) as said,
    from observations
    where missing_reason is null
),

contradictions as (
    select
        other.observation_id,
        one.observation_id as other_id,
        other.as_printed,
        'le même chiffre que ' || one.observation_id || ' (« ' || one.as_printed || ' »)' as expected,
    from figures as one
    inner join figures as other
        on other.fact = one.fact
        and other.said <> one.said
        and other.observation_id > one.observation_id
    union all
    select
        part.observation_id,
        whole.observation_id,
        part.as_printed,
        'au plus le total ' || whole.observation_id || ' (« ' || whole.as_printed || ' »)',
    from figures as part
    inner join figures as whole
        on whole.undivided_fact = part.undivided_fact
        and whole.document_id = part.document_id
        and whole.breakdown is null
        and part.breakdown is not null
        and part.breakdown not like 'per=%'
        and part.unit not in ('pct', 'month', 'year', 'week', 'day')
        and coalesce(part.value, part.value_low) > coalesce(whole.value, whole.value_high)
    union all
    select
        observations.observation_id,
        percentage__on_base.base_observation_id,
        observations.as_printed,
        'un pourcentage possible sur ' || percentage__on_base.base_observation_id,
    from percentage__on_base
    inner join observations using (observation_id)
    where not percentage__on_base.is_possible
    union all
    select
        observations.observation_id,
        observations.observation_id,
        observations.as_printed,
        'les ' || printed_count__catalogue.catalogue_count || ' actions du catalogue',
    from printed_count__catalogue
    inner join observations using (observation_id)
    where printed_count__catalogue.printed_count <> printed_count__catalogue.catalogue_count
),

declared as (
    select string_split(concat_ws(' ; ', left_ids, right_ids), ' ; ') as ids from reconciliations
),

dated as (
    select contract_id, kind, event_id, event_on::varchar as event_on, coalesce(as_printed, survey_note) as as_printed
    from contract_events
    where kind in ('signature', 'end')
),

disputed as (
    select other.event_id, one.event_id as other_id, other.as_printed, one.as_printed as other_as_printed
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
    as_printed as found,
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
    as_printed,
    'la même date que ' || other_id || ' (« ' || other_as_printed
    || ' »), ou un rapprochement déclaré dans reconciliations.csv',
from disputed
where not exists (
    select 1
    from declared
    where list_contains(ids, event_id) and list_contains(ids, other_id)
)
