-- One row per département: the BPI who signed a CIR there in the year that most départements know, for its population.
-- Publié : Une ligne est un département : ses BPI signataires du CIR dans l'année la mieux connue, rapportés à sa population, et les contrats connus sur son territoire.
--
-- A flow, counted where the CIR is signed: it says how many entered integration there, never how many live there. A
-- contract is known in the département of its commune, in the one where most people of its EPCI live, or in its own.
with figures as (
    select
        territory_id,
        year,
        value,
        status,
        missing_reason,
        observation_ids,
        set_aside_ids,
    from territory__map_figures
    inner join bases
        on bases.measure_id = territory__map_figures.measure_id
        and bases.breakdown = territory__map_figures.breakdown
        and bases.nature = territory__map_figures.nature
    where bases.base_id = 'cir_bpi_year' and map_level = 'departement' and place = 1
),

-- Of the years that are known for as many départements, the latest.
best_known as (
    select year
    from figures
    where value is not null
    group by year
    order by count(*) desc, year desc
    limit 1
),

known as (
    select figures.* from figures inner join best_known using (year)
),

-- How many territories under contract the State itself counts, where it says the most.
announced as (
    select
        observations.value,
        documents.published_on,
        documents.published_label,
    from observations
    inner join documents using (document_id)
    inner join territories on territories.territory_id = observations.territory_id and territories.level = 'pays'
    where
        observations.measure_id = 'contracts_signed'
        and observations.breakdown = 'programme=ctai'
        and observations.nature = 'observed'
        and documents.document_class = 'state'
    order by observations.value desc nulls last, observations.observation_id
    limit 1
),

dated as (
    select
        contracts.contract_id,
        contracts.territory_id,
        territories.name as territory_name,
        territories.departement_code,
        -- An identifier ends with the year of its contract, or with « sd » when none is known.
        coalesce(
            try_cast(left(contracts.signed_on, 4) as bigint),
            try_cast(left(contracts.starts_on, 4) as bigint),
            try_cast(nullif(regexp_extract(contracts.contract_id, '[0-9]{4}$'), '') as bigint)
        ) as contract_year,
        summary.latest_committed_year is not null as has_amount,
    from contracts
    inner join territories using (territory_id)
    inner join territory__summary as summary using (territory_id)
    where territories.level in ('commune', 'epci', 'departement')
),

signed as (
    select
        departement_code,
        territory_id,
        territory_name,
        count(*) as contracts_count,
        min(contract_year) as first_contract_year,
        bool_or(has_amount) as has_amount,
    from dated
    group by departement_code, territory_id, territory_name
),

gathered as (
    select
        departement_code,
        sum(contracts_count)::bigint as contracts_count,
        list(territory_id order by territory_name collate fr, territory_id) as contract_territory_ids,
        list(territory_name order by territory_name collate fr, territory_id) as contract_territory_names,
        min(first_contract_year) as first_contract_year,
        bool_or(has_amount) as has_amount,
    from signed
    group by departement_code
),

final as (
    select
        territories.territory_id,
        territories.name as territory_name,
        territories.departement_code,
        territories.region_code,
        territories.population,
        territories.population_year,
        territories.longitude,
        territories.latitude,
        (select year from best_known) as year,
        known.value as bpi_signatories,
        coalesce(known.status, 'no_data') as status,
        known.missing_reason,
        100000 * known.value / nullif(territories.population, 0) as bpi_signatories_per_100000_inhabitants,
        if(
            known.value is null, null,
            rank() over (order by known.value / nullif(territories.population, 0) desc nulls last)
        ) as need_rank,
        known.observation_ids,
        known.set_aside_ids,
        coalesce(gathered.contracts_count, 0) as contracts_count,
        gathered.contract_territory_ids,
        gathered.contract_territory_names,
        gathered.first_contract_year,
        coalesce(gathered.has_amount, false) as has_amount,
        announced.value as announced_count,
        announced.published_on as announced_on,
        announced.published_label as announced_label,
    from territories
    left join known using (territory_id)
    left join gathered on gathered.departement_code = territories.departement_code
    left join announced on true
    where territories.level = 'departement'
)

select * from final
