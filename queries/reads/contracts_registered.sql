-- Which contracts are known, between whom, since when, with which money of the State, and what is unknown of each?
select *
from contract__register
order by territory_name collate fr, contract_id
