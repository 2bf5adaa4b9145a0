-- Which codes can the figures be filtered by, under which label, and how many figures bear each?
--
-- A code that no figure bears is not offered, though it may be asked for: it gives an empty dataset.
with counted as (
    select 'niveau' as field, territories.level as code, count(*) as figures_count
    from observations
    inner join territories using (territory_id)
    group by territories.level
    union all
    select 'territoire', territory_id, count(*) from observations group by territory_id
    union all
    select 'mesure', measure_id, count(*) from observations group by measure_id
    union all
    -- A figure bears a theme once: it has one of its own, or an action, whose themes differ.
    select 'theme', theme_id, count(*)
    from (
        select theme_id from observations where theme_id is not null
        union all
        select action_themes.theme_id
        from observations
        inner join action_themes using (action_id)
    )
    group by theme_id
    union all
    select 'etape', actions.stage, count(*)
    from observations
    inner join actions using (action_id)
    group by actions.stage
    union all
    select 'nature', nature, count(*) from observations group by nature
    union all
    select 'statut', obs_status, count(*) from observations group by obs_status
    union all
    select 'confiance', confidence, count(*) from observations group by confidence
    union all
    -- The years that a period covers; one printed end alone is a year of its own.
    select 'annee', year::varchar, sum(borne_count)::bigint
    from (
        select unnest(generate_series(start_year, end_year)) as year, borne_count
        from (
            select
                year(coalesce(period_start, period_end)) as start_year,
                year(coalesce(period_end, period_start)) as end_year,
                count(*) as borne_count,
            from observations
            group by all
        )
    )
    group by year
)

select
    counted.field,
    counted.code,
    coalesce(territories.name, measures.label, themes.label) as label,
    territories.level,
    measures.family,
    counted.figures_count,
from counted
-- One equality each, which DuckDB hashes: a condition on one side beside it would have each row compared with each.
left join territories on territories.territory_id = if(counted.field = 'territoire', counted.code, null)
left join measures on measures.measure_id = if(counted.field = 'mesure', counted.code, null)
left join themes on themes.theme_id = if(counted.field = 'theme', counted.code, null)
order by
    counted.field,
    themes.display_order,
    measures.family,
    coalesce(territories.name, measures.label, '') collate fr,
    counted.code
