-- Which territories does the Atlas know something of, what, and which comparisons can each enter?
select
    summary.*,
    departements.name as departement_name,
    regions.name as region_name,
    summary.latest_committed_year is not null as has_amount,
    summary.best_grade is not null as has_ratio,
    summary.actions_count > 0 as has_actions,
    summary.exit_rates_count > 0 as has_exit_rate,
from territory__summary as summary
left join territories as departements
    on departements.territory_id = 'dep-' || summary.departement_code
left join territories as regions
    on regions.territory_id = 'reg-' || summary.region_code
order by summary.contracts_count = 0, summary.name collate fr, summary.territory_id
