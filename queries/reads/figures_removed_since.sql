-- Which figures did the versions after one remove, what did they say, and why?
--
-- $release_number: code, « Version de départ, non comprise »
select
    changes.row_key as observation_id,
    territories.name as territory_name,
    measures.label as measure_label,
    changes.old_value as told,
    changes.reason,
    changes.release_number,
from release_changes as changes
left join territories using (territory_id)
left join measures using (measure_id)
where
    changes.table_name = 'observations'
    and changes.change = 'removed'
    and changes.position > (select position from releases where release_number = $release_number)
order by territory_name collate fr, measure_label collate fr, observation_id, changes.position
