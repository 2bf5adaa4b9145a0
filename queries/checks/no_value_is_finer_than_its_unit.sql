-- No value is finer than its unit: what is counted one by one is whole, and nothing has more than two decimals.
-- grain: row
select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    'value' as column_name,
    value::varchar as found,
    if(is_counted, 'un nombre entier', 'un nombre à deux décimales au plus') as expected,
from (
    select
        observation_id,
        value,
        unit in (
            'action', 'contract', 'dwelling', 'household', 'lease', 'pair', 'person', 'place', 'project', 'structure'
        ) as is_counted,
    from observations
)
where value <> if(is_counted, floor(value), round(value, 2))
