-- Which tables does the database in use hold, those of a national corpus with their schema?
select if(schema_name = 'main', table_name, schema_name || '.' || table_name) as table_name
from duckdb_tables()
where database_name = current_database() and not internal and not temporary
order by table_name
