-- What does this action cost, who is asked for how much, and what is that per person where both are printed together?
--
-- $action_id: code, « Action »
select
    money.action_id,
    actions.title,
    money.measure_id,
    measures.label as measure_label,
    money.nature,
    money.is_conditional,
    money.amount_eur,
    money.qualifier as cost_qualifier,
    money.is_contradictory,
    money.period_start,
    money.period_end,
    money.observation_ids,
    costs.is_sum_of_parts,
    costs.rule as cost_rule,
    costs.cost_per_person_eur,
    costs.cost_per_person_low_eur,
    costs.cost_per_person_high_eur,
    costs.persons_count,
    costs.persons_count_low,
    costs.persons_count_high,
    costs.persons_qualifier,
    costs.persons_nature,
    costs.ratio_qualifier,
    costs.persons_observation_id,
from action__money as money
inner join actions using (action_id)
inner join measures on measures.measure_id = money.measure_id
left join action__cost_per_person as costs
    on costs.action_id = money.action_id and costs.cost_nature = money.nature and money.measure_role = 'action_cost'
where money.action_id = $action_id
order by money.measure_id, money.nature
