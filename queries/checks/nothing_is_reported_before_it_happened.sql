-- What a document reports as done, paid or observed was over, or under way, when the document was published.
-- Under way: the month, the year or the season of at most twelve months in which it was published; a contract's
-- priorities are observed in its text, and hold for its term; a forecast says that it is one (obs_status F).
-- An undated document may come a year after the newest date of a document or of a release.
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

-- The last day that the date printed may be: that of its year, of its month, or itself.
published as (
    select
        document_id,
        printed_on,
        case length(coalesce(printed_on, 'AAAA'))
            when 4 then make_date(coalesce(printed_on::integer, left(newest.day, 4)::integer + 1), 12, 31)
            when 7 then last_day((printed_on || '-01')::date)
            else printed_on::date
        end as day,
    from dated
    cross join newest
),

reported as (
    select
        observation_id,
        period_start,
        period_end,
        published.day,
        printed_on,
        period_end = last_day(period_end) as ends_with_a_month,
    from observations
    inner join published using (document_id)
    cross join newest
    where
        nature in ('realised', 'paid', 'observed')
        and obs_status <> 'F'
        and measure_id <> 'priorities'
        -- What is out of reach is told as such.
        and year(coalesce(period_end, period_start)) <= left(newest.day, 4)::integer + 20
),

found as (
    select
        *,
        coalesce(period_start > day, false) as starts_later,
        coalesce(
            period_end > day
            and not (
                ends_with_a_month
                and (
                    period_end = last_day(day)
                    or period_end = make_date(year(day), 12, 31)
                    or (period_start is not null and period_end < period_start + interval 12 months)
                )
            ),
            false
        ) as ends_later,
    from reported
)

select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    case when starts_later then 'period_start' else 'period_end' end as column_name,
    case when starts_later then period_start else period_end end::varchar as found,
    case
        when printed_on is null
            then 'au plus tard ' || year(day)
                || ' (published_on du document est vide) : un chiffre constaté, réalisé ou versé'
        else 'au plus tard ' || printed_on
            || ', date du document, ou la fin du mois ou de l''année en cours : un chiffre '
            || 'constaté, réalisé ou versé (une prévision se dit par obs_status F)'
    end as expected,
from found
where starts_later or ends_later
