-- The figures of one measure as everybody may read them.
--
-- A small count is hidden, and with it the smallest of the other parts of its total, where these would tell it.
--
-- Source: the rule of the Atlas on what it counts itself or receives (docs/decisions/0036-two-warehouses.md).
insert into public.national.figures
with known as (
    select
        figures.*,
        slices.year,
        split_part(slices.breakdown, '=', 1) as dimension,
        slices.is_counted and coalesce(figures.value between 1 and largest_small_count(), false) as is_small,
    from whole.national.figures
    inner join whole.national.slices using (slice)
    where slices.measure_id = $measure_id
),

parts as (
    select
        *,
        is_small or conf_status <> 'F' as is_hidden,
        count(*) filter (is_small or conf_status <> 'F') over same_total as hidden_count,
        row_number() over (
            partition by place, year, dimension
            order by is_small or conf_status <> 'F', value = 0, value, slice
        ) as rank_of_shown,
    from known
    window same_total as (partition by place, year, dimension)
),

judged as (
    select
        slice,
        place,
        value,
        case
            when is_small then 'C'
            when is_hidden then conf_status
            -- A place whose other parts are none has a total as small as this part: it is hidden for itself.
            when dimension is not null and hidden_count = 1 and rank_of_shown = 1 and value > 0 then 'N'
            else 'F'
        end as status,
    from parts
)

select
    slice,
    place,
    if(status = 'F', value, null) as value,
    status as conf_status,
from judged
order by slice, place
