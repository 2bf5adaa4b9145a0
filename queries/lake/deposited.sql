-- What every table of a version comes to.
create or replace table lake.deposited_tables as
select unnest($names) as table_name, unnest($row_counts) as row_count, unnest($digests) as digest
