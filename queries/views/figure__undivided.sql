-- One row per figure and year it holds for, with what it is about, whoever it counts: a part and its whole are about the same.
-- Publié : Une ligne est un chiffre et une année où il vaut, avec ce dont il parle, sa ventilation mise à part.
--
-- States of two dates are about two things; the amount « a year » is that of the year.
with figures as (
    select * from observation__context
),

-- The years that documents speak of a contract at all.
told as (
    select contract_id, max(told_year) as last_told_year
    from (
        select contract_id, coalesce(end_year, start_year) as told_year from figures
        union all
        select contract_id, cast(left(event_on, 4) as bigint) from contract_events
    )
    where contract_id is not null
    group by contract_id
),

-- "349 000 € a year" from 2022, no end printed, holds until something printed ends it: the end of the contract, or
-- the next amount that starts. After the last year that documents speak of the contract, nobody says that it went on.
open_ended as (
    select
        figures.observation_id,
        greatest(
            figures.start_year,
            least(
                coalesce(cast(left(contracts.ends_on, 4) as bigint), told.last_told_year, figures.start_year),
                coalesce(
                    min(figures.start_year) over (
                        partition by
                            figures.territory_id, figures.contract_id, figures.measure_id, figures.breakdown,
                            figures.nature
                        order by figures.start_year
                        range between 1 following and unbounded following
                    ) - 1,
                    9999
                )
            )
        ) as held_until_year,
    from figures
    left join contracts on contracts.contract_id = figures.contract_id
    left join told on told.contract_id = figures.contract_id
    where figures.time_basis = 'per_year' and figures.start_year is not null and figures.end_year is null
),

-- "300 000 € a year from 2019 to 2021" holds for each of the three.
yearly as (
    select
        figures.*,
        unnest(generate_series(start_year, coalesce(end_year, held_until_year))) as year,
        false as spans_years,
        false as is_part_of_year,
        held_until_year is not null and year > start_year as is_held,
    from figures
    left join open_ended using (observation_id)
    where time_basis = 'per_year' and start_year is not null
),

dated as (
    select
        figures.*,
        case
            -- The date of a state is its end; a start, where one is printed, says how precisely it is known.
            when time_basis = 'until' or (time_basis = 'at' and start_year is null) then end_year
            when start_year = end_year then end_year
        end as year,
        coalesce(start_year < end_year, false)
        or coalesce(span not in ('P12M', 'P1Y'), false) as spans_years,
        -- A half-year flow is not the flow of its year.
        time_basis in ('over', 'until')
        and coalesce(start_year = end_year, false)
        and (period_start > make_date(start_year, 1, 1) or period_end < make_date(end_year, 12, 31))
        as is_part_of_year,
        false as is_held,
    from figures
    where time_basis <> 'per_year' or start_year is null
),

every as (
    select * from yearly
    union all
    select * from dated
),

final as (
    select
        *,
        year is not null and not spans_years and not coalesce(is_part_of_year, false) as is_whole_year,
        concat_ws(
            '|', territory_id, scope, if(unit = 'eur', coalesce(contract_id, ''), ''), coalesce(action_id, ''),
            measure_id, coalesce(theme_label, ''), nature,
            case
                when time_basis in ('at', 'until') then 'state'
                when time_basis in ('per_month', 'per_week') then time_basis
                else 'flow'
            end,
            case
                when time_basis in ('at', 'until') then
                    concat_ws(
                        '/', coalesce(period_start::varchar, ''), coalesce(period_end::varchar, ''), coalesce(span, '')
                    )
                when year is not null and not is_part_of_year then year::varchar
                else concat_ws('/', coalesce(period_start::varchar, ''), coalesce(period_end::varchar, ''),
                    coalesce(span, ''), time_basis)
            end,
            coalesce(horizon_months, -1), coalesce(horizon_from, '')
        ) as undivided_fact,
    from every
)

select * from final
