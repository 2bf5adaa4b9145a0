-- Was nothing ever written here?
select not exists (select 1 from sqlite_master where name = 'migrations');
