-- Which of these figures did the versions after one change or add, from what to what, and why?
--
-- $observation_ids: codes, « Chiffres »
-- $release_number: code, « Version de départ, non comprise »
select
    changes.row_key as observation_id,
    territories.name as territory_name,
    measures.label as measure_label,
    changes.change,
    changes.column_name,
    changes.old_value,
    changes.new_value,
    changes.reason,
    changes.release_number,
from release_changes as changes
left join territories using (territory_id)
left join measures using (measure_id)
where
    changes.table_name = 'observations'
    and changes.change <> 'removed'
    and changes.row_key in (select unnest($observation_ids))
    and changes.position > (select position from releases where release_number = $release_number)
order by territory_name collate fr, measure_label collate fr, observation_id, changes.position, changes.place
