-- What does each contract's latest yearly amount come to for the population, where how many BPI signed a CIR for its own?
select
    summary.territory_id,
    summary.name as territory_name,
    summary.level,
    summary.population,
    summary.population_year,
    summary.latest_committed_year as year,
    summary.latest_committed_eur as amount_eur,
    summary.latest_committed_qualifier as qualifier,
    summary.latest_committed_is_contradictory as is_contradictory,
    1000 * summary.latest_committed_eur / nullif(summary.population, 0) as amount_per_1000_inhabitants_eur,
    need.territory_name as departement_name,
    need.year as need_year,
    need.bpi_signatories_per_100000_inhabitants,
    need.announced_count,
    need.announced_on,
    need.announced_label,
    summary.latest_committed_observation_ids as observation_ids,
    need.observation_ids as need_observation_ids,
from territory__summary as summary
inner join departement__need as need using (departement_code)
where
    summary.latest_committed_year is not null
    and summary.population > 0
    and need.bpi_signatories is not null
    and summary.level in ('commune', 'epci', 'departement')
order by summary.name collate fr, summary.territory_id
