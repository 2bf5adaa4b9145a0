-- Which of these territories have no ratio, and why: every pair of amount and base that was refused, or none at all?
--
-- $territory_ids: codes, « Territoires »
-- $measure_id: code, « Mesure »
-- $nature: code or null, « Nature »
-- $base_id: code or null, « Base »
-- $year: year or null, « Année »
with chosen as (
    select territory_id, name as territory_name
    from territories
    where territory_id in (select unnest($territory_ids))
),

ratios as (
    select *
    from funding__ratios
    where
        territory_id in (select territory_id from chosen)
        and measure_id = $measure_id
        and ($nature is null or nature = $nature)
        and ($base_id is null or base_id = $base_id)
        and ($year is null or year = $year::bigint)
),

-- The nearest refused pair, whole: ordered by its whole key, so that it is the same one each time.
nearest as (
    select
        territory_id,
        count(*) as refused_count,
        unnest(arg_min(
            {
                reason: reason, scope_relation: scope_relation, base_label: base_label,
                base_territory_name: base_territory_name, base_year: base_year, base_period_start: base_period_start,
                base_period_end: base_period_end, year: year
            },
            (
                scope_relation <> 'equal', coalesce(years_apart, 99), coalesce(year, 9999), base_id, observation_ids,
                base_observation_ids
            )
        )),
    from ratios
    where territory_id not in (select territory_id from ratios where grade <> 'X')
    group by territory_id
),

amounts as (
    select distinct territory_id
    from contract_year__money
    where
        contract_id is not null
        and measure_id = $measure_id
        and ($nature is null or nature = $nature)
        and ($year is null or year = $year::bigint)
),

action_amounts as (
    select distinct territory_id
    from contract__action_money
    where
        measure_id = $measure_id
        and ($nature is null or nature = $nature)
        and ($year is null or year = $year::bigint)
),

-- Amounts whose place is printed, and that cannot be read.
without_value as (
    select
        contracts.territory_id,
        string_agg(distinct missing.missing_reason, ', ' order by missing.missing_reason) as missing_reasons,
    from observations as missing
    inner join contracts using (contract_id)
    where
        missing.missing_reason is not null
        and missing.scope = 'whole'
        and missing.measure_id = $measure_id
        and ($nature is null or missing.nature = $nature)
        and ($year is null or $year::bigint between coalesce(year(missing.period_start), year(missing.period_end))
            and coalesce(year(missing.period_end), year(missing.period_start)))
    group by contracts.territory_id
),

own_bases as (
    select
        base_territory_id as territory_id,
        string_agg(distinct base_label, ', ' order by base_label collate fr) as own_bases,
    from base__figures
    where base_territory_id in (select territory_id from chosen)
    group by base_territory_id
)

select
    chosen.territory_id,
    chosen.territory_name,
    amounts.territory_id is not null as has_amount,
    action_amounts.territory_id is not null as has_action_amount,
    without_value.missing_reasons,
    own_bases.own_bases,
    $year::varchar as asked_year,
    coalesce(nearest.refused_count, 0) as refused_count,
    nearest.reason,
    nearest.scope_relation,
    nearest.base_label,
    nearest.base_territory_name,
    nearest.base_year,
    nearest.base_period_start,
    nearest.base_period_end,
    nearest.year,
from chosen
left join amounts using (territory_id)
left join action_amounts using (territory_id)
left join without_value using (territory_id)
left join own_bases using (territory_id)
left join nearest using (territory_id)
where chosen.territory_id not in (select territory_id from ratios where grade <> 'X')
order by chosen.territory_name collate fr
