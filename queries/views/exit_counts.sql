-- One row per action or contract and period whose positive exits, or exits, are counted.
-- Publié : Une ligne est une action ou un contrat et une période : sorties positives, sorties et issues inconnues comptées.
with counted as (
    select
        territory_id,
        contract_id,
        action_id,
        period_start,
        period_end,
        coalesce(horizon_months, 0) as horizon_months,
        coalesce(horizon_from, 'exit') as horizon_from,
        -- Those who left and those whose exit is positive must be the same persons.
        coalesce(counted_public, replace(replace(breakdown, 'outcome=unknown;', ''), 'outcome=unknown', ''))
            as counted_public,
        case
            when measures.role = 'positive_exits' and counted_public is not null then 'positive'
            when measures.role = 'path_exits' and counted_public is not null then 'exit'
            when measures.role = 'path_exits' and regexp_matches(breakdown, '^outcome=unknown(;public=[^;]+)?$')
                then 'unknown'
            when measures.role = 'beneficiaries' and counted_public is not null then 'beneficiary'
        end as counted,
        value,
        missing_reason,
        observation_id,
    from observations
    inner join territories using (territory_id)
    inner join measures using (measure_id)
    left join observation__wholes using (observation_id)
    where
        nature = 'realised'
        and measures.role in ('positive_exits', 'path_exits', 'beneficiaries')
        and period_start is not null
        and period_end is not null
        -- An approximate, doubtful or otherwise defined count gives no interval; nor does that of a set or of France.
        and qualifier = 'exact'
        and confidence <> 'L'
        and obs_status not in ('D', 'E', 'F', 'U')
        and territories.level not in ('set', 'pays')
),

-- The same count in two documents is one. Where documents contradict each other none is chosen: the count is not known.
positive as (
    select
        territory_id,
        contract_id,
        action_id,
        period_start,
        period_end,
        horizon_months,
        horizon_from,
        counted_public,
        if(count(distinct value) = 1, any_value(value), null) as positive_count,
        -- One that is withheld says so, whatever the others lack.
        max(missing_reason) as positive_missing_reason,
        count(distinct value) > 1 as is_contradictory,
        list(observation_id order by observation_id) as observation_ids,
    from counted
    where counted = 'positive'
    group by all
),

-- Those who left, the unknown outcomes and the beneficiaries have no horizon: they go with each one of the same path.
others as (
    select
        territory_id,
        contract_id,
        action_id,
        period_start,
        period_end,
        counted_public,
        count(distinct value) filter (where counted = 'exit') as exit_values,
        count(distinct value) filter (where counted = 'unknown') as unknown_values,
        count(distinct value) filter (where counted = 'beneficiary') as beneficiary_values,
        if(exit_values = 1, max(value) filter (where counted = 'exit'), null) as exit_count,
        if(unknown_values = 1, max(value) filter (where counted = 'unknown'), null) as unknown_count,
        if(beneficiary_values = 1, max(value) filter (where counted = 'beneficiary'), null) as beneficiary_count,
        max(missing_reason) filter (where counted = 'exit') as exit_missing_reason,
        max(missing_reason) filter (where counted = 'unknown') as unknown_missing_reason,
        list(observation_id order by observation_id) as observation_ids,
    from counted
    where counted in ('exit', 'unknown', 'beneficiary')
    group by territory_id, contract_id, action_id, period_start, period_end, counted_public
),

final as (
    select
        positive.territory_id,
        territories.name as territory_name,
        positive.contract_id,
        positive.action_id,
        actions.title as action_title,
        positive.period_start,
        positive.period_end,
        positive.horizon_months,
        positive.horizon_from,
        positive.positive_count::bigint as positive_count,
        others.exit_count::bigint as exit_count,
        others.unknown_count::bigint as unknown_count,
        others.beneficiary_count::bigint as beneficiary_count,
        case
            when positive.positive_count is null and positive.positive_missing_reason is not null
                then positive.positive_missing_reason
            when others.exit_count is null then others.exit_missing_reason
        end as missing_reason,
        if(others.unknown_count is null, others.unknown_missing_reason, null) as unknown_missing_reason,
        -- Not a rate of exit: many beneficiaries have not left yet. A lower bound, and another measure.
        100 * positive.positive_count / nullif(others.beneficiary_count, 0) as positive_of_beneficiaries_pct,
        -- What the rate is made of: beneficiaries are not.
        positive.is_contradictory or coalesce(others.exit_values > 1 or others.unknown_values > 1, false)
            as is_contradictory,
        list_concat(positive.observation_ids, others.observation_ids) as observation_ids,
    from positive
    inner join territories using (territory_id)
    left join actions on actions.action_id = positive.action_id
    left join others
        on others.territory_id = positive.territory_id
        and others.contract_id is not distinct from positive.contract_id
        and others.action_id is not distinct from positive.action_id
        and others.period_start = positive.period_start
        and others.period_end = positive.period_end
        and others.counted_public = positive.counted_public
)

select * from final
