-- One row per territory and contract of another territory that it is a party to.
-- Publié : Une ligne est un territoire et un contrat, établi pour un autre territoire, auquel il est partie.
select
    parties.territory_id,
    territories.name as territory_name,
    parties.party,
    list(distinct parties.role order by parties.role) as roles,
    contracts.contract_id,
    contracts.territory_id as contract_territory_id,
    contract_territories.name as contract_territory_name,
    contracts.programme,
    contracts.title as contract_title,
    contracts.status,
    contracts.signed_on,
    coalesce(left(contracts.signed_on, 4), left(contracts.starts_on, 4)) as contract_year,
    any_value(parties.document_id order by parties.role desc) as document_id,
    any_value(parties.locator order by parties.role desc) as locator,
    any_value(parties.as_printed order by parties.role desc) as as_printed,
    any_value(parties.survey_note order by parties.role desc) as survey_note,
from contract_parties as parties
inner join contracts on contracts.contract_id = parties.contract_id
inner join territories on territories.territory_id = parties.territory_id
inner join territories as contract_territories on contract_territories.territory_id = contracts.territory_id
where parties.territory_id <> contracts.territory_id
group by all
