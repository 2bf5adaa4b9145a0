-- Two figures of the same fact that differ stand in a declared reconciliation.
with figures as (
    select
        *,
        concat_ws('|', territory_id, if(unit = 'eur', coalesce(contract_id, ''), ''), coalesce(action_id, ''), coalesce(theme_label, ''), measure_id,
            coalesce(breakdown, ''), nature, time_basis, coalesce(period_start::varchar, ''),
            coalesce(period_end::varchar, ''), coalesce(span, ''), coalesce(horizon_months, -1),
            coalesce(horizon_from, '')) as fact,
        concat_ws('|', coalesce(value, -1), coalesce(value_low, -1), coalesce(value_high, -1)) as said,
    from observations
    where missing_reason is null
),

contradictions as (
    select
        one.observation_id,
        other.observation_id as other_id,
        one.as_printed,
        other.as_printed as other_as_printed,
    from figures as one
    inner join figures as other
        on other.fact = one.fact
        and other.said <> one.said
        and other.observation_id > one.observation_id
),

declared as (
    select string_split(left_ids || ' ; ' || right_ids, ' ; ') as ids from reconciliations
),

final as (
    select contradictions.*
    from contradictions
    where not exists (
        select 1
        from declared
        where list_contains(ids, observation_id) and list_contains(ids, other_id)
    )
)

select
    'observations' as table_name,
    'observation_id' as key_column,
    other_id as row_key,
    'value' as column_name,
    other_as_printed as found,
    'le même chiffre que ' || observation_id || ' (« ' || as_printed
    || ' »), ou un rapprochement déclaré dans reconciliations.csv' as expected,
from final
