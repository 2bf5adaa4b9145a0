-- How many BPI signed a CIR in each département for its population, and what does the State give to the contracts known there?
--
-- A row of each département, by need, then one of each territory under contract, by its latest yearly amount.
with contracts_known as (
    select
        'contract' as kind,
        summary.territory_id,
        summary.name as territory_name,
        summary.level,
        summary.departement_code,
        summary.region_code,
        summary.population,
        summary.population_year,
        summary.longitude,
        summary.latitude,
        summary.programmes,
        summary.latest_committed_year as year,
        summary.latest_committed_eur,
        summary.latest_committed_low_eur,
        summary.latest_committed_high_eur,
        summary.latest_committed_qualifier,
        summary.latest_committed_count,
        coalesce(summary.latest_committed_is_contradictory, false) as latest_committed_is_contradictory,
        summary.latest_committed_observation_ids,
        summary.latest_committed_set_aside_low_eur,
        summary.latest_committed_set_aside_high_eur,
        summary.other_amounts,
        summary.other_amount_observation_ids,
        case
            when summary.latest_committed_year is not null then 'amount'
            when summary.has_other_amount then 'other_amount'
            else 'no_data'
        end as money,
        regions.name as region_name,
    from territory__summary as summary
    left join territories as regions on regions.level = 'region' and regions.insee_code = summary.region_code
    where summary.contracts_count > 0
),

needs as (
    select
        'departement' as kind,
        need.*,
        regions.name as region_name,
        missing.note as missing_note,
    from departement__need as need
    left join territories as regions on regions.level = 'region' and regions.insee_code = need.region_code
    left join observations as missing
        on missing.observation_id = need.observation_ids[1] and missing.missing_reason is not null
),

every as (
    select * from needs
    union all by name
    select * from contracts_known
)

select
    *,
    count(*) over (partition by kind) as same_kind_count,
    count(*) over (partition by kind, money) as same_money_count,
    count(*) filter (where bpi_signatories > 0) over (partition by kind) as counted_departements_count,
    count(*) filter (where bpi_signatories > 0 and contracts_count = 0) over (partition by kind)
        as without_contract_count,
from every
order by
    kind = 'contract',
    need_rank nulls last,
    coalesce(latest_committed_eur, latest_committed_low_eur, latest_committed_high_eur) desc nulls last,
    money = 'no_data',
    if(kind = 'contract', territory_name, null) collate fr,
    territory_id
