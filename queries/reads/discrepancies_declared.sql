-- Which figures ought to agree and do not, why, and how are they treated?
select
    discrepancies.*,
    territories.name as territory_name,
from discrepancies
inner join territories using (territory_id)
order by strip_accents(territories.name), discrepancies.reconciliation_id
