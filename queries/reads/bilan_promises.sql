-- Which indicators do the actions of this contract promise, and what does the official repertoire say of each?
--
-- $contract_id: code, « Contrat »
select
    action_indicators.action_id,
    action_indicators.position,
    action_indicators.label,
    action_indicators.answer,
    action_indicators.measure_id,
    coalesce(action_indicators.breakdown, repertoire.breakdown) as breakdown,
    coalesce(action_indicators.horizon_months, repertoire.horizon_months) as horizon_months,
    coalesce(action_indicators.horizon_from, repertoire.horizon_from) as horizon_from,
    action_indicators.item_id,
    coalesce(repertoire.definition, measures.definition) as definition,
    measures.unit,
    action_indicators.as_printed,
from action_indicators
inner join actions using (action_id)
left join repertoire using (item_id)
left join measures on measures.measure_id = action_indicators.measure_id
where actions.contract_id = $contract_id
order by action_indicators.action_id, action_indicators.position
