-- One row per action, kind of money and nature: the printed total, or the sum of its printed parts where no total is printed.
-- Publié : Une ligne est une action, un genre d'argent et une nature : le total publié, ou la somme de ses parts quand il ne l'est pas.
with printed as (
    select
        observations.*,
        measures.role as measure_role,
        breakdown is null
        or (
            not bool_or(breakdown is null) over (partition by action_id, measure_id, nature)
            and observation_id not in (select observation_id from observation__parts)
        ) as is_counted,
        -- Whether its period follows the one before it, or is the same.
        period_start > lag(period_end) over dated
        or (period_start = lag(period_start) over dated and period_end = lag(period_end) over dated) as is_apart,
    from observations
    inner join measures using (measure_id)
    where
        observations.unit = 'eur'
        and action_id is not null
        and measures.role in ('action_cost', 'action_grant')
    window dated as (partition by action_id, measure_id, nature, breakdown order by period_start, period_end)
),

placed as (
    select
        *,
        bool_and(coalesce(is_apart, true) and period_start is not null and period_end is not null)
            over (partition by action_id, measure_id, nature, breakdown) as are_apart,
    from printed
),

-- One amount however often it is printed; what is printed for several periods adds up where they are surely apart.
amounts as (
    select
        action_id,
        measure_id,
        measure_role,
        nature,
        is_counted,
        if(count(distinct value) = 1, any_value(value), null) as amount_eur,
        count(distinct value) > 1 as is_contradictory,
        bool_or(qualifier <> 'exact') as is_approximate,
        bool_or(is_conditional) as is_conditional,
        max_by(confidence, array_position(['H', 'M', 'L'], confidence)) as confidence,
        min(period_start) as period_start,
        max(period_end) as period_end,
        list(observation_id order by observation_id) as observation_ids,
    from placed
    group by
        action_id, measure_id, measure_role, nature, is_counted, breakdown,
        if(are_apart, period_start, null), if(are_apart, period_end, null)
),

final as (
    select
        action_id,
        measure_id,
        measure_role,
        nature,
        -- A sum that lacks a part would pass for the whole.
        if(bool_and(amount_eur is not null) filter (where is_counted), sum(amount_eur) filter (where is_counted), null)
            as amount_eur,
        bool_or(is_contradictory) filter (where is_counted) as is_contradictory,
        if(bool_or(is_approximate) filter (where is_counted), 'about', 'exact') as qualifier,
        bool_or(is_conditional) as is_conditional,
        max_by(confidence, array_position(['H', 'M', 'L'], confidence)) as confidence,
        min(period_start) as period_start,
        max(period_end) as period_end,
        flatten(list(observation_ids order by observation_ids)) as observation_ids,
    from amounts
    group by action_id, measure_id, measure_role, nature
)

select * from final
