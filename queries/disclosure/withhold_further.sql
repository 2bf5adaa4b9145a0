-- Withholds (N) what would give a withheld figure away by a subtraction or a percentage, one step at a time.
--
-- A total gives way before a part that is large enough, whatever the values: a choice that depended on the withheld
-- ones would tell of them. Where the total is withheld and its parts are not, the smallest of them is.
insert into withheld
with lone as (
    select
        equations.equation,
        bool_or(equations.is_total and withheld.observation_id is not null) as is_total_withheld,
    from equations
    left join withheld using (observation_id)
    group by equations.equation
    having count(withheld.observation_id) = 1
),

total as (
    select equations.observation_id
    from lone
    inner join equations using (equation)
    where equations.is_total and not lone.is_total_withheld
),

part as (
    select first(equations.observation_id order by equations.amount, equations.observation_id) as observation_id
    from lone
    inner join equations using (equation)
    where lone.is_total_withheld and not equations.is_total and equations.amount > 0
    group by lone.equation
),

-- On a base that is shown, a percentage gives its numerator; on one that is not, it may give both.
rate as (
    select observations.observation_id
    from observations
    inner join counted_documents using (document_id)
    inner join counted_figures as base on base.observation_id = observations.base_observation_id
    left join withheld on withheld.observation_id = base.observation_id
    where
        observations.unit = 'pct'
        and observations.missing_reason is null
        and (
            withheld.observation_id is not null
            or round(base.amount * coalesce(observations.value, observations.value_low, observations.value_high) / 100)
            between 1 and largest_small_count()
        )
),

-- A bilan has no curator who would be asked which of its figures gives way: each percentage without a base does to a
-- withheld figure of its action. Of its totals and parts, `received_counts.py` chose before.
received as (
    select documents.document_id
    from documents
    where kind = 'bilan' and document_id not in (select document_id from hidden_documents)
),

rate_received as (
    select observations.observation_id
    from observations
    inner join observations as hidden
        on hidden.document_id = observations.document_id
        and hidden.action_id is not distinct from observations.action_id
    inner join withheld on withheld.observation_id = hidden.observation_id
    where
        observations.unit = 'pct'
        and observations.missing_reason is null
        and observations.base_observation_id is null
        and observations.document_id in (select document_id from received)
),

final as (
    select observation_id from total
    union
    select observation_id from rate_received
    union
    select observation_id from part
    union
    select observation_id from rate
)

select observation_id, 'N' from final
where
    observation_id not in (select observation_id from withheld)
    and observation_id not in (
        select observation_id from observations where document_id in (select document_id from hidden_documents)
    )
