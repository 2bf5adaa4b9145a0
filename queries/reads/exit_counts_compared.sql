-- Where are positive exits counted, out of how many exits, at this horizon?
--
-- $horizon_months: integer, « Horizon, en mois »
-- $horizon_from: code, « Origine de l'horizon »
select *
from exit_counts
where horizon_months = $horizon_months and horizon_from = $horizon_from
order by strip_accents(territory_name), action_title nulls first, period_start, observation_ids
