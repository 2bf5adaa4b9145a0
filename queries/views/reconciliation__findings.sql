-- One row per declared reconciliation, with both sides, the gap, and whether they agree.
-- Publié : Une ligne est un rapprochement déclaré, avec ses deux côtés, l'écart, et s'ils s'accordent.
with printed as (
    select
        observation_id as cited_id,
        document_id,
        unit,
        coalesce(value, value_low, value_high) as amount,
        missing_reason is not null as is_missing,
        concat_ws('/', coalesce(value, -1), coalesce(value_low, -1), coalesce(value_high, -1)) as said,
        as_printed,
        survey_note,
        period_start,
        period_end,
    from observations
    union all
    select event_id, document_id, null, null, false, event_on, as_printed, survey_note, null, null
    from contract_events
),

cited as (
    select
        reconciliation_id,
        'stated' as side,
        unnest(string_split(left_ids, ' ; ')) as cited_id,
        generate_subscripts(string_split(left_ids, ' ; '), 1) as position,
    from reconciliations
    union all
    select
        reconciliation_id,
        'other',
        unnest(string_split(right_ids, ' ; ')),
        generate_subscripts(string_split(right_ids, ' ; '), 1),
    from reconciliations
),

sides as (
    select
        cited.reconciliation_id,
        cited.side,
        sum(printed.amount) as amount,
        first(printed.amount order by cited.position) as first_amount,
        last(printed.amount order by cited.position) as last_amount,
        string_agg(printed.said, ' ' order by printed.said) as said,
        string_agg(printed.as_printed, ' ; ' order by cited.position) as as_printed,
        string_agg(printed.survey_note, ' ; ' order by cited.position) as survey_note,
        list(distinct printed.document_id) as documents,
        min(printed.unit) as unit,
        count(distinct printed.unit) > 1 as has_several_units,
        bool_or(printed.is_missing) as is_missing,
        min(printed.period_start) as period_start,
        max(printed.period_end) as period_end,
        bool_or(coalesce(not percentage__on_base.is_possible, false)) as is_impossible,
        max(printed_count__catalogue.catalogue_count) as catalogue_count,
    from cited
    inner join printed using (cited_id)
    left join percentage__on_base on percentage__on_base.observation_id = cited.cited_id
    left join printed_count__catalogue on printed_count__catalogue.observation_id = cited.cited_id
    group by all
),

compared as (
    select
        reconciliations.* exclude (left_ids, right_ids),
        string_split(left_ids, ' ; ') as left_ids,
        string_split(right_ids, ' ; ') as right_ids,
        stated.amount as stated,
        case reconciliations.kind
            -- A printed share is rounded: so is the one that the two counts give.
            when 'share' then round(
                100 * other.first_amount / nullif(other.last_amount, 0),
                length(rtrim(split_part(stated.amount::varchar, '.', 2), '0'))::integer
            )
            when 'count' then stated.catalogue_count
            else other.amount
        end as recomputed_or_other,
        stated.unit,
        coalesce(other.unit, stated.unit) as other_unit,
        stated.said as stated_said,
        other.said as other_said,
        stated.as_printed as stated_as_printed,
        stated.survey_note as stated_survey_note,
        other.as_printed as other_as_printed,
        other.survey_note as other_survey_note,
        stated.period_start as stated_start,
        stated.period_end as stated_end,
        other.period_start as other_start,
        other.period_end as other_end,
        stated.is_missing as stated_is_missing,
        coalesce(other.is_missing, false) as other_is_missing,
        stated_is_missing or other_is_missing as is_missing,
        stated.is_impossible,
        stated.has_several_units or coalesce(other.has_several_units, false) as has_several_units,
        list_sort(list_distinct(list_concat(stated.documents, other.documents))) as documents,
    from reconciliations
    left join sides as stated
        on stated.reconciliation_id = reconciliations.reconciliation_id
        and stated.side = 'stated'
    left join sides as other
        on other.reconciliation_id = reconciliations.reconciliation_id
        and other.side = 'other'
),

final as (
    select
        * exclude (stated_said, other_said, is_impossible),
        -- A sum that lacks a figure, or a count beside a percentage, has no gap.
        case
            when not is_missing and (unit = other_unit or kind = 'share') then stated - recomputed_or_other
        end as gap,
        case
            when kind = 'unreadable' then stated_is_missing
            when kind = 'rate_not_on_base' then is_impossible
            -- With a figure missing, nothing agrees.
            when is_missing then true
            -- « 2019 » and 24 June 2019 are the same date, told less precisely.
            when kind = 'date' then
                not starts_with(stated_said, other_said) and not starts_with(other_said, stated_said)
            -- "More than 400" and 400 have no gap, and yet do not say the same.
            when kind = 'same_fact' and stated = recomputed_or_other then stated_said <> other_said
            when operator = '<=' then stated - recomputed_or_other > tolerance
            when operator = '!=' then abs(stated - recomputed_or_other) <= tolerance
            else abs(stated - recomputed_or_other) > tolerance
        end as has_gap,
    from compared
)

select * from final
