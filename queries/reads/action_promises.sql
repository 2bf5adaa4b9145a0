-- What does this action promise to measure, and is a figure of it printed?
--
-- $action_id: code, « Action »
with printed as (
    select
        promises.action_id,
        promises.position,
        list(figures.observation_id order by figures.observation_id)
            filter (where figures.nature in ('realised', 'observed', 'paid')) as reported_ids,
        list(figures.observation_id order by figures.observation_id)
            filter (where figures.nature not in ('realised', 'observed', 'paid')) as announced_ids,
    from action_indicators as promises
    inner join observations as figures
        on
            figures.action_id = promises.action_id
            and figures.measure_id = promises.measure_id
            and (promises.breakdown is null or figures.breakdown = promises.breakdown)
            and figures.horizon_months is not distinct from promises.horizon_months
            and figures.missing_reason is null
    group by all
)

select
    promises.action_id,
    actions.title,
    promises.position,
    promises.label,
    promises.answer,
    promises.measure_id,
    measures.label as measure_label,
    promises.item_id,
    printed.reported_ids,
    printed.announced_ids,
    promises.locator,
    promises.as_printed,
from action_indicators as promises
inner join actions using (action_id)
left join measures on measures.measure_id = promises.measure_id
left join printed on printed.action_id = promises.action_id and printed.position = promises.position
where promises.action_id = $action_id
order by promises.position
