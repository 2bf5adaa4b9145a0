-- Which figures of one document are a total and its parts, so that a subtraction gives the one that is missing?
--
-- A part says more than its total of one thing or several: where, when, in which action or theme, or who is counted.
-- Parts of a total that say more of the same things are one equation, where they leave few out or count few twice.
-- Figures that differ in their values alone are of one class: classes are compared, and their sums, not each with each.
create or replace temp table equations as
with recursive ancestry as (
    select dimension, code, code as wider_code
    from (
        select dimension, code from dimension_codes
        union
        select dimension, code from document_codes
    )
    union
    select ancestry.dimension, ancestry.code, dimension_codes.parent_code
    from ancestry
    inner join dimension_codes
        on dimension_codes.dimension = ancestry.dimension
        and dimension_codes.code = ancestry.wider_code
    where dimension_codes.parent_code is not null
),

figures as (
    select
        counted_figures.*,
        coalesce(string_split(counted_figures.breakdown, ';'), []) as pairs,
        territories.level,
        actions.parent_action_id,
        -- Of a small count, which is withheld, what it may be: a choice that depended on what it is would tell of it.
        if(is_small, 1, amount) as low,
        if(is_small, largest_small_count(), amount) as high,
        min(observation_id) over (
            partition by
                counted_figures.document_id, measure_id, nature, time_basis, counted_figures.territory_id,
                counted_figures.action_id, theme_label, breakdown, period_start, period_end, span, horizon_months,
                horizon_from
        ) as class_id,
    from counted_figures
    inner join territories on territories.territory_id = counted_figures.territory_id
    left join actions on actions.action_id = counted_figures.action_id
),

classes as (
    select * from figures where observation_id = class_id
),

wider_pairs as (
    select said.class_id, list(distinct said.dimension || '=' || ancestry.wider_code) as wider_pairs
    from (
        select
            class_id,
            split_part(pair, '=', 1) as dimension,
            split_part(pair, '=', 2) as code,
        from (select class_id, unnest(pairs) as pair from classes)
    ) as said
    inner join ancestry using (dimension, code)
    group by said.class_id
),

kin as (
    select
        total.class_id as total_class_id,
        part.class_id as part_class_id,
        concat_ws(
            ' ',
            if(part.territory_id <> total.territory_id, part.level, null),
            if(
                part.period_start is distinct from total.period_start
                or part.period_end is distinct from total.period_end,
                'months:' || coalesce(date_diff('month', part.period_start, part.period_end), 0), null
            ),
            if(part.action_id is distinct from total.action_id, 'action', null),
            if(part.theme_label is distinct from total.theme_label, 'theme', null),
            nullif(
                array_to_string(
                    list_transform(
                        list_filter(part.pairs, lambda pair: not list_contains(total.pairs, pair)),
                        lambda pair: split_part(pair, '=', 1)
                    ),
                    ' '
                ),
                ''
            )
        ) as said_more,
    from classes as part
    left join wider_pairs using (class_id)
    inner join territory__containers as containers on containers.territory_id = part.territory_id
    inner join classes as total
        on total.document_id = part.document_id
        and total.measure_id = part.measure_id
        and total.nature = part.nature
        and total.time_basis = part.time_basis
        and total.territory_id = containers.container_id
        and total.class_id <> part.class_id
    where
        total.span is not distinct from part.span
        and total.horizon_months is not distinct from part.horizon_months
        and total.horizon_from is not distinct from part.horizon_from
        and (total.action_id is null or total.action_id in (part.action_id, part.parent_action_id))
        and (total.theme_label is null or total.theme_label = part.theme_label)
        and list_has_all(coalesce(wider_pairs.wider_pairs, []), total.pairs)
        and (
            (
                total.period_start is not distinct from part.period_start
                and total.period_end is not distinct from part.period_end
            )
            or (
                total.time_basis = 'over'
                and total.period_start <= part.period_start
                and total.period_end >= part.period_end
            )
        )
),

sums as (
    select
        kin.total_class_id,
        kin.said_more,
        sum(part.low) as parts_low,
        sum(part.high) as parts_high,
        sum(part.amount) as parts_amount,
    from kin
    inner join figures as part on part.class_id = kin.part_class_id
    where kin.said_more <> ''
    group by kin.total_class_id, kin.said_more
),

summed as (
    select
        total.observation_id,
        total.amount,
        sums.total_class_id,
        sums.said_more,
        total.observation_id || ' ' || sums.said_more as equation,
    from sums
    inner join figures as total on total.class_id = sums.total_class_id
    where
        total.low - sums.parts_high <= largest_small_count()
        -- Where more persons than that are counted twice, what shown parts leave of a total is less than nobody.
        and sums.parts_low - total.high <= largest_small_count()
        -- Parts that are all zero do not make their total: others, who are not shown, do.
        and sums.parts_amount > 0
)

select equation, observation_id, true as is_total, amount from summed
union all
select summed.equation, part.observation_id, false, part.amount,
from summed
inner join kin using (total_class_id, said_more)
inner join figures as part on part.class_id = kin.part_class_id
