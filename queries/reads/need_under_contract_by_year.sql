-- Of the BPI who signed a CIR, how many signed in a département where a contract of such a year, or before, is known?
with years as (
    select unnest(range(min(first_contract_year), max(first_contract_year) + 1)) as contract_year
    from departement__need
)

select
    years.contract_year,
    any_value(need.year) as year,
    any_value(need.announced_count) as announced_count,
    any_value(need.announced_on) as announced_on,
    any_value(need.announced_label) as announced_label,
    sum(need.bpi_signatories) as bpi_signatories,
    coalesce(sum(need.bpi_signatories) filter (where need.first_contract_year <= years.contract_year), 0)
        as under_contract,
    100 * under_contract / nullif(sum(need.bpi_signatories), 0) as under_contract_pct,
    count(*) filter (where need.first_contract_year <= years.contract_year) as departements_under_contract_count,
    list(need.territory_name order by need.bpi_signatories desc nulls last)
        filter (where need.first_contract_year = years.contract_year) as new_departements,
    list_sort(flatten(list(need.observation_ids))) as observation_ids,
from departement__need as need
cross join years
group by years.contract_year
order by years.contract_year
