-- Which of these territories have no ratio, and why: every pair of amount and base that was refused, or none at all?
with chosen as (
    select territory_id, name as territory_name
    from territories
    where territory_id in (select unnest($territory_ids))
),

ratios as (
    select *
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
)

select
    chosen.territory_id,
    chosen.territory_name,
    amounts.territory_id is not null as has_amount,
    count(ratios.reason) as refused_count,
    min_by(ratios.reason, (ratios.scope_relation <> 'equal', ratios.years_apart)) as reason,
    min_by(ratios.scope_relation, (ratios.scope_relation <> 'equal', ratios.years_apart)) as scope_relation,
    min_by(ratios.base_label, (ratios.scope_relation <> 'equal', ratios.years_apart)) as base_label,
    min_by(ratios.base_territory_name, (ratios.scope_relation <> 'equal', ratios.years_apart)) as base_territory_name,
    min_by(ratios.base_year, (ratios.scope_relation <> 'equal', ratios.years_apart)) as base_year,
    min_by(ratios.year, (ratios.scope_relation <> 'equal', ratios.years_apart)) as year,
from chosen
left join amounts using (territory_id)
left join ratios using (territory_id)
group by chosen.territory_id, chosen.territory_name, amounts.territory_id
having count(*) filter (where ratios.grade <> 'X') = 0
order by strip_accents(chosen.territory_name)
