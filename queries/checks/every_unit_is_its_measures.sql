-- The unit of a figure is its measure's; only a duration keeps the unit printed.
-- grain: row
select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    'unit' as column_name,
    observations.unit as found,
    measures.unit as expected,
from observations
inner join measures using (measure_id)
where
    observations.unit <> measures.unit
    and not (
        observations.unit in ('day', 'week', 'month', 'year')
        and measures.unit in ('day', 'week', 'month', 'year')
    )
