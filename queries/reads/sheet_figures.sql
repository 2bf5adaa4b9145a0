-- Which results are printed for this territory, of its actions or as a whole, or else which figures no other part of its sheet shows?
--
-- $is_result: boolean, « Résultats, plutôt que les autres chiffres »
-- $territory_id: code, « Territoire »
with of_bases as (
    select unnest(base_observation_ids) as observation_id from base__figures
),

-- Chosen before anything is joined to them.
here as (
    select *
    from observation__context
    where territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
)

select
    context.observation_id,
    context.territory_name,
    context.action_id,
    context.action_title,
    context.action_operator,
    context.theme_label,
    context.measure_label,
    context.breakdown_label,
    -- What a share is a share of, where its base is printed.
    bases.measure_label || coalesce(', ' || bases.breakdown_label, '') as share_base_label,
    context.nature,
    context.is_conditional,
    context.value,
    context.value_low,
    context.value_high,
    context.unit,
    context.qualifier,
    context.missing_reason,
    context.period_start,
    context.period_end,
    context.time_basis,
    context.span,
    context.horizon_months,
    context.horizon_from,
    context.confidence,
    context.document_title,
    context.publisher,
    context.as_printed,
    context.survey_note,
    documents.read_via,
from here as context
inner join documents on documents.document_id = context.document_id
left join observation__context as bases
    on bases.observation_id = if(context.unit = 'pct', context.base_observation_id, null)
where
    case
        when $is_result then context.nature = 'realised' and context.family <> 'money'
        when context.family = 'money' then context.contract_id is null and context.action_id is null
        else context.nature <> 'realised' and context.observation_id not in (select observation_id from of_bases)
    end
order by
    context.territory_name collate fr, context.family <> 'exit', context.action_id nulls first,
    context.observation_id
