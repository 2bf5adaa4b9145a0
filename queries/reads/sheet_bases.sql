-- Which numbers of persons are printed for this territory or around it, when, and as which base?
--
-- $territory_id: code, « Territoire »
select
    containers.relation,
    bases.*,
from base__figures as bases
inner join territory__containers as containers on containers.container_id = bases.base_territory_id
where
    containers.territory_id = $territory_id
    and (containers.relation = 'equal' or containers.container_level <> 'pays')
order by containers.relation desc, bases.base_order, bases.base_year nulls last, bases.base_observation_ids
