-- Which amounts are printed for the contracts of this territory: the State's, or the others, as `$is_state` says?
--
-- $is_state: boolean, « Argent de l'État, plutôt que des autres »
-- $territory_id: code, « Territoire »
select * exclude (payer, is_whole_year)
from contract__amounts
where
    coalesce(payer = 'state', false) = $is_state
    and territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
order by
    territory_name collate fr, measure_label collate fr, year nulls last, nature, period_start, period_end,
    observation_ids
