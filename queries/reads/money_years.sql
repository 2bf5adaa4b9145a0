-- For which years is an amount printed for a contract?
select distinct cast(year as varchar) as year
from contract_year__money
where contract_id is not null and year is not null
order by year
