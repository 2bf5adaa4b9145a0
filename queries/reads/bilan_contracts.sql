-- Of which contracts can a bilan be prepared, and what does the Atlas know of each?
select
    contracts.contract_id,
    contracts.territory_id,
    territories.name as territory_name,
    departements.name as departement_name,
    contracts.title,
    contracts.programme,
    contracts.status,
    contracts.signed_on,
    contracts.starts_on,
    contracts.ends_on,
    contracts.duration_months,
    (
        select list(party order by party collate fr)
        from (
            select distinct contract_parties.party
            from contract_parties
            where contract_parties.contract_id = contracts.contract_id and contract_parties.role = 'signatory'
        )
    ) as parties,
    (
        select count(*)
        from actions
        where actions.contract_id = contracts.contract_id and actions.parent_action_id is null
    ) as actions_count,
    (
        select count(*)
        from action_indicators
        inner join actions using (action_id)
        where actions.contract_id = contracts.contract_id
    ) as promises_count,
from contracts
inner join territories on territories.territory_id = contracts.territory_id
left join territories as departements
    on departements.level = 'departement' and departements.insee_code = territories.departement_code
-- A contract that bilans alone name is as unknown as before to the form of the next one.
where contracts.document_id not in (select document_id from documents where kind = 'bilan')
order by territories.name collate fr, contracts.contract_id
