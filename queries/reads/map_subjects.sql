-- Which subjects can be mapped at each level, for which years, and for how many territories?
select
    figures.map_level,
    figures.subject_id,
    figures.nature,
    any_value(measures.label) as measure_label,
    any_value(bases.label) as base_label,
    any_value(observation__breakdown.breakdown_label) as breakdown_label,
    starts_with(figures.subject_id, 'ratio:') as is_ratio,
    any_value(figures.unit) as unit,
    count(distinct figures.territory_id) as territories_count,
    string_agg(distinct figures.year::varchar, ',' order by figures.year::varchar) as years,
from territory__map_figures as figures
inner join measures on measures.measure_id = figures.measure_id
left join bases on figures.breakdown = 'base=' || bases.base_id
left join observation__breakdown
    -- A public that the measure itself names is no breakdown of it. One equality, which DuckDB hashes: a condition on
    -- one side beside it would have each row compared with each.
    on observation__breakdown.observation_id = if(
        figures.breakdown is not null and not starts_with(figures.subject_id, 'ratio:'),
        figures.observation_ids[1], null
    )
group by figures.map_level, figures.subject_id, figures.nature
having count(distinct figures.territory_id) >= 2
order by figures.map_level, count(distinct figures.territory_id) desc, figures.subject_id
