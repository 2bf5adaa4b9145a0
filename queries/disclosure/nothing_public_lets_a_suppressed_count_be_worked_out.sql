-- Nothing that is public lets a suppressed count be worked out: no total, no declared sum, no percentage.
with members as (
    select
        equations.equation,
        equations.is_total,
        equations.amount,
        equations.observation_id,
        coalesce(withheld.conf_status = 'C', false) as is_small,
        observations.missing_reason is not null as is_hidden,
    from equations
    left join withheld using (observation_id)
    left join public.observations on observations.observation_id = equations.observation_id
),

lone as (
    select
        any_value(observation_id) filter (where is_hidden) as observation_id,
        'un chiffre tu, le seul d''un total et de ses parties' as found,
    from members
    group by equation
    having count(*) filter (where is_hidden) = 1
),

-- All of one, or all of the largest: their sum tells it.
extreme as (
    select
        min(observation_id) filter (where is_hidden),
        'des chiffres tus dont la somme donne chacun',
    from members
    group by equation
    having
        count(*) filter (where is_hidden) > 1
        and not bool_or(is_total and is_hidden)
        and bool_and(is_small) filter (where is_hidden)
        and sum(amount) filter (where is_hidden) in (
            count(*) filter (where is_hidden), largest_small_count() * count(*) filter (where is_hidden)
        )
),

-- A sum or a share that is declared, whatever the documents: who declares it decides what gives way.
named as (
    select
        reconciliation_id,
        unnest(string_split(concat_ws(' ; ', left_ids, right_ids), ' ; ')) as observation_id,
    from whole.reconciliations
    where kind in ('sum', 'balance', 'share') and finding = 'agrees'
),

declared as (
    select
        any_value(named.observation_id) filter (where withheld.observation_id is not null),
        'un chiffre tu que donne le rapprochement ' || named.reconciliation_id,
    from named
    left join withheld using (observation_id)
    group by named.reconciliation_id
    having count(withheld.observation_id) = 1
),

-- Of a percentage without a printed base, nobody can say what it gives away.
rate as (
    select
        observations.observation_id,
        'un pourcentage sans base, à côté d''un chiffre tu',
    from public.observations
    inner join counted_documents using (document_id)
    where
        observations.unit = 'pct'
        and observations.missing_reason is null
        and observations.base_observation_id is null
        and exists (
            select 1
            from withheld
            inner join whole.observations as hidden on hidden.observation_id = withheld.observation_id
            where
                hidden.document_id = observations.document_id
                and hidden.territory_id = observations.territory_id
                and hidden.action_id is not distinct from observations.action_id
        )
)

select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    'value' as column_name,
    found,
    'un chiffre que rien de public ne laisse calculer : taisez aussi ce qui le donne' as expected,
from (
    from lone
    union
    from extreme
    union
    from declared
    union
    from rate
)
