-- What is printed of this subject for each territory of this level: in this year, without one in its latest, or year by year?
--
-- $level: code, « Niveau des territoires »
-- $subject_id: code, « Sujet de la carte »
-- $year: year or null, « Année »
-- $is_each_year: boolean or null, « Année par année, plutôt que la dernière »
with chosen as (
    select *
    from territory__map_figures
    where
        map_level = $level
        and subject_id = $subject_id
        and ($year is null or year = $year::bigint)
    -- Of a territory's years the latest, and of that year one figure first, the others after it.
    -- An amount that only goes on, printed for no such year, is the latest of none.
    qualify
        $year is not null
        or $is_each_year
        or year = max(year) filter (where not is_held) over (partition by territory_id)
),

subject as (
    select coalesce(bool_or(payer = 'state'), false) as is_state_money
    from measures
    where measure_id = split_part(split_part($subject_id, '/', 1), ':', 1)
),

-- One map, or one for each year.
maps as (
    select distinct if($is_each_year, year, null) as map_year from chosen
    union
    select null as map_year where $is_each_year is not true
),

places as (
    select *
    from territories
    where
        level = $level
        or ($level = 'contrat' and territory_id in (
            select territory_id from territory__summary where contracts_count > 0 and level in ('commune', 'epci')
        ))
        or territory_id in (select territory_id from chosen)
)

select
    maps.map_year,
    places.territory_id,
    places.name as territory_name,
    places.level,
    places.region_code,
    departements.name as departement_name,
    places.population,
    places.population_year,
    places.longitude,
    places.latitude,
    chosen.year,
    chosen.value,
    chosen.value_low,
    chosen.value_high,
    -- Neither a share nor a ratio is divided again.
    case when chosen.grade is null and chosen.unit <> 'pct' then 1000 * chosen.value / nullif(places.population, 0) end
        as value_per_1000,
    case
        when chosen.grade is null and chosen.unit <> 'pct' then 1000 * chosen.value_low / nullif(places.population, 0)
    end as low_per_1000,
    case
        when chosen.grade is null and chosen.unit <> 'pct' then 1000 * chosen.value_high / nullif(places.population, 0)
    end as high_per_1000,
    chosen.unit,
    chosen.qualifier,
    chosen.nature,
    chosen.obs_status,
    chosen.missing_reason,
    chosen.confidence,
    coalesce(chosen.is_contradictory, false) as is_contradictory,
    coalesce(chosen.is_held, false) as is_held,
    coalesce(chosen.is_conditional, false) as is_conditional,
    chosen.grade,
    -- Of a territory without a yearly amount of the State, another one may be printed: it is not silence.
    coalesce(
        chosen.status,
        if(
            $year is null and $is_each_year is not true and subject.is_state_money and summary.has_other_amount,
            'other_amount', 'no_data'
        )
    ) as status,
    coalesce(chosen.place, 1) as place,
    chosen.rule,
    chosen.observation_ids,
    chosen.set_aside_ids,
    chosen.set_aside_low,
    chosen.set_aside_high,
from places
cross join maps
cross join subject
left join territory__summary as summary using (territory_id)
left join chosen
    on chosen.territory_id = places.territory_id
    and chosen.year = coalesce(maps.map_year, chosen.year)
left join territories as departements on departements.territory_id = 'dep-' || places.departement_code
-- Those that have a figure first: they are the rows of the table.
order by chosen.subject_id is null, places.name collate fr, places.territory_id, maps.map_year, chosen.place
