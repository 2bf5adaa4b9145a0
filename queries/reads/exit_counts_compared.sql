-- Where are positive exits counted, out of how many exits, at this horizon?
--
-- $horizon_months: integer, « Horizon, en mois »
-- $horizon_from: code, « Origine de l'horizon »
select *
from exit_counts
where horizon_months = $horizon_months and horizon_from = $horizon_from
order by territory_name collate fr, action_title collate fr nulls first, period_start, observation_ids
