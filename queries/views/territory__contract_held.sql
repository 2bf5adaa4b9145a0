-- One row per territory that has a contract, or is part of that of another, with the latest of them.
-- Publié : Une ligne est un territoire qui a un contrat, avec le plus récent, ou qui est compris dans celui d'un autre.
with dated as (
    -- An identifier ends with the year of its contract, or with « sd » when none is known.
    select
        territory_id,
        programme,
        coalesce(
            try_cast(left(signed_on, 4) as bigint),
            try_cast(left(starts_on, 4) as bigint),
            try_cast(nullif(regexp_extract(contract_id, '[0-9]{4}$'), '') as bigint)
        ) as contract_year,
    from contracts
),

latest as (
    select
        territory_id,
        arg_max(programme, coalesce(contract_year, 0)) as programme,
        max(contract_year) as contract_year,
    from dated
    group by territory_id
),

-- The contract of another territory that holds this one: signed by it, or that of the EPCI which it lies in.
held as (
    select territory_id, contract_territory_id as holder_id, 'signatory' as holding
    from territory__signed_contracts
    union all
    select containers.territory_id, containers.container_id as holder_id, 'member' as holding
    from territory__containers as containers
    inner join latest on latest.territory_id = containers.container_id
    where containers.container_level = 'epci' and containers.relation <> 'equal'
)

select
    territory_id,
    true as has_contract,
    programme,
    contract_year,
    null as holder_id,
    null as holding,
    null as holder_name,
from latest
union all
select
    held.territory_id,
    false as has_contract,
    null as programme,
    null as contract_year,
    arg_max(held.holder_id, held.holding) as holder_id,
    max(held.holding) as holding,
    arg_max(holders.name, held.holding) as holder_name,
from held
inner join territories as holders on holders.territory_id = held.holder_id
where held.territory_id not in (select territory_id from latest)
group by held.territory_id
