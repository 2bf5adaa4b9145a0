-- Which rates of exit or of related results are printed, and how often?
select
    measures.measure_id,
    measures.label,
    measures.definition,
    measures.definition_source,
    -- A rate left blank, or unreadable, is listed and not counted.
    count(*) filter (where exit_rate__printed.missing_reason is null) as rates_count,
from exit_rate__printed
inner join measures on measures.measure_id = exit_rate__printed.measure_id
where exit_rate__printed.nature = 'realised'
group by measures.measure_id, measures.role, measures.label, measures.definition, measures.definition_source
order by measures.role is distinct from 'positive_exit_rate', rates_count desc, measures.label collate fr
