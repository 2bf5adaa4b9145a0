-- One row per declared reconciliation whose figures do not agree.
-- Publié : Une ligne est un rapprochement déclaré dont les chiffres ne s'accordent pas.
with figures as (
    select
        observation_id,
        document_id,
        unit,
        coalesce(value, value_low) as amount,
        missing_reason is not null as is_missing,
        concat_ws('/', coalesce(value, -1), coalesce(value_low, -1), coalesce(value_high, -1)) as said,
    from observations
),

left_side as (
    select reconciliation_id, unnest(string_split(left_ids, ' ; ')) as observation_id
    from reconciliations
),

right_side as (
    select reconciliation_id, unnest(string_split(right_ids, ' ; ')) as observation_id
    from reconciliations
),

stated as (
    select
        left_side.reconciliation_id,
        sum(figures.amount) as stated,
        string_agg(figures.said, ' ' order by figures.said) as said,
        string_agg(distinct figures.document_id, ' ; ' order by figures.document_id) as documents,
        any_value(figures.unit) as unit,
        bool_or(figures.is_missing) as is_missing,
        bool_or(coalesce(not exit_rate__printed.is_possible_on_cohort, false)) as is_impossible,
    from left_side
    inner join figures using (observation_id)
    left join exit_rate__printed using (observation_id)
    group by left_side.reconciliation_id
),

other as (
    select
        right_side.reconciliation_id,
        sum(figures.amount) as recomputed_or_other,
        string_agg(figures.said, ' ' order by figures.said) as said,
        string_agg(distinct figures.document_id, ' ; ' order by figures.document_id) as documents,
    from right_side
    inner join figures using (observation_id)
    group by right_side.reconciliation_id
),

compared as (
    select
        reconciliations.*,
        stated.stated,
        other.recomputed_or_other,
        stated.stated - other.recomputed_or_other as gap,
        stated.unit,
        stated.is_missing,
        stated.is_impossible,
        stated.said <> other.said as is_said_otherwise,
        concat_ws(' ; ', stated.documents, nullif(other.documents, stated.documents)) as documents,
    from reconciliations
    left join stated using (reconciliation_id)
    left join other using (reconciliation_id)
),

final as (
    select
        reconciliation_id,
        kind,
        territory_id,
        what,
        stated,
        recomputed_or_other,
        case when kind <> 'rate_not_on_base' then gap end as gap,
        unit,
        reason,
        treatment,
        documents,
        left_ids,
        right_ids,
    from compared
    where case
        when kind = 'unreadable' then is_missing
        when kind = 'rate_not_on_base' then is_impossible
        -- "More than 400" and 400 have no gap, and yet do not say the same.
        when kind = 'same_fact' and gap = 0 then is_said_otherwise
        when operator = '<=' then gap > tolerance
        when operator = '!=' then abs(gap) <= tolerance
        else abs(gap) > tolerance
    end
)

select * from final
