-- What is hidden and could be worked out: the only part hidden of a total that is shown.
with shown as (
    select
        figures.place,
        figures.value,
        figures.conf_status,
        slices.year,
        slices.breakdown,
        split_part(slices.breakdown, '=', 1) as dimension,
    from public.national.figures
    inner join public.national.slices using (slice)
    where slices.measure_id = $measure_id
),

parts as (
    select
        place,
        year,
        dimension,
        count(*) filter (conf_status <> 'F') as hidden_count,
    from shown
    where dimension is not null
    group by all
    having count(*) > 1
)

select count(*)
from parts
inner join shown as totals
    on totals.place = parts.place and totals.year = parts.year and totals.breakdown is null
where parts.hidden_count = 1 and totals.conf_status = 'F'
