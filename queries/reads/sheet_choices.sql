-- Which territories have a sheet to offer: those something is known of, and the départements and régions around contracts?
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
    coalesce(summary.contracts_count, 0) as contracts_count,
from offered
inner join territories using (territory_id)
left join territory__summary as summary using (territory_id)
order by territories.name collate fr, territories.territory_id
