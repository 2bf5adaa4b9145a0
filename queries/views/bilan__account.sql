-- One row per bilan and kind of amount of its account of programme 104.
-- Publié : Une ligne est un bilan et un genre de montant du compte du programme 104 : demandé, engagé, reporté, payé, dépensé.
select
    money.bilan_id,
    bilans.contract_id,
    contracts.territory_id,
    territories.name as territory_name,
    bilans.period_start,
    bilans.period_end,
    money.kind,
    money.amount_eur,
    money.state,
    money.dated_on,
    money.locator,
from bilan_money as money
inner join bilans using (bilan_id)
inner join contracts using (contract_id)
inner join territories using (territory_id)
where money.action_id is null and money.payer = 'p104'
