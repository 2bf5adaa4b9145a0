-- Which tables does the lake hold, those of a national corpus with their schema?
select if(schema_name = 'main', table_name, schema_name || '.' || table_name) as table_name
from duckdb_tables()
where database_name = 'lake'
order by table_name
