-- Which declared discrepancies touch these figures?
--
-- $observation_ids: codes, « Chiffres »
select
    reconciliation_id,
    what,
    reason,
    treatment,
from discrepancies
where
    list_has_any(left_ids, $observation_ids)
    or list_has_any(right_ids, $observation_ids)
order by reconciliation_id
