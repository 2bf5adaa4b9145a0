-- One row per bilan and answer of an action that has a target: what was promised, what was reached.
-- Publié : Une ligne est une réponse d'un bilan qui a un objectif : l'objectif, la valeur atteinte, leur rapport.
with targets as (
    -- The contract's own, where one alone is published for the action.
    select
        action_id,
        measure_id,
        if(count(distinct value) = 1, any_value(value), null) as target,
        list(observation_id order by observation_id) as target_observation_ids,
    from observations
    inner join documents using (document_id)
    where nature = 'target' and action_id is not null and value is not null and documents.kind <> 'bilan'
    group by all
)

select
    answers.bilan_id,
    bilans.contract_id,
    contracts.territory_id,
    territories.name as territory_name,
    bilans.period_start,
    bilans.period_end,
    answers.answer_id,
    answers.action_id,
    actions.title as action_title,
    answers.label,
    answers.unit,
    answers.state,
    coalesce(answers.target, if(answers.breakdown is null, targets.target, null)) as target,
    -- A figure that is withheld or missing says so itself.
    coalesce(figures.value, answers.value) as value,
    figures.missing_reason,
    -- Of a duration or a delay more is no better: no share.
    if(
        answers.unit in ('day', 'week', 'month', 'year'),
        null,
        100 * coalesce(figures.value, answers.value)
        / nullif(coalesce(answers.target, if(answers.breakdown is null, targets.target, null)), 0)
    ) as reached_pct,
    list_concat(
        if(answers.observation_id is null, [], [answers.observation_id]),
        if(answers.target is null and answers.breakdown is null, coalesce(targets.target_observation_ids, []), [])
    ) as observation_ids,
from bilan_answers as answers
inner join bilans using (bilan_id)
inner join contracts using (contract_id)
inner join territories using (territory_id)
inner join actions on actions.action_id = answers.action_id
left join targets on targets.action_id = answers.action_id and targets.measure_id = answers.measure_id
left join observations as figures on figures.observation_id = answers.observation_id
where answers.target is not null or (answers.breakdown is null and targets.target is not null)
