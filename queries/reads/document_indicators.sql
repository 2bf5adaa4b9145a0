-- Which indicators do the actions of this document promise to measure?
--
-- $document_id: code, « Document »
select
    actions.title as action_title,
    action_indicators.position,
    action_indicators.label,
    action_indicators.answer,
    measures.label as measure_label,
    action_indicators.breakdown,
    action_indicators.item_id,
    action_indicators.locator,
    action_indicators.as_printed,
from action_indicators
inner join actions using (action_id)
left join measures using (measure_id)
where action_indicators.document_id = $document_id
order by action_indicators.action_id, action_indicators.position
