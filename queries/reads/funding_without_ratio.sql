-- Which of these territories have no ratio, and why: every pair of amount and base that was refused, or none at all?
with chosen as (
    select territory_id, name as territory_name
    from territories
    where territory_id in (select unnest($territory_ids))
),

ratios as (
    select
        *,
        -- The whole key, so that the nearest base is the same one each time.
        (
            scope_relation <> 'equal', coalesce(years_apart, 99), year, base_id, observation_ids, base_observation_ids
        ) as nearness,
    from funding__ratios
    where
        measure_id = $measure_id
        and ($nature = 'toutes' or nature = $nature)
        and ($base_id = 'toutes' or base_id = $base_id)
),

amounts as (
    select distinct territory_id
    from contract_year__money
    where
        contract_id is not null
        and measure_id = $measure_id
        and ($nature = 'toutes' or nature = $nature)
),

action_amounts as (
    select distinct territory_id
    from contract__action_money
    where measure_id = $measure_id and ($nature = 'toutes' or nature = $nature)
),

own_bases as (
    select
        base_territory_id as territory_id,
        string_agg(distinct base_label, ', ' order by base_label) as own_bases,
    from base__figures
    group by base_territory_id
)

select
    chosen.territory_id,
    chosen.territory_name,
    amounts.territory_id is not null as has_amount,
    action_amounts.territory_id is not null as has_action_amount,
    own_bases.own_bases,
    count(ratios.reason) as refused_count,
    min_by(ratios.reason, nearness) as reason,
    min_by(ratios.scope_relation, nearness) as scope_relation,
    min_by(ratios.base_label, nearness) as base_label,
    min_by(ratios.base_territory_name, nearness) as base_territory_name,
    min_by(ratios.base_year, nearness) as base_year,
    min_by(ratios.year, nearness) as year,
from chosen
left join amounts using (territory_id)
left join action_amounts using (territory_id)
left join own_bases using (territory_id)
left join ratios using (territory_id)
group by
    chosen.territory_id,
    chosen.territory_name,
    amounts.territory_id,
    action_amounts.territory_id,
    own_bases.own_bases
having count(*) filter (where ratios.grade <> 'X') = 0
order by strip_accents(chosen.territory_name)
