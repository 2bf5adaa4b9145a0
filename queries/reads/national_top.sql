-- Which communes have the largest figures of a measure of the national corpus?
--
-- $measure_id: code, « Mesure »
-- $year: year, « Année »
-- $breakdown: text or null, « Ventilation »
-- $most: integer, « Nombre de communes »
with largest as (
    select place, value
    from national.figures
    where
        conf_status = 'F'
        and slice = (
            select slice
            from national.slices
            where measure_id = $measure_id and year = $year and breakdown is not distinct from $breakdown
        )
    order by value desc, place
    limit $most
)

select
    places.territory_id,
    places.name,
    places.departement_code,
    largest.value,
    corpus.title as corpus_title,
    corpus.is_fictitious,
from largest
inner join national.places using (place)
cross join national.corpus as corpus
order by largest.value desc, places.territory_id
