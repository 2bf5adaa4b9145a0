-- How many BPI signed a CIR in each département for its population, and which contracts are known there?
select
    need.*,
    regions.name as region_name,
    missing.note as missing_note,
from departement__need as need
left join territories as regions on regions.level = 'region' and regions.insee_code = need.region_code
left join observations as missing
    on missing.observation_id = need.observation_ids[1] and missing.missing_reason is not null
order by need.need_rank nulls last, need.territory_id
