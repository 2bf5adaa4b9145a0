-- Of one measure, which figures are there twice, which parts are larger together than their total?
with known as (
    select
        places.territory_id,
        figures.value,
        slices.year,
        slices.breakdown,
        split_part(slices.breakdown, '=', 1) as dimension,
    from national.figures
    inner join national.slices using (slice)
    inner join national.places using (place)
    where slices.measure_id = $measure_id
),

parts as (
    select
        territory_id,
        year,
        dimension,
        sum(value) as value,
    from known
    where dimension is not null
    group by all
),

wrong as (
    select
        'territory_id' as column_name,
        concat_ws(' ', territory_id, year, breakdown) as found,
        'une ligne par commune, année et ventilation' as expected,
    from known
    group by territory_id, year, breakdown
    having count(*) > 1
    union all
    select
        'value',
        concat_ws(' ', parts.territory_id, parts.year, parts.dimension, parts.value::bigint, '>', known.value),
        'des parties qui ne dépassent pas ensemble leur total',
    from parts
    inner join known
        on known.territory_id = parts.territory_id and known.year = parts.year and known.breakdown is null
    where parts.value > known.value
)

select
    1 as line,
    column_name,
    $measure_id || ' ' || found as found,
    expected,
    1 as rows_count,
from wrong
order by column_name, found
limit $most
