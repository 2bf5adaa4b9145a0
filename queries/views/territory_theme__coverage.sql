-- One row per territory, stage and theme: actions that bear it, the surest basis, and planned cost where it is the primary theme.
-- Publié : Une ligne est un territoire, une étape et un thème : actions qui le portent et coût prévu quand il est principal.
with counted as (
    select
        actions.*,
        coalesce(contracts.territory_id, actions.territory_id) as covered_territory_id,
        actions.stage = 'contracted' and contracts.status is distinct from 'signed' as is_unsigned,
        documents.completeness = 'exhaustive' as is_exhaustive,
    from actions
    inner join documents on documents.document_id = actions.document_id
    left join contracts on contracts.contract_id = actions.contract_id
    where actions.parent_action_id is null
),

costs as (
    select action_id, amount_eur, observation_ids
    from action__money
    where measure_role = 'action_cost' and nature = 'planned'
),

final as (
    select
        counted.covered_territory_id as territory_id,
        territories.name as territory_name,
        counted.stage,
        action_themes.theme_id,
        themes.short_label as theme_label,
        themes.display_order as theme_order,
        count(*) as actions_count,
        count(*) filter (where action_themes.basis = 'printed') as printed_count,
        count(*) filter (where action_themes.basis = 'axis') as axis_count,
        count(*) filter (where action_themes.basis = 'editorial') as editorial_count,
        count(*) filter (where counted.contract_id is null) as without_contract_count,
        count(*) filter (where counted.is_unsigned) as unsigned_count,
        -- A sum that lacks the cost of an action would pass for the theme's.
        count(*) filter (where action_themes.is_primary and costs.amount_eur is null) as unpriced_count,
        if(unpriced_count = 0, sum(costs.amount_eur) filter (where action_themes.is_primary), null) as planned_cost_eur,
        flatten(
            list(costs.observation_ids order by costs.observation_ids)
                filter (where action_themes.is_primary and costs.observation_ids is not null)
        ) as planned_cost_observation_ids,
        bool_and(counted.is_exhaustive) as is_exhaustive,
        list(distinct counted.document_id order by counted.document_id) as document_ids,
        list(counted.title order by counted.title collate fr, counted.action_id) as action_titles,
    from counted
    inner join territories on territories.territory_id = counted.covered_territory_id
    inner join action_themes on action_themes.action_id = counted.action_id
    inner join themes on themes.theme_id = action_themes.theme_id
    left join costs on costs.action_id = counted.action_id
    group by all
)

select * from final
