-- Which indicators do the actions of this territory promise, and has a figure been reported for each?
--
-- $territory_id: code, « Territoire »
with reported as (
    select
        action_id,
        measure_id,
        -- A count that says which public, and that none is wider, answers for all.
        if(observation__wholes.observation_id is null, breakdown, null) as breakdown,
        coalesce(horizon_months, 0) as horizon_months,
        coalesce(horizon_from, 'exit') as horizon_from,
        list(observations.observation_id order by observations.observation_id) as observation_ids,
    from observations
    left join observation__wholes using (observation_id)
    where
        nature = 'realised'
        and missing_reason is null
        and action_id in (
            select actions.action_id
            from actions
            left join contracts on contracts.contract_id = actions.contract_id
            where coalesce(contracts.territory_id, actions.territory_id) in (
                select gathered_id from territory__gathered where territory_id = $territory_id
            )
        )
    group by all
)

select
    actions.action_id,
    actions.title as action_title,
    territories.name as territory_name,
    action_indicators.position,
    action_indicators.label,
    action_indicators.answer,
    measures.label as measure_label,
    action_indicators.document_id,
    action_indicators.locator,
    reported.observation_ids as reported_observation_ids,
from action_indicators
inner join actions on actions.action_id = action_indicators.action_id
left join contracts on contracts.contract_id = actions.contract_id
inner join territories on territories.territory_id = coalesce(contracts.territory_id, actions.territory_id)
left join measures on measures.measure_id = action_indicators.measure_id
left join reported
    on reported.action_id = action_indicators.action_id
    and reported.measure_id = action_indicators.measure_id
    and reported.breakdown is not distinct from action_indicators.breakdown
    -- Without a horizon, a result is that of the exit.
    and reported.horizon_months = coalesce(action_indicators.horizon_months, 0)
    and reported.horizon_from = coalesce(action_indicators.horizon_from, 'exit')
where territories.territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
order by territories.name collate fr, action_indicators.action_id, action_indicators.position
