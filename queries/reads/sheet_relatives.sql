-- Which territories contain this one, and which of which something is known lie inside it or are sets that count it?
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
    territories.name as territory_name,
    territories.level,
    coalesce(summary.contracts_count, 0) as contracts_count,
    coalesce(summary.actions_count, 0) as actions_count,
    coalesce(summary.observations_count, 0) as observations_count,
from relatives
inner join territories on territories.territory_id = relatives.relative_id
left join territory__summary as summary on summary.territory_id = relatives.relative_id
where
    summary.territory_id is not null
    or relatives.relation = 'contains' and territories.level <> 'set'
order by relatives.relation, contracts_count desc, territory_name collate fr, relatives.relative_id
