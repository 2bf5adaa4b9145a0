-- One row per territory and territory that its sheet gathers: itself, and for a département, a région or France those known inside it.
-- Publié : Une ligne est un territoire et un territoire que sa fiche réunit : lui-même et, pour un département, une région ou la France, ceux qu'il contient dont on sait quelque chose.
select
    containers.container_id as territory_id,
    containers.territory_id as gathered_id,
    containers.relation = 'equal' as is_itself,
from territory__containers as containers
where
    containers.relation = 'equal'
    or (
        containers.container_level in ('departement', 'region', 'pays')
        and containers.territory_id in (select territory_id from territory__summary)
    )
