-- What did every table of the version come to, as it was deposited?
select table_name, row_count, digest
from lake.deposited_tables
order by table_name
