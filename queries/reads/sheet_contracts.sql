-- Which contracts are known for this territory, or for those that its sheet gathers?
--
-- $territory_id: code, « Territoire »
select *
from contract__register
where territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
order by territory_name collate fr, contract_id
