-- Which territories can be chosen, in the order of what they are to the contracts, and whose contract are they part of?
with offered as (
    select territory_id from territory__summary
    union
    select containers.container_id
    from territory__containers as containers
    inner join territory__summary as summary on summary.territory_id = containers.territory_id
    where summary.contracts_count > 0 and containers.container_level in ('departement', 'region', 'pays')
),

-- An identifier ends with the year of its contract, or with « sd » when none is known.
dated as (
    select
        territory_id,
        upper(programme) as programme,
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
),

holders as (
    select
        held.territory_id,
        arg_max(held.holder_id, held.holding) as holder_id,
        max(held.holding) as holding,
    from held
    where held.territory_id not in (select territory_id from latest)
    group by held.territory_id
)

select
    territories.territory_id,
    territories.name,
    territories.level,
    territories.insee_code,
    departements.name as departement_name,
    summary.territory_id is not null as is_known,
    latest.territory_id is not null as has_contract,
    latest.programme,
    latest.contract_year,
    holders.holder_id,
    holders.holding,
    holder_territories.name as holder_name,
    case
        when latest.territory_id is not null then 1
        when territories.level = 'commune' then 2
        when territories.level = 'epci' then 3
        when territories.level = 'departement' then 4
        when territories.level = 'region' then 5
        else 6
    end as kind_order,
from offered
inner join territories using (territory_id)
left join territory__summary as summary using (territory_id)
left join latest using (territory_id)
left join holders using (territory_id)
left join territories as holder_territories on holder_territories.territory_id = holders.holder_id
left join territories as departements on departements.territory_id = 'dep-' || territories.departement_code
order by kind_order, territories.name collate fr, territories.territory_id
