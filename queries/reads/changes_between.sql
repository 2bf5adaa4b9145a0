-- What did the versions after one, up to another, change: row by row, the newest version first, and why?
--
-- Without a first number, since before the first version; without a last one, up to the files as they are.
--
-- $after_number: code or null, « Version de départ, non comprise »
-- $up_to_number: code or null, « Version d'arrivée, comprise »
with bounds as (
    select
        coalesce((select position from releases where release_number = $after_number), 0) as first_position,
        coalesce(
            (select position from releases where release_number = $up_to_number),
            (select max(position) + 1 from releases)
        ) as last_position,
)
select
    changes.release_number,
    changes.table_name,
    changes.row_key,
    changes.change,
    changes.column_name,
    changes.old_value,
    changes.new_value,
    changes.reason,
    territories.name as territory_name,
    measures.label as measure_label,
from release_changes as changes
cross join bounds
left join territories using (territory_id)
left join measures using (measure_id)
where changes.position > bounds.first_position and changes.position <= bounds.last_position
order by changes.position desc, changes.place
