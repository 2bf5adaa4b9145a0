-- Every measure with its years and breakdowns, the whole before its parts.
insert into national.slices
with received as (
    select
        measure_id,
        year(period_start) as year,
        breakdown,
        count(*) as rows_count,
    from received_figures
    group by all
)

select
    row_number() over (order by measure_id, year, breakdown nulls first) - 1 as slice,
    measure_id,
    year,
    breakdown,
    measures.unit in ('person', 'household') as is_counted,
    rows_count,
from received
inner join measures using (measure_id)
order by slice
