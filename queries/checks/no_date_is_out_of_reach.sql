-- No period, contract, action or event lies before 1900, nor more than twenty years after the newest date known.
-- The newest date is that of a document or of a release.
-- grain: row
with newest as (
    select max(day) as day
    from (
        select max(released_on)::varchar as day from releases
        union all
        select max(published_on) from documents
    )
),

dated as (
    unpivot (
        select
            'observations' as table_name,
            'observation_id' as key_column,
            observation_id as row_key,
            period_start::varchar as period_start,
            period_end::varchar as period_end,
        from observations
    )
    on period_start, period_end into name column_name value found
    union all by name
    unpivot (
        select
            'contracts' as table_name,
            'contract_id' as key_column,
            contract_id as row_key,
            signed_on,
            starts_on,
            ends_on
        from contracts
    )
    on signed_on, starts_on, ends_on into name column_name value found
    union all by name
    unpivot (
        select 'actions' as table_name, 'action_id' as key_column, action_id as row_key, starts_on, ends_on
        from actions
    )
    on starts_on, ends_on into name column_name value found
    union all by name
    unpivot (
        select 'contract_events' as table_name, 'event_id' as key_column, event_id as row_key, event_on
        from contract_events
    )
    on event_on into name column_name value found
)

select
    table_name,
    key_column,
    row_key,
    column_name,
    found,
    'une date de 1900 à ' || (left(newest.day, 4)::integer + 20) as expected,
from dated
cross join newest
where left(found, 4)::integer not between 1900 and left(newest.day, 4)::integer + 20
