-- How many rows has a table, and what do its columns and rows come to, whatever the order of the rows?
with columns_of as (
    select string_agg(column_name || ' ' || data_type, ', ' order by column_index) as named
    from duckdb_columns()
    where
        database_name = current_database()
        and if(schema_name = 'main', table_name, schema_name || '.' || table_name) = $table
),

rows_of as (
    select count(*) as row_count, sum(hash(rows)::hugeint) as come_to
    from query_table($table) as rows
)

select row_count, md5(concat_ws(' ', named, row_count, come_to)) as digest
from columns_of
cross join rows_of
