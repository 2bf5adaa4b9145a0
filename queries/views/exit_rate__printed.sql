-- One row per printed rate of exit or of a related result, with its cohort and whether the rate is possible on it.
-- Publié : Une ligne est un taux de sortie ou de résultat imprimé, avec sa cohorte et s'il est possible sur elle.
with rates as (
    select * from observation__context where family = 'exit' and unit = 'pct'
),

cohorts as (
    select
        observation_id as base_observation_id,
        value as cohort_count,
        as_printed as cohort_as_printed,
    from observations
),

-- A rate is possible on a cohort of n persons if some whole k of them gives it, rounded as printed.
placed as (
    select
        rates.*,
        cohorts.cohort_count,
        cohorts.cohort_as_printed,
        length(rtrim(split_part(rates.value::varchar, '.', 2), '0'))::integer as decimals,
    from rates
    left join cohorts using (base_observation_id)
),

final as (
    select
        * exclude (decimals),
        case
            when value is not null and cohort_count > 0 and qualifier = 'exact' then
                round(100 * floor(value * cohort_count / 100) / cohort_count, decimals) = value
                or round(100 * ceil(value * cohort_count / 100) / cohort_count, decimals) = value
        end as is_possible_on_cohort,
    from placed
)

select * from final
