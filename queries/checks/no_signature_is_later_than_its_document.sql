-- A signature is not later than the document that prints it, nor, when it is undated, than the newest date known.
-- An undated document may come a year after the newest date of a document or of a release.
-- grain: row
with signatures as (
    select 'contract_events' as table_name, 'event_id' as key_column, event_id as row_key, 'event_on' as column_name,
        document_id, event_on as signed_on
    from contract_events
    where kind = 'signature'
    union all
    select 'contracts', 'contract_id', contract_id, 'signed_on', document_id, signed_on
    from contracts
    where signed_on is not null
),

-- « s.d. [vers 2021-2022] »: the last year of the label.
dated as (
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
    select signatures.*, dated.printed_on, least(length(signed_on), length(printed_on)) as precision_length
    from signatures
    inner join dated using (document_id)
),

late as (
    select
        *,
        'au plus tard ' || printed_on || ', date du document qui l''imprime' as expected,
    from compared
    where left(signed_on, precision_length) > left(printed_on, precision_length)
    union all
    select
        compared.*,
        'au plus tard ' || (left(newest.day, 4)::integer + 1) || ' (published_on du document est vide)',
    from compared
    cross join newest
    where printed_on is null and left(signed_on, 4)::integer > left(newest.day, 4)::integer + 1
)

select table_name, key_column, row_key, column_name, signed_on as found, expected from late
