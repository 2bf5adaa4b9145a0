-- Which share of its actions bears each theme, beside the share of the money of the first eleven contracts?
--
-- $stage: code, « Étape des actions »
-- $territory_ids: codes, « Territoires »
with totals as (
    select
        coalesce(contracts.territory_id, actions.territory_id) as territory_id,
        count(*) as total_count,
        bool_and(documents.completeness = 'exhaustive') as is_exhaustive,
    from actions
    inner join documents on documents.document_id = actions.document_id
    left join contracts on contracts.contract_id = actions.contract_id
    where actions.parent_action_id is null and actions.stage = $stage
    group by 1
),

-- What one document prints under the labels of one theme adds up; what another one prints is the same share again.
printed as (
    select
        theme_id,
        document_id,
        period_start,
        period_end,
        if(count(value) = count(*), sum(value), null) as share_pct,
        bool_or(variant > 1) as is_contradictory,
        list(observation_id order by observation_id) as observation_ids,
    from observations
    inner join measures using (measure_id)
    where
        measures.role = 'theme_share_of_funding'
        and territory_id in (select territory_id from territories where level = 'set')
        and theme_id is not null
    group by theme_id, document_id, period_start, period_end
),

-- Shares that differ give none: nothing is chosen between them, of one set or of two.
national as (
    select
        theme_id,
        if(count(distinct share_pct) = 1 and not bool_or(is_contradictory), any_value(share_pct), null)
            as national_share_pct,
        flatten(list(observation_ids order by observation_ids)) as observation_ids,
    from printed
    group by theme_id
)

select
    totals.territory_id,
    territories.name as territory_name,
    themes.theme_id,
    themes.short_label as theme_label,
    coalesce(coverage.actions_count, 0) as actions_count,
    totals.total_count,
    100.0 * coalesce(coverage.actions_count, 0) / totals.total_count as actions_share_pct,
    national.national_share_pct,
    national.observation_ids,
from totals
inner join territories using (territory_id)
cross join themes
left join territory_theme__coverage as coverage
    on coverage.territory_id = totals.territory_id
    and coverage.theme_id = themes.theme_id
    and coverage.stage = $stage
left join national on national.theme_id = themes.theme_id
where
    totals.territory_id in (select unnest($territory_ids))
    -- A share of an incomplete list would say nothing.
    and totals.is_exhaustive
order by territories.name collate fr, themes.display_order
