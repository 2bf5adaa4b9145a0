-- Which tables and views can be exported, what is one row of each, and how many are there?
--
-- What is curated has a key, from its card; what is computed from it, a view written out by the build, has none.
select
    table_name,
    if(has_primary_key, 'table', 'view') as kind,
    comment as grain,
    estimated_size as rows_count,
from duckdb_tables()
where schema_name = 'main' and table_name <> 'warehouse_versions'
order by kind, table_name
