-- Was nothing ever written here? Asked of the rows of the catalogue: its names, as to_regclass looks them up, may be old.
select not exists (
    select 1 from pg_catalog.pg_class where relname = 'migrations' and pg_catalog.pg_table_is_visible(oid)
);
