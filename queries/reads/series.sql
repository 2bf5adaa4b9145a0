-- How does this measure evolve in these territories, as printed?
--
-- $series_id: code, « Série »
-- $territory_ids: codes, « Territoires »
select *
from figure__series
where series_id = $series_id and territory_id in (select unnest($territory_ids))
order by
    territory_name collate fr, contract_id nulls first, nature, counting, horizon_months nulls first, horizon_from,
    year, observation_ids
