-- At which stages are there actions to compare, and over how many territories?
select stage, count(distinct territory_id) as territories_count
from territory_theme__coverage
group by stage
order by territories_count desc, stage
