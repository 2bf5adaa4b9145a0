-- The figures of one measure.
insert into national.figures
select
    slices.slice,
    places.place,
    received.value,
    received.conf_status,
from received_figures as received
inner join national.slices
    on
        slices.measure_id = received.measure_id
        and slices.year = year(received.period_start)
        and slices.breakdown is not distinct from received.breakdown
inner join national.places
    on places.territory_id = received.territory_id
where received.measure_id = $measure_id
order by slices.slice, places.place
