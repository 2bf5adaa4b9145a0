-- Which communes of today took over these former codes?
--
-- $territory_ids: codes, « Territoires »
select
    territory_successors.former_territory_id,
    territory_successors.territory_id,
    territories.name as territory_name,
from territory_successors
inner join territories using (territory_id)
where territory_successors.former_territory_id in (select unnest($territory_ids))
    and territory_successors.former_territory_id <> territory_successors.territory_id
order by territory_successors.former_territory_id, territory_successors.territory_id
