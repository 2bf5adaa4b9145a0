-- Which territories can be chosen, in the order of what they are to the contracts, and whose contract are they part of?
with offered as (
    select territory_id from territory__summary
    union
    select containers.container_id
    from territory__containers as containers
    inner join territory__summary as summary on summary.territory_id = containers.territory_id
    where summary.contracts_count > 0 and containers.container_level in ('departement', 'region', 'pays')
)

select
    territories.territory_id,
    territories.name,
    territories.level,
    territories.insee_code,
    departements.name as departement_name,
    summary.territory_id is not null as is_known,
    coalesce(held.has_contract, false) as has_contract,
    upper(held.programme) as programme,
    held.contract_year,
    held.holder_id,
    held.holding,
    held.holder_name,
    case
        when held.has_contract then 1
        when territories.level = 'commune' then 2
        when territories.level = 'epci' then 3
        when territories.level = 'departement' then 4
        when territories.level = 'region' then 5
        else 6
    end as kind_order,
from offered
inner join territories using (territory_id)
left join territory__summary as summary using (territory_id)
left join territory__contract_held as held using (territory_id)
left join territories as departements on departements.territory_id = 'dep-' || territories.departement_code
order by kind_order, territories.name collate fr, territories.territory_id
