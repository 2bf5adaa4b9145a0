-- One row per level, subject of a map, year and territory for which a figure is printed, or printed as missing.
-- Publié : Une ligne est un niveau, un sujet de carte, une année et un territoire : le chiffre publié, ou pourquoi il manque.
--
-- The level « contrat » holds the communes and the EPCI together: those that sign. No map shows every commune.
with mapped as (
    select territory_id, level as map_level
    from territories
    where level not in ('commune', 'pays', 'set')
    union all
    select territory_id, 'contrat' as map_level
    from territories
    where level in ('epci', 'commune')
),

printed as (
    select
        territory_id,
        -- What a year adds and what it comes to are two subjects.
        concat_ws('/', measure_id || coalesce(':' || breakdown, ''), nature, counting) as subject_id,
        measure_id,
        breakdown,
        nature,
        year,
        value,
        value_low,
        value_high,
        unit,
        qualifier,
        obs_status,
        confidence,
        is_contradictory,
        is_held,
        is_conditional,
        null as missing_reason,
        null as missing_status,
        null as grade,
        rule,
        observation_ids,
        set_aside_ids,
        set_aside_low,
        set_aside_high,
    from figure__preferred
    where
        is_whole_year
        and theme_label is null
        and horizon_months is null
        and is_last_of_year
),

missing as (
    select
        territory_id,
        concat_ws('/', measure_id || coalesce(':' || breakdown, ''), nature, counting) as subject_id,
        measure_id,
        breakdown,
        nature,
        end_year as year,
        null::double as value,
        null::double as value_low,
        null::double as value_high,
        unit,
        qualifier,
        obs_status,
        confidence,
        false as is_contradictory,
        false as is_held,
        is_conditional,
        missing_reason,
        missing_status,
        null as grade,
        null as rule,
        [observation_id] as observation_ids,
        null as set_aside_ids,
        null::double as set_aside_low,
        null::double as set_aside_high,
    from observation__context
    where
        missing_reason is not null
        and scope = 'whole'
        and action_id is null
        and theme_label is null
        and horizon_months is null
        and end_year is not null
),

ratios as (
    select
        territory_id,
        'ratio:' || base_id || '/' || nature as subject_id,
        measure_id,
        'base=' || base_id as breakdown,
        nature,
        year,
        ratio_eur as value,
        ratio_low_eur as value_low,
        ratio_high_eur as value_high,
        'eur' as unit,
        ratio_qualifier as qualifier,
        'A' as obs_status,
        if('L' in (confidence, base_confidence), 'L', confidence) as confidence,
        is_contradictory or base_is_contradictory as is_contradictory,
        false as is_held,
        is_conditional,
        null as missing_reason,
        null as missing_status,
        grade,
        rule,
        list_concat(observation_ids, base_observation_ids) as observation_ids,
        list_concat(set_aside_ids, base_set_aside_ids) as set_aside_ids,
        set_aside_low_eur as set_aside_low,
        set_aside_high_eur as set_aside_high,
    from funding__ratios
    where payer = 'state' and grade <> 'X'
    qualify row_number() over (
        partition by territory_id, base_id, nature, year
        order by grade, years_apart nulls last, observation_ids, base_observation_ids
    ) = 1
),

every as (
    select * from printed
    union all
    select * from missing
    where not exists (
        select 1
        from printed
        where
            printed.territory_id = missing.territory_id
            and printed.subject_id = missing.subject_id
            and printed.year = missing.year
    )
    union all
    select * from ratios
),

final as (
    select
        mapped.map_level,
        every.* exclude (missing_status),
        case
            when every.missing_status is not null then every.missing_status
            when every.value = 0 then 'zero'
            when every.value is null then 'bound'
            else 'value'
        end as status,
        -- Several figures of one territory and year (two contracts): one is drawn, the others are said.
        row_number() over (
            partition by mapped.map_level, every.territory_id, every.subject_id, every.year
            order by every.value desc nulls last, every.observation_ids
        ) as place,
    from every
    inner join mapped using (territory_id)
)

select * from final
