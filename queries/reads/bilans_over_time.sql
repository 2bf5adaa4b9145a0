-- How did the money of programme 104 run through the bilans of these territories, one period after the other?
--
-- $territory_ids: codes, « Territoires »
with accounts as (
    pivot (select * exclude (state, dated_on, locator) from bilan__account)
    on kind in ('committed', 'carried_in', 'paid', 'spent', 'carried_out')
    using any_value(amount_eur)
)

select
    accounts.bilan_id,
    accounts.contract_id,
    accounts.territory_id,
    accounts.territory_name,
    accounts.period_start,
    accounts.period_end,
    accounts.committed as committed_eur,
    accounts.carried_in as carried_in_eur,
    accounts.paid as paid_eur,
    accounts.spent as spent_eur,
    accounts.carried_out as carried_out_eur,
from accounts
inner join bilans using (bilan_id)
where
    bilans.status = 'validated'
    and bilans.is_published
    and list_contains($territory_ids, accounts.territory_id)
order by accounts.territory_name collate fr, accounts.contract_id, accounts.period_start, accounts.bilan_id
