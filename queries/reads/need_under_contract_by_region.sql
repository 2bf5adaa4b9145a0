-- Of the BPI who signed a CIR, how many signed in a département where a contract is known, in each région and in France?
--
-- What a département does not give is in no sum: the counts say how many départements stay out.
with every as (
    select
        territories.territory_id,
        territories.name as territory_name,
        territories.level,
        need.* exclude (territory_id, territory_name),
    from departement__need as need
    inner join territories
        on (territories.level = 'region' and territories.insee_code = need.region_code)
        or territories.level = 'pays'
)

select
    territory_id,
    territory_name,
    any_value(year) as year,
    any_value(announced_count) as announced_count,
    any_value(announced_on) as announced_on,
    any_value(announced_label) as announced_label,
    sum(bpi_signatories) as bpi_signatories,
    coalesce(sum(bpi_signatories) filter (where contracts_count > 0), 0) as under_contract,
    100 * under_contract / nullif(sum(every.bpi_signatories), 0) as under_contract_pct,
    -- Of the contracts of that year or before alone: a later one was not there when they signed.
    coalesce(sum(bpi_signatories) filter (where first_contract_year <= every.year), 0) as under_contract_then,
    100 * under_contract_then / nullif(sum(every.bpi_signatories), 0) as under_contract_then_pct,
    count(*) as departements_count,
    count(*) filter (where contracts_count > 0) as departements_under_contract_count,
    count(*) filter (where every.bpi_signatories is null) as departements_left_out_count,
    list_sort(flatten(list(every.observation_ids))) as observation_ids,
from every
group by territory_id, territory_name, level
order by level = 'pays', under_contract_pct desc nulls last, territory_name collate fr, territory_id
