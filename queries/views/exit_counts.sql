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
        case
            when measure_id = 'positive_exits' and breakdown is null then 'positive'
            when measure_id = 'path_exits' and breakdown is null then 'exit'
            when measure_id = 'path_exits' and breakdown = 'outcome=unknown' then 'unknown'
            when measure_id = 'beneficiaries' and breakdown is null then 'beneficiary'
        end as counted,
        value,
        observation_id,
    from observations
    where
        nature = 'realised'
        and measure_id in ('positive_exits', 'path_exits', 'beneficiaries')
        and period_start is not null
        and period_end is not null
        -- An approximate, doubtful or otherwise defined count gives no interval; nor does that of a set or of France.
        and qualifier = 'exact'
        and confidence <> 'L'
        and obs_status not in ('D', 'E', 'F', 'U')
        and not regexp_matches(territory_id, '^(set-|fra)')
),

-- The same count in two documents is one: contradictions are declared, and refuse the build otherwise.
positive as (
    select
        * exclude (observation_id),
        string_agg(observation_id, ' ; ' order by observation_id)
            over (partition by territory_id, contract_id, action_id, period_start, period_end, horizon_months, horizon_from)
            as observation_ids,
    from counted
    where counted = 'positive'
    qualify row_number() over (
        partition by territory_id, contract_id, action_id, period_start, period_end, horizon_months, horizon_from
        order by observation_id
    ) = 1
),

-- Those who left, the unknown outcomes and the beneficiaries have no horizon: they go with each horizon of the same path.
others as (
    select
        territory_id,
        contract_id,
        action_id,
        period_start,
        period_end,
        max(value) filter (where counted = 'exit') as exit_count,
        max(value) filter (where counted = 'unknown') as unknown_count,
        max(value) filter (where counted = 'beneficiary') as beneficiary_count,
        string_agg(observation_id, ' ; ' order by observation_id) as observation_ids,
    from counted
    where counted in ('exit', 'unknown', 'beneficiary')
    group by all
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
        positive.value::bigint as positive_count,
        others.exit_count::bigint as exit_count,
        others.unknown_count::bigint as unknown_count,
        others.beneficiary_count::bigint as beneficiary_count,
        -- Not a rate of exit: many beneficiaries have not left yet. A lower bound, and another measure.
        100 * positive.value / nullif(others.beneficiary_count, 0) as positive_of_beneficiaries_pct,
        concat_ws(' ; ', positive.observation_ids, others.observation_ids) as observation_ids,
    from positive
    inner join territories using (territory_id)
    left join actions on actions.action_id = positive.action_id
    left join others
        on others.territory_id = positive.territory_id
        and others.contract_id is not distinct from positive.contract_id
        and others.action_id is not distinct from positive.action_id
        and others.period_start = positive.period_start
        and others.period_end = positive.period_end
)

select * from final
