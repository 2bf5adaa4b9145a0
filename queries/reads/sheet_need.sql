-- How many BPI signed a CIR in the département that holds this territory, or in each of this région, and which contracts are known?
--
-- $territory_id: code, « Territoire »
with ranked as (
    select
        *,
        count(bpi_signatories) over () as ranked_count,
    from departement__need
),

asked as (
    select container_id as territory_id from territory__containers where territory_id = $territory_id
    union
    select departements.territory_id
    from territories as departements
    inner join territories as regions
        on regions.territory_id = $territory_id
        and regions.level = 'region'
        and regions.insee_code = departements.region_code
    where departements.level = 'departement'
)

select
    ranked.*,
    missing.note as missing_note,
from ranked
inner join asked using (territory_id)
left join observations as missing
    on missing.observation_id = ranked.observation_ids[1] and missing.missing_reason is not null
order by ranked.need_rank nulls last, ranked.territory_id
