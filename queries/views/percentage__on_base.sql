-- One row per printed percentage that names a base, sure or not: whether some whole number of the base gives it.
-- Publié : Une ligne est un pourcentage publié avec sa base, et s'il est possible sur elle.
with percentages as (
    select
        rates.observation_id,
        rates.value,
        rates.qualifier,
        bases.observation_id as base_observation_id,
        bases.value as base_count,
        bases.qualifier = 'exact' and bases.unit <> 'eur' as is_exact_count,
        length(rtrim(split_part(rates.value::varchar, '.', 2), '0'))::integer as decimals,
    from observations as rates
    inner join observations as bases on bases.observation_id = rates.base_observation_id
    where rates.unit = 'pct'
),

-- A percentage is possible on a base of n if some whole k of them gives it, rounded as printed.
final as (
    select
        * exclude (decimals, is_exact_count),
        case
            when value is not null and base_count > 0 and qualifier = 'exact' and is_exact_count then
                round(100 * floor(value * base_count / 100) / base_count, decimals) = value
                or round(100 * ceil(value * base_count / 100) / base_count, decimals) = value
        end as is_possible,
    from percentages
)

select * from final
