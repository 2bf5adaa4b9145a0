-- What is the ratio of two measures of the national corpus in a commune, its rank, and the median of its peers?
--
-- Communes are as large where what the measure is divided by is: a tenth of them at a time.
--
-- $territory_id: code, « Commune »
-- $measure_id: code, « Mesure »
-- $base_measure_id: code, « Mesure par laquelle elle est divisée »
-- $year: year, « Année »
-- $breakdown: text or null, « Ventilation »
with numerators as (
    select place, value
    from national.figures
    where
        conf_status = 'F'
        and slice = (
            select slice
            from national.slices
            where measure_id = $measure_id and year = $year and breakdown is not distinct from $breakdown
        )
),

bases as (
    select place, value
    from national.figures
    where
        conf_status = 'F'
        and value > 0
        and slice = (
            select slice
            from national.slices
            where measure_id = $base_measure_id and year = $year and breakdown is not distinct from $breakdown
        )
),

ratios as (
    select
        place,
        numerators.value,
        bases.value as base_value,
        numerators.value / bases.value as ratio,
    from numerators
    inner join bases using (place)
),

ranked as (
    select
        *,
        rank() over (order by ratio desc) as rank,
        count(*) over () as ranked_count,
        ntile(10) over (order by base_value, place) as size_class,
    from ratios
)

select
    places.territory_id,
    places.name,
    ranked.* exclude (place),
    (select median(ratio) from ranked as peers where peers.size_class = ranked.size_class) as peer_median,
    (select median(ratio) from ranked as every_one) as national_median,
    corpus.title as corpus_title,
    corpus.is_fictitious,
from ranked
inner join national.places using (place)
cross join national.corpus as corpus
where places.territory_id = $territory_id
