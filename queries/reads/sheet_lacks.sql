-- What is lacking for this territory, or for those that its sheet gathers?
--
-- $territory_id: code, « Territoire »
select *
from territory__lacks
where territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
order by territory_name collate fr, territory_id
