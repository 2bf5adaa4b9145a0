-- Where were rates of positive exit reached, as they are printed?
--
-- Those of a set of territories or of France have no place, and are told.
select
    rates.observation_id,
    rates.territory_id,
    rates.territory_name,
    territories.level,
    territories.region_code,
    territories.longitude,
    territories.latitude,
    rates.action_title,
    rates.action_operator,
    rates.breakdown_label,
    rates.missing_reason,
    rates.value as rate_pct,
    rates.value_low as rate_low_pct,
    rates.value_high as rate_high_pct,
    rates.qualifier,
    rates.horizon_months,
    rates.horizon_from,
    rates.period_start,
    rates.period_end,
    rates.is_possible_on_cohort,
    rates.document_id,
from exit_rate__printed as rates
inner join territories using (territory_id)
inner join measures using (measure_id)
where measures.role = 'positive_exit_rate' and rates.nature = 'realised' and rates.missing_reason is null
order by
    rates.territory_name collate fr,
    rates.territory_id,
    rates.horizon_months nulls last,
    rates.value nulls last,
    rates.observation_id
