-- Which money was printed for a set that holds one of these territories?
--
-- $territory_ids: codes, « Territoires »
select * exclude (family)
from set__member_figures
where member_id in (select unnest($territory_ids)) and family = 'money'
order by member_name collate fr, member_id, observation_id
