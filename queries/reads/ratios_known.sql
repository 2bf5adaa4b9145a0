-- What does this money come to per person, under each base, in every territory where it is known?
--
-- One row per territory and base, chosen as `funding_ratios` does.
--
-- $measure_id: code, « Mesure »
-- $nature: code, « Nature »
select *
from funding__ratios
where measure_id = $measure_id and nature = $nature and grade <> 'X'
qualify row_number() over (
    partition by territory_id, base_id
    order by grade, scope_relation <> 'equal', years_apart nulls last, year desc, observation_ids, base_observation_ids
) = 1
order by base_order, grade, territory_name collate fr, territory_id
