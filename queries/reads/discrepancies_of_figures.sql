-- Which declared discrepancies touch these figures?
select
    reconciliation_id,
    what,
    reason,
    treatment,
from discrepancies
where
    list_has_any(string_split(left_ids, ' ; '), $observation_ids)
    or list_has_any(string_split(right_ids, ' ; '), $observation_ids)
order by reconciliation_id
