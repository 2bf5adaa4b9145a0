-- Which territories and sets of which something is known contain this one, or lie inside it?
--
-- $territory_id: code, « Territoire »
with relatives as (
    select container_id as relative_id, 'contains' as relation
    from territory__containers
    where territory_id = $territory_id and relation <> 'equal' and container_level <> 'pays'
    union
    select territory_id, 'inside'
    from territory__containers
    where container_id = $territory_id and relation <> 'equal'
)

select
    relatives.relation,
    relatives.relative_id as territory_id,
    summary.name as territory_name,
    summary.level,
    summary.contracts_count,
    summary.actions_count,
    summary.observations_count,
from relatives
inner join territory__summary as summary on summary.territory_id = relatives.relative_id
order by relatives.relation, summary.contracts_count desc, summary.name collate fr, relatives.relative_id
