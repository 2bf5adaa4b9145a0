-- One row per action, kind of money and nature: the printed total, or the sum of its printed parts where no total is printed.
-- Publié : Une ligne est une action, un genre d'argent et une nature : le total imprimé, ou la somme de ses parts quand il ne l'est pas.
with printed as (
    select
        *,
        breakdown is null as is_total,
    from observations
    where unit = 'eur' and action_id is not null and measure_id in ('action_cost', 'action_p104_grant')
),

final as (
    select
        action_id,
        measure_id,
        nature,
        -- A sum that lacks a part would pass for the whole.
        case
            when bool_or(is_total) then sum(value) filter (where is_total)
            when count(value) = count(*) then sum(value)
        end as amount_eur,
        bool_or(is_conditional) as is_conditional,
        max_by(confidence, array_position(['H', 'M', 'L'], confidence)) as confidence,
        min(period_start) as period_start,
        max(period_end) as period_end,
        string_agg(observation_id, ' ; ' order by observation_id) as observation_ids,
    from printed
    group by action_id, measure_id, nature
)

select * from final
