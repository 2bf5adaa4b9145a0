-- What does each column of this table mean?
--
-- $table_name: code, « Table ou vue »
select
    column_name,
    data_type,
    not is_nullable as is_required,
    comment as description,
from duckdb_columns()
where table_name = $table_name and not internal
order by column_index
