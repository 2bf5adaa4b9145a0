-- Where do the tenths of the communes end, for a measure of the national corpus, and of how many is it shown?
--
-- $measure_id: code, « Mesure »
-- $year: year, « Année »
-- $breakdown: text or null, « Ventilation »
with shown as (
    select value
    from national.figures
    where
        conf_status = 'F'
        and slice = (
            select slice
            from national.slices
            where measure_id = $measure_id and year = $year and breakdown is not distinct from $breakdown
        )
),

ends as (
    select
        quantile_cont(value, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) as ends,
        count(*) as communes_count,
    from shown
)

select
    unnest(range(1, 10)) as decile,
    unnest(ends.ends) as value,
    ends.communes_count,
    corpus.title as corpus_title,
    corpus.is_fictitious,
from ends
cross join national.corpus as corpus
where ends.communes_count > 0
order by decile
