-- One row per printed figure of a whole territory and year it holds for; a total of several years keeps no year.
-- Publié : Une ligne est un chiffre imprimé d'un territoire entier et une année où il vaut ; un total de plusieurs années n'a pas d'année.
with own_publics as (
    select distinct measure_id, public from bases where breakdown is null
),

-- A measure that counts BPI alone says as much with « public=bpi » as without: two writings of one fact. So does
-- the public of a contract, said of those whom it reaches.
figures as (
    select
        observation__context.* replace (
            if(
                observation__context.public = if(own_publics.public = 'contract', contracts.target_public, own_publics.public)
                and observation__wholes.observation_id is not null,
                null, observation__context.breakdown
            ) as breakdown
        ),
    from observation__context
    left join own_publics using (measure_id)
    left join contracts using (contract_id)
    left join observation__wholes on observation__wholes.observation_id = observation__context.observation_id
    where scope = 'whole' and action_id is null and missing_reason is null
),

-- "300 000 € a year from 2019 to 2021" holds for each of the three. With no printed end it holds for its first year
-- only: nobody printed that it went on.
yearly as (
    select
        *,
        unnest(generate_series(start_year, coalesce(end_year, start_year))) as year,
        false as spans_years,
        false as is_part_of_year,
    from figures
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
    from figures
    where time_basis <> 'per_year' or start_year is null
),

final as (
    select * from yearly
    union all
    select * from dated
)

select * from final
