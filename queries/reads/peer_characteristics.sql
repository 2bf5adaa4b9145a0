-- What is each territory under contract like, the régions apart?
--
-- What is known of the département alone (need, unemployment, immigrants) is that of each of its territories.
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

context as (
    select
        figures.territory_id,
        measures.role,
        max_by(figures.value, figures.year) as value,
        max_by(figures.observation_ids, figures.year) as observation_ids,
    from figure__preferred as figures
    inner join measures using (measure_id)
    where
        measures.role in ('unemployment', 'immigrant_share', 'social_housing')
        and figures.breakdown is null
        and figures.value is not null
    group by figures.territory_id, measures.role
),

-- Where most of its people live: in a pole of an area, outside any, or else in a ring.
places as (
    select
        figures.territory_id,
        case
            when max(figures.value) filter (where figures.breakdown = 'area=pole') >= 50 then 'pole'
            when max(figures.value) filter (where figures.breakdown = 'area=none') >= 50 then 'outside'
            else 'ring'
        end as area_place,
    from figure__preferred as figures
    inner join measures using (measure_id)
    where measures.role = 'area_share'
    group by figures.territory_id
    union all
    select
        territory_id,
        case when code in ('11', '12', '13') then 'pole' when code = '20' then 'ring' else 'outside' end as area_place,
    from territory_characteristics
    where characteristic_id = 'attraction_area_place'
)

select
    summary.territory_id,
    summary.name as territory_name,
    summary.level,
    summary.population,
    latest.programme,
    latest.target_public,
    need.bpi_signatories_per_100000_inhabitants as need,
    places.area_place,
    unemployment.value as unemployment,
    immigrants.value as immigrants,
    1000 * housing.value / nullif(summary.population, 0) as social_housing,
    list_concat(
        need.observation_ids, unemployment.observation_ids, immigrants.observation_ids, housing.observation_ids
    ) as observation_ids,
from territory__summary as summary
inner join latest using (territory_id)
left join departement__need as need using (departement_code)
left join places on places.territory_id = summary.territory_id
left join context as unemployment
    on unemployment.territory_id = need.territory_id and unemployment.role = 'unemployment'
left join context as immigrants
    on immigrants.territory_id = need.territory_id and immigrants.role = 'immigrant_share'
left join context as housing
    on housing.territory_id = summary.territory_id and housing.role = 'social_housing'
where summary.level <> 'region'
order by summary.territory_id
