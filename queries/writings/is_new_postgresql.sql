-- Was nothing ever written here?
select to_regclass('migrations') is null;
