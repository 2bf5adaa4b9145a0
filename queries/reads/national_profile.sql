-- What does the national corpus say of one commune?
--
-- $territory_id: code, « Commune »
select
    slices.measure_id,
    slices.year,
    slices.breakdown,
    profiles.value,
    profiles.conf_status,
    corpus.title as corpus_title,
    corpus.is_fictitious,
from national.profiles
inner join national.slices using (slice)
cross join national.corpus as corpus
where profiles.place = (select place from national.places where territory_id = $territory_id)
order by slices.measure_id, slices.year, slices.breakdown nulls first
