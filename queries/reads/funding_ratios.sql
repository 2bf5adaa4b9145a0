-- What does each amount come to per person, on each admissible base, and how strongly does the ratio compare?
--
-- One row per territory, base and nature: the strongest grade, then its own base before a wider one, the closest dates,
-- the latest year.
--
-- $territory_ids: codes, « Territoires »
-- $measure_id: code, « Mesure »
-- $nature: code or null, « Nature »
-- $base_id: code or null, « Base »
-- $year: year or null, « Année »
with ratios as (
    select *, rowid as place
    from funding__ratios
    where
        territory_id in (select unnest($territory_ids))
        and measure_id = $measure_id
        and ($nature is null or nature = $nature)
        and ($base_id is null or base_id = $base_id)
        and ($year is null or year = $year::bigint)
        and grade <> 'X'
)

select
    territory_id,
    territory_name,
    contract_id,
    programme,
    target_public,
    nature,
    year,
    amount_eur,
    amount_low_eur,
    amount_high_eur,
    qualifier,
    is_conditional,
    is_contradictory,
    observation_ids,
    set_aside_ids,
    rule,
    base_id,
    base_label,
    per_label,
    base_kind,
    base_public,
    base_order,
    base_territory_id,
    base_territory_name,
    scope_relation,
    base_year,
    base_period_end,
    base_value,
    base_low,
    base_high,
    base_qualifier,
    base_obs_status,
    base_confidence,
    base_is_contradictory,
    base_observation_ids,
    base_set_aside_ids,
    base_rule,
    confidence,
    years_apart,
    ratio_eur,
    ratio_low_eur,
    ratio_high_eur,
    ratio_qualifier,
    grade,
    reason,
    set_aside_low_eur,
    set_aside_high_eur,
    set_aside_ratio_low_eur,
    set_aside_ratio_high_eur,
    base_set_aside_low,
    base_set_aside_high,
from ratios
-- Found by its place: sorted whole, ten rows of so many columns take longer than all the rest.
where place in (
    select arg_min(place, (
        grade, scope_relation <> 'equal', coalesce(years_apart, 99), coalesce(-year, 0), observation_ids,
        base_observation_ids
    ))
    from ratios
    group by territory_id, base_id, nature
)
order by base_order, grade, territory_name collate fr, territory_id, nature
