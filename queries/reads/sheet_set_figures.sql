-- Which figures were printed for a set that holds this territory?
--
-- $territory_id: code, « Territoire »
select * exclude (family)
from set__member_figures
where member_id = $territory_id
order by observation_id
