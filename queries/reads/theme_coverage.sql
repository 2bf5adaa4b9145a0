-- At which stages, and how often, do the actions of these territories bear each theme, and how surely; or which axis announces it?
--
-- $territory_ids: codes, « Territoires »
-- $stage: code or null, « Étape des actions »
with asked as (
    select
        *,
        actions_count - without_contract_count as of_contract_count,
        list_position(['contracted', 'existing', 'reported', 'proposed'], stage) as stage_rank,
    from territory_theme__coverage
    where $stage is null or stage = $stage
),

chosen as (
    select
        territory_id,
        name as territory_name,
        list_position($territory_ids, territory_id) as place,
        territory_id in (select territory_id from asked) as has_actions,
        territory_id in (select territory_id from territory_theme__coverage) as is_documented,
    from territories
    where territory_id in (select unnest($territory_ids)) and exists (select 1 from asked)
),

-- An action is of one stage: those of several stages are several actions. Those that no contract is said to carry are
-- counted apart, at none of the stages of a contract.
counted as (
    select
        territory_id,
        theme_id,
        sum(actions_count)::bigint as actions_count,
        nullif(sum(of_contract_count) filter (where stage = 'contracted'), 0)::bigint as contracted_count,
        nullif(sum(of_contract_count) filter (where stage in ('existing', 'reported')), 0)::bigint as running_count,
        nullif(sum(of_contract_count) filter (where stage = 'proposed'), 0)::bigint as proposed_count,
        sum(printed_count)::bigint as printed_count,
        sum(axis_count)::bigint as axis_count,
        sum(editorial_count)::bigint as editorial_count,
        sum(without_contract_count)::bigint as without_contract_count,
        sum(unsigned_count)::bigint as unsigned_count,
        list(stage order by stage_rank) as stages,
        -- Costs add up within one stage only.
        if(count(*) = 1, any_value(planned_cost_eur), null) as planned_cost_eur,
        if(count(*) = 1, any_value(planned_cost_observation_ids), null) as planned_cost_observation_ids,
        bool_and(is_exhaustive) as is_exhaustive,
        list_sort(list_distinct(flatten(list(document_ids)))) as document_ids,
        flatten(list(action_titles order by stage_rank)) as action_titles,
    from asked
    group by territory_id, theme_id
),

-- A share is of the actions of one stage, each counted once.
totals as (
    select
        coalesce(contracts.territory_id, actions.territory_id) as territory_id,
        count(*) as total_count,
        bool_and(documents.completeness = 'exhaustive') as is_exhaustive,
    from actions
    inner join documents on documents.document_id = actions.document_id
    left join contracts on contracts.contract_id = actions.contract_id
    where actions.parent_action_id is null and actions.stage = $stage
    group by 1
)

select
    chosen.territory_id,
    chosen.territory_name,
    themes.theme_id,
    themes.short_label as theme_label,
    themes.display_order as theme_order,
    -- Where nobody published an action there is nothing to count, not even none.
    if(chosen.has_actions, coalesce(counted.actions_count, 0), null) as actions_count,
    counted.contracted_count,
    counted.running_count,
    counted.proposed_count,
    if(chosen.has_actions, coalesce(counted.printed_count, 0), null) as printed_count,
    if(chosen.has_actions, coalesce(counted.axis_count, 0), null) as axis_count,
    if(chosen.has_actions, coalesce(counted.editorial_count, 0), null) as editorial_count,
    if(chosen.has_actions, coalesce(counted.without_contract_count, 0), null) as without_contract_count,
    if(chosen.has_actions, coalesce(counted.unsigned_count, 0), null) as unsigned_count,
    counted.stages,
    case
        when counted.contracted_count > 0 then 'contracted'
        when counted.running_count > 0 then 'running'
        when counted.proposed_count > 0 then 'proposed'
        when counted.without_contract_count > 0 then 'without_contract'
        when announced.announced_axes is not null then 'announced'
        when chosen.has_actions then 'none'
        else 'unread'
    end as best_stage,
    chosen.has_actions,
    chosen.is_documented,
    announced.announced_axes,
    counted.planned_cost_eur,
    counted.planned_cost_observation_ids,
    -- A share of an incomplete list would say nothing.
    if(totals.is_exhaustive, 100.0 * coalesce(counted.actions_count, 0) / totals.total_count, null)
        as actions_share_pct,
    bool_and(counted.is_exhaustive) over (partition by chosen.territory_id) as is_exhaustive,
    count(counted.theme_id) over (partition by chosen.territory_id) as covered_count,
    count(*) filter (where counted.without_contract_count = counted.actions_count)
        over (partition by chosen.territory_id) as covered_without_contract_count,
    count(*) over (partition by chosen.territory_id) as themes_count,
    coalesce(counted.document_ids, announced.document_ids) as document_ids,
    counted.action_titles,
    $stage::varchar as asked_stage,
from chosen
cross join themes
left join totals using (territory_id)
left join counted
    on counted.territory_id = chosen.territory_id
    and counted.theme_id = themes.theme_id
-- What an axis announces where no action bears the theme: a presence, of no stage and without number.
left join territory_theme__announced_axes as announced
    on announced.territory_id = chosen.territory_id
    and announced.theme_id = themes.theme_id
    and counted.theme_id is null
order by chosen.place, themes.display_order
