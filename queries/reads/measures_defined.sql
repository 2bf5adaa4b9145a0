-- What does each measure count, and where does its definition come from?
select
    measures.measure_id,
    measures.label,
    measures.unit,
    measures.family,
    measures.definition,
    measures.definition_source,
    count(observations.observation_id) as observations_count,
from measures
left join observations on observations.measure_id = measures.measure_id
group by all
order by measures.family, any_value(measures.label) collate fr, measures.measure_id
