-- Which actions do the documents of this territory describe, by axis, in the order of their fiches, and for how much?
--
-- $territory_id: code, « Territoire »
with described as (
    select
        actions.*,
        holders.name as holder_name,
        contracts.programme,
        -- « fiche-2-10 » after « fiche-2-9 »: numbers are compared as numbers. A part follows its whole.
        list_transform(
            regexp_extract_all(coalesce(actions.parent_action_id, actions.action_id), '\d+|\D+'),
            lambda part: if(regexp_full_match(part, '\d+'), lpad(part, 8, '0'), part)
        ) as place,
        list_transform(
            regexp_extract_all(actions.action_id, '\d+|\D+'),
            lambda part: if(regexp_full_match(part, '\d+'), lpad(part, 8, '0'), part)
        ) as own_place,
    from actions
    left join contracts on contracts.contract_id = actions.contract_id
    inner join territories as holders
        on holders.territory_id = coalesce(contracts.territory_id, actions.territory_id)
    where
        holders.territory_id in (select gathered_id from territory__gathered where territory_id = $territory_id)
),

-- What was spent tells more than what was planned, what was granted more than what was asked.
money as (
    select distinct on (action_id, measure_role) *
    from action__money
    order by
        action_id, measure_role,
        array_position(['paid', 'realised', 'committed', 'planned', 'requested'], nature), measure_id
),

-- Not a window over what is shown, which holds all its columns.
axes as (
    select contract_id, stage, axis_label, min(place) as first_place
    from described
    group by contract_id, stage, axis_label
)

select
    described.action_id,
    nullif(regexp_extract(described.locator, 'fiche (\d+(?:\.\d+)+)', 1), '') as fiche_number,
    described.title,
    parents.title as parent_title,
    described.contract_id,
    described.programme,
    described.holder_name as territory_name,
    described.stage,
    described.axis_label,
    described.operator,
    described.audience,
    described.public_label,
    described.starts_on,
    described.ends_on,
    described.calendar_label,
    costs.nature as cost_nature,
    costs.amount_eur as cost_eur,
    costs.qualifier as cost_qualifier,
    costs.is_contradictory as cost_is_contradictory,
    costs.is_conditional as cost_is_conditional,
    costs.observation_ids as cost_observation_ids,
    grants.nature as grant_nature,
    grants.amount_eur as grant_eur,
    grants.qualifier as grant_qualifier,
    grants.is_contradictory as grant_is_contradictory,
    grants.is_conditional as grant_is_conditional,
    grants.observation_ids as grant_observation_ids,
    documents.document_id,
    documents.title as document_title,
    documents.publisher,
    documents.published_on,
    documents.published_label,
    documents.url,
    documents.completeness,
    described.locator,
from described
inner join documents on documents.document_id = described.document_id
inner join axes
    on axes.contract_id is not distinct from described.contract_id
    and axes.stage is not distinct from described.stage
    and axes.axis_label is not distinct from described.axis_label
left join actions as parents on parents.action_id = described.parent_action_id
left join money as costs on costs.action_id = described.action_id and costs.measure_role = 'action_cost'
left join money as grants on grants.action_id = described.action_id and grants.measure_role = 'action_grant'
order by
    described.holder_name collate fr,
    described.contract_id nulls last,
    array_position(['contracted', 'reported', 'proposed', 'existing'], described.stage),
    described.axis_label is null,
    axes.first_place,
    described.axis_label,
    described.place,
    described.parent_action_id is not null,
    described.own_place
