-- Which tables and views can be exported, what is one row of each, and how many are there?
with objects as (
    select table_name, comment, 'table' as kind, estimated_size as rows_count
    from duckdb_tables()
    where table_name <> 'warehouse_versions'
    union all
    select view_name as table_name, comment, 'view' as kind, null as rows_count
    from duckdb_views()
    where not internal
)

select table_name, kind, comment as grain, rows_count
from objects
order by kind, table_name
