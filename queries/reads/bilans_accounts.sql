-- How did the money of programme 104 run through each published bilan: asked, engaged, carried, paid, spent?
select account.*
from bilan__account as account
inner join bilans using (bilan_id)
where bilans.status = 'validated' and bilans.is_published
order by
    account.territory_name collate fr,
    account.period_start,
    account.bilan_id,
    array_position(['requested', 'committed', 'carried_in', 'paid', 'spent', 'carried_out'], account.kind)
