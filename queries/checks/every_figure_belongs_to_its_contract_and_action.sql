-- The territory of a figure meets its contract's, or a party's, and its action's; both are of one contract.
with wider as (
    select territory_id, container_id from territory__containers
    union
    -- A set holds what its members hold.
    select inner_one.territory_id, territory_members.territory_id
    from territory__containers as inner_one
    inner join territory_members on territory_members.member_id = inner_one.container_id
),

of_another_contract as (
    select
        observations.observation_id,
        observations.territory_id,
        contracts.contract_id,
        contracts.territory_id as contract_territory_id,
    from observations
    inner join contracts using (contract_id)
    where
        not exists (
            select 1
            from wider as one
            inner join wider as other using (territory_id)
            where one.container_id = observations.territory_id and other.container_id = contracts.territory_id
        )
        and not exists (
            select 1
            from contract_parties
            where
                contract_parties.contract_id = observations.contract_id
                and contract_parties.territory_id = observations.territory_id
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
