-- Which départements have an outline to draw?
select insee_code
from territories
where level = 'departement'
order by insee_code
