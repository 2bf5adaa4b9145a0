-- Which targets of this measure are printed, and which rates does the same programme reach?
--
-- $measure_id: code, « Mesure »
select
    targets.observation_id,
    targets.territory_id,
    targets.territory_name,
    targets.breakdown_label,
    targets.value as target_pct,
    targets.value_low as target_low_pct,
    targets.value_high as target_high_pct,
    targets.qualifier as target_qualifier,
    targets.horizon_months as target_horizon_months,
    targets.horizon_from as target_horizon_from,
    reached.observation_id as reached_observation_id,
    reached.value as reached_pct,
    reached.value_low as reached_low_pct,
    reached.value_high as reached_high_pct,
    reached.qualifier as reached_qualifier,
    reached.missing_reason as reached_missing_reason,
    reached.end_year as reached_year,
    reached.horizon_months as reached_horizon_months,
    reached.horizon_from as reached_horizon_from,
from exit_rate__printed as targets
left join exit_rate__printed as reached
    on
        reached.nature = 'realised'
        and reached.measure_id = targets.measure_id
        and reached.territory_id = targets.territory_id
        and reached.breakdown is not distinct from targets.breakdown
        and reached.action_id is not distinct from targets.action_id
        -- What is not printed of either keeps nothing apart.
        and coalesce(reached.horizon_months = targets.horizon_months, true)
        and coalesce(nullif(reached.horizon_from, 'unknown') = nullif(targets.horizon_from, 'unknown'), true)
        and coalesce(reached.period_start <= targets.period_end, true)
        and coalesce(targets.period_start <= reached.period_end, true)
where targets.nature = 'target' and targets.measure_id = $measure_id
order by targets.breakdown_label collate fr nulls last, targets.observation_id, reached.observation_id
