-- The territory of a figure meets its contract's, or a party's, and its action's; both are of one contract.
with wider as (
    select territory_id, container_id from territory__containers
    union
    -- A set holds what its members hold.
    select inner_one.territory_id, territory_members.territory_id
    from territory__containers as inner_one
    inner join territory_members on territory_members.member_id = inner_one.container_id
),

concerned as (
    select contract_id, territory_id from contracts
    union
    select contract_id, territory_id from contract_parties where territory_id is not null
),

places_of_contracts as (
    select distinct concerned.contract_id, wider.territory_id
    from concerned
    inner join wider on wider.container_id = concerned.territory_id
),

claimed as (
    select observation_id, contract_id, territory_id
    from observations
    where contract_id in (select contract_id from contracts)
),

of_another_contract as (
    select
        claimed.observation_id,
        claimed.territory_id,
        contracts.contract_id,
        contracts.territory_id as contract_territory_id,
    from claimed
    inner join contracts using (contract_id)
    where not exists (
        select 1
        from wider
        inner join places_of_contracts using (territory_id)
        where wider.container_id = claimed.territory_id and places_of_contracts.contract_id = claimed.contract_id
    )
),

of_another_action as (
    select
        observations.observation_id,
        observations.territory_id,
        actions.action_id,
        actions.territory_id as action_territory_id,
    from observations
    inner join actions using (action_id)
    where
        observations.observation_id not in (select observation_id from of_another_contract)
        and not exists (
            select 1
            from wider as one
            inner join wider as other using (territory_id)
            where one.container_id = observations.territory_id and other.container_id = actions.territory_id
        )
)

select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    'territory_id' as column_name,
    of_another_contract.territory_id as found,
    'un territoire du contrat ' || contract_id || ' : ' || contract_territory_id || ' (' || territories.name
    || '), un territoire qu''il contient ou qui le contient, ou celui d''une partie' as expected,
from of_another_contract
inner join territories on territories.territory_id = of_another_contract.contract_territory_id
union all
select
    'observations',
    'observation_id',
    observation_id,
    'territory_id',
    of_another_action.territory_id,
    'un territoire de l''action ' || action_id || ' : ' || action_territory_id || ' (' || territories.name
    || '), un territoire qu''il contient ou qui le contient',
from of_another_action
inner join territories on territories.territory_id = of_another_action.action_territory_id
union all
select
    'observations',
    'observation_id',
    observations.observation_id,
    'contract_id',
    observations.contract_id,
    'le contrat de l''action ' || actions.action_id || ', ' || actions.contract_id,
from observations
inner join actions using (action_id)
where actions.contract_id <> observations.contract_id
