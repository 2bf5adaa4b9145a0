-- How many rows has a table, and what do its columns and rows come to, whatever the order of the rows?
with rows_of as (
    select count(*) as row_count, sum(hash(rows)::hugeint) as come_to
    from query_table($table) as rows
)

select row_count, md5(concat_ws(' ', $named, row_count, come_to)) as digest
from rows_of
