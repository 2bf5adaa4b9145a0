-- Which amounts are printed for the contracts of these territories, by year and nature?
--
-- $territory_ids: codes, « Territoires »
-- $measure_id: code, « Mesure »
-- $nature: code or null, « Nature »
-- $year: year or null, « Année »
select * exclude (payer, is_whole_year)
from contract__amounts
where
    territory_id in (select unnest($territory_ids))
    and measure_id = $measure_id
    and ($nature is null or nature = $nature)
    and ($year is null or year = $year::bigint)
order by territory_name collate fr, year nulls last, nature, period_start, period_end, observation_ids
