-- Which tables does the database in use hold, those of a national corpus with their schema, and what are their columns?
select
    if(schema_name = 'main', table_name, schema_name || '.' || table_name) as table_name,
    string_agg(column_name || ' ' || data_type, ', ' order by column_index) as named
from duckdb_columns()
where database_name = current_database() and not internal
group by schema_name, table_name
order by 1
