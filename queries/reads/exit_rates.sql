-- Which rates are printed for this measure, on which cohort, at which horizon?
select
    observation_id,
    territory_id,
    territory_name,
    action_id,
    action_title,
    action_operator,
    breakdown,
    value as rate_pct,
    value_low as rate_low_pct,
    value_high as rate_high_pct,
    qualifier,
    horizon_months,
    horizon_from,
    start_year,
    end_year,
    cohort_count,
    cohort_as_printed,
    base_status,
    is_possible_on_cohort,
    obs_status,
    confidence,
    document_id,
    locator,
    as_printed,
from exit_rate__printed
where measure_id = $measure_id and nature = 'realised'
order by horizon_from, horizon_months nulls last, strip_accents(territory_name), breakdown nulls first, observation_id
