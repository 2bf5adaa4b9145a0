-- Which territory is this, a former code included, and how much is known of it and of those that its sheet gathers?
--
-- $territory_id: code, « Territoire »
with asked as (
    select coalesce(
        (select any_value(territory_id) from territory_successors where former_territory_id = $territory_id),
        $territory_id
    ) as territory_id
),

gathered as (
    select
        sum(contracts_count) as contracts_count,
        sum(actions_count) as actions_count,
        sum(observations_count) as observations_count,
        count(*) filter (where contracts_count > 0) as contract_territories_count,
    from territory__summary
    where territory_id in (
        select gathered_id from territory__gathered where territory_id in (select territory_id from asked)
    )
)

select
    territories.territory_id,
    territories.territory_id <> $territory_id as is_former_code,
    (select any_value(name) from territory_successors where former_territory_id = $territory_id) as former_name,
    territories.level,
    territories.insee_code,
    territories.name,
    territories.departement_code,
    territories.region_code,
    departements.name as departement_name,
    regions.name as region_name,
    territories.population,
    territories.population_year,
    territories.longitude,
    territories.latitude,
    territories.locator as defined_at,
    coalesce(gathered.contracts_count, 0) as contracts_count,
    coalesce(gathered.contract_territories_count, 0) as contract_territories_count,
    coalesce(gathered.actions_count, 0) as actions_count,
    coalesce(summary.located_actions_count, 0) as located_actions_count,
    coalesce(gathered.observations_count, 0) as observations_count,
    coalesce(summary.contracts_count > 0, false) as has_contract,
    coalesce(summary.signed_contracts_count, 0) as signed_contracts_count,
    held.holder_id,
    held.holder_name,
    summary.latest_committed_eur,
    summary.latest_committed_count,
    summary.latest_committed_low_eur,
    summary.latest_committed_high_eur,
    summary.latest_committed_qualifier,
    summary.latest_committed_is_contradictory,
    summary.latest_committed_year,
    summary.latest_committed_observation_ids,
    summary.latest_committed_year is not null as has_amount,
    summary.other_amounts,
    summary.other_amount_observation_ids,
    summary.best_grade,
    summary.latest_committed_set_aside_low_eur,
    summary.latest_committed_set_aside_high_eur,
from territories
cross join gathered
left join territory__summary as summary using (territory_id)
left join territory__contract_held as held using (territory_id)
left join (select departement_code, name from territories where level = 'departement') as departements
    on departements.departement_code = territories.departement_code
left join (select region_code, name from territories where level = 'region') as regions
    on regions.region_code = territories.region_code
where territories.territory_id in (select territory_id from asked)
