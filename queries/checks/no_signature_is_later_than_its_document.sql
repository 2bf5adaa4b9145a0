-- A signature is not later than the document that prints it, nor, when it is undated, than the newest date known.
-- An undated document may come a year after the newest date of a document or of a release. `signed_on` follows events:
-- the document that establishes a contract may be older than the one that prints its signature.
-- grain: row
-- « s.d. [vers 2021-2022] »: the last year of the label.
with dated as (
    select
        document_id,
        coalesce(published_on, list_max(regexp_extract_all(published_label, '\b[12]\d{3}\b'))) as printed_on,
    from documents
),

newest as (
    select max(day) as day
    from (
        select max(released_on)::varchar as day from releases
        union all
        select max(published_on) from documents
    )
),

-- Partial dates are compared at the precision that both have.
compared as (
    select event_id, event_on, dated.printed_on, least(length(event_on), length(printed_on)) as precision_length
    from contract_events
    inner join dated using (document_id)
    where kind = 'signature'
),

late as (
    select
        *,
        'au plus tard ' || printed_on || ', date du document qui la publie' as expected,
    from compared
    where left(event_on, precision_length) > left(printed_on, precision_length)
    union all
    select
        compared.*,
        'au plus tard ' || (left(newest.day, 4)::integer + 1) || ' (published_on du document est vide)',
    from compared
    cross join newest
    where printed_on is null and left(event_on, 4)::integer > left(newest.day, 4)::integer + 1
)

select
    'contract_events' as table_name,
    'event_id' as key_column,
    event_id as row_key,
    'event_on' as column_name,
    event_on as found,
    expected,
from late
