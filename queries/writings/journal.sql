-- Who did what, and when?
select entry_number, moment, done, origin, bilan_id, act_number, account_id
from journal
order by entry_number;
