-- Which codes can the figures be filtered by, under which label, and how many figures bear each?
--
-- A code that no figure bears is not offered, though it may be asked for: it gives an empty dataset.
with borne as (
    select 'niveau' as field, territories.level as code, observations.observation_id
    from observations
    inner join territories using (territory_id)
    union all
    select 'territoire' as field, territory_id as code, observation_id from observations
    union all
    select 'mesure' as field, measure_id as code, observation_id from observations
    union all
    select 'theme' as field, theme_id as code, observation_id from observations where theme_id is not null
    union all
    select 'theme' as field, action_themes.theme_id as code, observations.observation_id
    from observations
    inner join action_themes using (action_id)
    union all
    select 'etape' as field, actions.stage as code, observations.observation_id
    from observations
    inner join actions using (action_id)
    union all
    select 'nature' as field, nature as code, observation_id from observations
    union all
    select 'statut' as field, obs_status as code, observation_id from observations
    union all
    select 'confiance' as field, confidence as code, observation_id from observations
    union all
    -- The years that a period covers; one printed end alone is a year of its own.
    select
        'annee' as field,
        unnest(generate_series(
            year(coalesce(period_start, period_end)), year(coalesce(period_end, period_start))
        ))::varchar as code,
        observation_id,
    from observations
),

counted as (
    select field, code, count(distinct observation_id) as figures_count
    from borne
    where code is not null
    group by field, code
)

select
    counted.field,
    counted.code,
    coalesce(territories.name, measures.label, themes.label) as label,
    territories.level,
    measures.family,
    counted.figures_count,
from counted
left join territories on counted.field = 'territoire' and territories.territory_id = counted.code
left join measures on counted.field = 'mesure' and measures.measure_id = counted.code
left join themes on counted.field = 'theme' and themes.theme_id = counted.code
order by
    counted.field,
    themes.display_order,
    measures.family,
    strip_accents(lower(coalesce(territories.name, measures.label, ''))),
    counted.code
