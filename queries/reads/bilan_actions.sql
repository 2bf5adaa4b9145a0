-- Which actions does a bilan of this contract speak of (whole, in the order of the fiches), and what was planned?
--
-- $contract_id: code, « Contrat »
with own as (
    select
        actions.*,
        list_transform(
            regexp_extract_all(actions.action_id, '\d+|\D+'),
            lambda part: if(regexp_full_match(part, '\d+'), lpad(part, 8, '0'), part)
        ) as place,
    from actions
    where
        contract_id = $contract_id
        and parent_action_id is null
        -- A form asks the same whatever was accepted: what a bilan says is an answer to it.
        and document_id not in (select document_id from documents where kind = 'bilan')
    -- What existed before the contract, and what was proposed for it, is not what it then does: unless it is all
    -- that is known.
    qualify
        stage in ('contracted', 'proposed', 'reported')
        and min(array_position(['contracted', 'proposed', 'reported'], stage)) over ()
            = array_position(['contracted', 'proposed', 'reported'], stage)
),

bears as (
    select action_themes.action_id, list(theme_id order by is_primary desc, display_order) as theme_ids
    from action_themes
    inner join themes using (theme_id)
    group by action_themes.action_id
),

targets as (
    select
        action_id,
        first(value order by breakdown is not null, observation_id) as target,
        first(as_printed order by breakdown is not null, observation_id) as target_words,
    from observations
    where
        measure_id in (select measure_id from repertoire where item_id = '1.1-beneficiaires')
        and nature = 'target'
        and document_id not in (select document_id from documents where kind = 'bilan')
    group by action_id
)

select
    own.action_id,
    nullif(regexp_extract(own.locator, 'fiche (\d+(?:\.\d+)+)', 1), '') as fiche_number,
    own.title,
    own.operator,
    own.axis_label,
    own.audience,
    own.stage,
    coalesce(own.calendar_label, '') as calendar_label,
    own.starts_on,
    own.ends_on,
    bears.theme_ids,
    costs.amount_eur as planned_cost_eur,
    costs.period_start as planned_start,
    costs.period_end as planned_end,
    grants.amount_eur as requested_p104_eur,
    grants.period_start as requested_start,
    grants.period_end as requested_end,
    targets.target,
    targets.target_words,
from own
left join bears using (action_id)
left join targets using (action_id)
left join action__money as costs
    on costs.action_id = own.action_id and costs.measure_role = 'action_cost' and costs.nature = 'planned'
left join action__money as grants
    on grants.action_id = own.action_id and grants.measure_role = 'action_grant' and grants.nature = 'requested'
order by own.place
