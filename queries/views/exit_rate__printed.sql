-- One row per printed rate of exit or of a related result, with its cohort and whether the rate is possible on it.
-- Publié : Une ligne est un taux de sortie ou de résultat publié, avec sa cohorte et s'il est possible sur elle.
with rates as (
    select * from observation__context where family = 'exit' and unit = 'pct'
),

cohorts as (
    select
        observation_id as base_observation_id,
        value as cohort_count,
        value_low as cohort_low,
        value_high as cohort_high,
        unit as cohort_unit,
        qualifier as cohort_qualifier,
        as_printed as cohort_as_printed,
        survey_note as cohort_survey_note,
    from observations
),

final as (
    select
        rates.*,
        cohorts.cohort_count,
        cohorts.cohort_low,
        cohorts.cohort_high,
        cohorts.cohort_unit,
        cohorts.cohort_qualifier,
        cohorts.cohort_as_printed,
        cohorts.cohort_survey_note,
        percentage__on_base.is_possible as is_possible_on_cohort,
    from rates
    left join cohorts using (base_observation_id)
    left join percentage__on_base using (observation_id)
)

select * from final
