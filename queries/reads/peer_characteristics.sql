-- What is each territory under contract like?
with latest as (
    select
        territory_id,
        programme,
        target_public,
    from contracts
    -- The identifier of a contract ends with its year, or with « sd » when none is known, which comes last; of two of
    -- one year, the last in order of names.
    qualify row_number() over (
        partition by territory_id
        order by nullif(regexp_extract(contract_id, '[0-9]{4}$'), '') desc nulls last, contract_id desc
    ) = 1
),

departement_bases as (
    select base_territory_id, max_by(base_value, base_year) as cir_bpi
    from base__figures
    inner join territories on territories.territory_id = base__figures.base_territory_id
    where base_id = 'cir_bpi_year' and base_value is not null and territories.level = 'departement'
    group by base_territory_id
)

select
    summary.territory_id,
    summary.name as territory_name,
    summary.level,
    summary.population,
    latest.programme,
    latest.target_public,
    departement_bases.cir_bpi,
from territory__summary as summary
inner join latest using (territory_id)
left join departement_bases on departement_bases.base_territory_id = 'dep-' || summary.departement_code
order by summary.territory_id
