-- What does the State's committed money come to per person, on each admissible base, and how strongly does it compare?
--
-- $territory_id: code, « Territoire »
select * exclude (payer, is_whole_year)
from funding__ratios
where
    payer = 'state'
    and nature = 'committed'
    and grade <> 'X'
    and territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
qualify row_number() over (
    partition by territory_id, base_id
    order by grade, scope_relation <> 'equal', years_apart nulls last, year desc, observation_ids, base_observation_ids
) = 1
order by base_order, grade, territory_name collate fr, territory_id
