-- What is lacking for each territory that has a contract, and what do documents print without a value?
select *
from territory__lacks
order by territory_name collate fr, territory_id
