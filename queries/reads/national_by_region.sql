-- What does a measure of the national corpus come to in each région, and how many communes are hidden there?
--
-- $measure_id: code, « Mesure »
-- $year: year, « Année »
-- $breakdown: text or null, « Ventilation »
select
    places.region_code,
    regions.name as region_name,
    sum(figures.value) as value,
    count(*) filter (figures.conf_status = 'F') as communes_count,
    count(*) filter (figures.conf_status <> 'F') as hidden_count,
    any_value(corpus.title) as corpus_title,
    any_value(corpus.is_fictitious) as is_fictitious,
from national.figures
inner join national.places using (place)
left join territories as regions
    on regions.territory_id = 'reg-' || places.region_code
cross join national.corpus as corpus
where
    figures.slice = (
        select slice
        from national.slices
        where measure_id = $measure_id and year = $year and breakdown is not distinct from $breakdown
    )
group by places.region_code, regions.name
order by places.region_code
