-- What is a corpus checked against and hidden by? As one sign, another as soon as any of it is another.
with told as (
    select row('place', territory_id, name, departement_code, region_code)::varchar as line
    from territories
    where level = 'commune'
    union all
    select row('measure', measure_id, unit, additive)::varchar
    from measures
    union all
    select row('code', dimension, code)::varchar
    from dimension_codes
)

select md5(string_agg(line, chr(10) order by line) || largest_small_count())
from told
