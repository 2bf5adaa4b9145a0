-- Which printed figures of this territory ought to agree and do not?
--
-- $territory_id: code, « Territoire »
select * exclude (has_gap)
from reconciliation__shown
where has_gap and territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
order by territory_name collate fr, reconciliation_id
