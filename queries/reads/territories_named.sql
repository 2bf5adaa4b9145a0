-- What are these territories called?
--
-- $territory_ids: codes, « Territoires »
select territory_id, name as territory_name
from territories
where territory_id in (select unnest($territory_ids))
order by name collate fr
