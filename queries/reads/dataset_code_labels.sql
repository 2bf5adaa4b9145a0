-- Which codes do the reference tables define, for the columns that bear them, and under which label?
select 'measure_id' as column_name, measure_id as code, label from measures
union all
select 'theme_id' as column_name, theme_id as code, label from themes
union all
select 'base_id' as column_name, base_id as code, label from bases
union all
select 'breakdown' as column_name, dimension || '=' || code as code, label from dimension_codes
union all
-- A document's own codes: all their labels where several documents say one differently.
select
    'breakdown' as column_name,
    dimension || '=' || code as code,
    string_agg(distinct label, ' ; ' order by label collate fr) as label,
from document_codes
group by dimension, code
order by column_name, code
