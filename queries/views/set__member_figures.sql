-- One row per figure printed for a set of territories and member of the set.
-- Publié : Une ligne est un chiffre publié pour un ensemble et un territoire de cet ensemble, à qui il n'est pas attribué.
with disputed as (
    select distinct unnest(list_concat(left_ids, right_ids)) as observation_id
    from discrepancies
    where kind in ('same_fact', 'span_vs_years')
)

select
    territory_members.member_id,
    members.name as member_name,
    context.territory_id as set_id,
    context.territory_name as set_name,
    context.observation_id,
    context.measure_label,
    context.breakdown_label,
    coalesce(context.breakdown = 'per=contract', false) as is_for_each,
    context.theme_label,
    context.nature,
    context.is_conditional,
    context.value,
    context.value_low,
    context.value_high,
    context.unit,
    context.qualifier,
    context.missing_reason,
    context.period_start,
    context.period_end,
    context.time_basis,
    context.span,
    context.horizon_months,
    context.horizon_from,
    context.confidence,
    context.document_title,
    context.publisher,
    context.as_printed,
    context.survey_note,
    context.family,
    -- Of what is printed for each of a set, one that is disputed makes all of them so.
    bool_or(disputed.observation_id is not null) over (
        partition by
            territory_members.member_id, context.measure_label, coalesce(context.breakdown, ''),
            if(coalesce(context.breakdown = 'per=contract', false), null, context.observation_id)
    ) as is_disputed,
from observation__context as context
left join disputed using (observation_id)
inner join territory_members on territory_members.territory_id = context.territory_id
inner join territories as members on members.territory_id = territory_members.member_id
where context.territory_level = 'set'
