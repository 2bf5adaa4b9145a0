-- One row per territory with a contract, an action or a figure: what is known of it, and which comparisons it can enter.
-- Publié : Une ligne est un territoire connu de l'Atlas : ce que l'on en sait et les comparaisons où il peut entrer.
with contract_counts as (
    select
        territory_id,
        count(*) as contracts_count,
        string_agg(distinct upper(programme), ', ' order by upper(programme)) as programmes,
    from contracts
    group by territory_id
),

action_counts as (
    select
        coalesce(contracts.territory_id, actions.territory_id) as territory_id,
        count(*) filter (where actions.parent_action_id is null) as actions_count,
    from actions
    left join contracts on contracts.contract_id = actions.contract_id
    group by 1
),

-- Actions that another territory's contract describes, and that take place here.
located_counts as (
    select
        actions.territory_id,
        count(*) as located_actions_count,
    from actions
    inner join contracts on contracts.contract_id = actions.contract_id
    where contracts.territory_id <> actions.territory_id and actions.parent_action_id is null
    group by actions.territory_id
),

observation_counts as (
    select
        territory_id,
        count(*) as observations_count,
        count(*) filter (where measures.role = 'positive_exit_rate' and nature = 'realised' and missing_reason is null)
            as exit_rates_count,
        count(*) filter (
            where
                measures.role = 'positive_exit_rate'
                and nature = 'realised'
                and missing_reason is null
                and contract_id is not null
        ) as contract_exit_rates_count,
    from observations
    inner join measures using (measure_id)
    group by territory_id
),

-- Whatever a document says of a territory: a figure, a contract with its parties, events, axes and clauses, an action.
told as (
    select territory_id, document_id from observations
    union
    select territory_id, document_id from contracts
    union
    select territory_id, document_id from contract_parties where territory_id is not null
    union
    select contracts.territory_id, parts.document_id
    from (
        select contract_id, document_id from contract_parties
        union
        select contract_id, document_id from contract_events
        union
        select contract_id, document_id from contract_axes
        union
        select contract_id, document_id from contract_conditions
    ) as parts
    inner join contracts using (contract_id)
    union
    select coalesce(contracts.territory_id, actions.territory_id), actions.document_id
    from actions
    left join contracts on contracts.contract_id = actions.contract_id
),

document_counts as (
    select territory_id, count(distinct document_id) as documents_count from told group by territory_id
),

signed_counts as (
    select territory_id, count(distinct contract_id) as signed_contracts_count
    from territory__signed_contracts
    group by territory_id
),

-- The money known otherwise, the nearest to an amount of the territory's own: what stands farther off is not told.
other_amounts as (
    select
        territory_id,
        list(
            {
                kind: kind,
                amount_eur: amount_eur,
                amount_low_eur: amount_low_eur,
                amount_high_eur: amount_high_eur,
                qualifier: qualifier,
                is_contradictory: is_contradictory,
                nature: nature,
                is_conditional: is_conditional,
                is_yearly: is_yearly,
                is_cumulated: is_cumulated,
                first_year: first_year,
                last_year: last_year,
                years_count: years_count,
                members_count: members_count,
                confidence: confidence,
                is_disputed: is_disputed
            }
            -- The surest first: a list, a cell or a slide may show that one alone.
            order by
                list_position(['H', 'M', 'L'], confidence), first_year nulls last, last_year, nature, amount_eur,
                amount_low_eur, observation_ids
        ) as other_amounts,
        flatten(list(observation_ids order by observation_ids)) as other_amount_observation_ids,
    from (
        select *
        from territory__other_money
        qualify kind_order = min(kind_order) over (partition by territory_id)
    ) as nearest
    group by territory_id
),

-- The State's yearly amounts, or ranges, of the latest year for which one is printed: a cumulated one is not a year's.
latest_amounts as (
    select *
    from contract_year__money
    where
        payer = 'state'
        and nature = 'committed'
        and is_whole_year
        and not is_held
        and time_basis <> 'until'
    qualify year = max(year) over (partition by territory_id)
),

-- Two contracts of one year add up: none of them speaks for both.
added as (
    select
        territory_id,
        case when count(amount_eur) = count(*) then sum(amount_eur) end as latest_committed_eur,
        case
            when count(amount_eur) < count(*) and count(coalesce(amount_eur, amount_low_eur)) = count(*)
                then sum(coalesce(amount_eur, amount_low_eur))
        end as latest_committed_low_eur,
        case
            when count(amount_eur) < count(*) and count(coalesce(amount_eur, amount_high_eur)) = count(*)
                then sum(coalesce(amount_eur, amount_high_eur))
        end as latest_committed_high_eur,
        count(*) as latest_committed_count,
        bool_or(qualifier in ('about', 'nearly')) as is_about,
        min(qualifier) as only_qualifier,
        bool_or(is_contradictory) as latest_committed_is_contradictory,
        min(year) as latest_committed_year,
        min(set_aside_low_eur) as latest_committed_set_aside_low_eur,
        max(set_aside_high_eur) as latest_committed_set_aside_high_eur,
        flatten(list(observation_ids order by observation_ids)) as latest_committed_observation_ids,
    from latest_amounts
    group by territory_id
),

money as (
    select
        *,
        case
            when latest_committed_count = 1 then only_qualifier
            when latest_committed_eur is not null then if(is_about, 'about', 'exact')
            when latest_committed_low_eur is not null and latest_committed_high_eur is not null then 'between'
            when latest_committed_low_eur is not null then 'at_least'
            when latest_committed_high_eur is not null then 'at_most'
            else 'unbounded'
        end as latest_committed_qualifier,
    from added
),

-- Which of the amounts shown of a territory other figures contradict, whether they are its latest or not.
disputed as (
    select
        territory_id,
        list(distinct kind order by list_position(['year', 'total', 'each', 'shared', 'whole'], kind))
            as disputed_amounts,
    from (
        select
            territory_id,
            if(spans_years, 'total', 'year') as kind,
        from contract__amounts
        where payer = 'state' and if(spans_years, is_disputed, is_contradictory or set_aside_low_eur is not null)
        union all
        select
            territory_id,
            kind,
        from territory__other_money
        left join money using (territory_id)
        where kind <> 'own'
        -- What is farther off than what is printed for each of a set is told only where nothing nearer is.
        qualify
            is_disputed
            and (
                kind = 'each'
                or money.territory_id is null and kind_order = min(kind_order) over (partition by territory_id)
            )
    ) as contradicted
    group by territory_id
),

ratios as (
    select
        territory_id,
        min(grade) as best_grade,
        -- Of two bounds, the exact one is the better.
        arg_min(ratio_qualifier, grade || if(ratio_qualifier = 'exact', '0', '1')) as best_ratio_qualifier,
    from funding__ratios
    where grade <> 'X' and payer = 'state'
    group by territory_id
),

announced as (
    select territory_id, count(distinct theme_id) as announced_themes_count
    from territory_theme__announced_axes
    group by territory_id
),

-- A bilan that counts those who left and those who left well gives a rate, which no document publishes.
exits_counted as (
    select territory_id, count(*) as counted_exit_rates_count
    from exit_counts
    where positive_count is not null and exit_count > 0
    group by territory_id
),

known as (
    select territory_id from contract_counts
    union
    select territory_id from action_counts
    union
    select territory_id from located_counts
    union
    select territory_id from observation_counts
    union
    select territory_id from signed_counts
    union
    -- What is printed for a set is something known of each of its members.
    select territory_members.member_id
    from territory_members
    inner join territories as sets using (territory_id)
    where sets.level = 'set' and territory_id in (select territory_id from observation_counts)
),

final as (
    select
        territories.territory_id,
        territories.level,
        territories.insee_code,
        territories.name,
        territories.departement_code,
        territories.region_code,
        territories.population,
        territories.population_year,
        territories.longitude,
        territories.latitude,
        coalesce(contract_counts.contracts_count, 0) as contracts_count,
        contract_counts.programmes,
        coalesce(signed_counts.signed_contracts_count, 0) as signed_contracts_count,
        coalesce(action_counts.actions_count, 0) as actions_count,
        coalesce(located_counts.located_actions_count, 0) as located_actions_count,
        coalesce(observation_counts.observations_count, 0) as observations_count,
        coalesce(document_counts.documents_count, 0) as documents_count,
        coalesce(observation_counts.exit_rates_count, 0) as exit_rates_count,
        coalesce(observation_counts.contract_exit_rates_count, 0) as contract_exit_rates_count,
        coalesce(exits_counted.counted_exit_rates_count, 0) as counted_exit_rates_count,
        coalesce(announced.announced_themes_count, 0) as announced_themes_count,
        money.latest_committed_eur,
        money.latest_committed_low_eur,
        money.latest_committed_high_eur,
        money.latest_committed_qualifier,
        money.latest_committed_is_contradictory,
        money.latest_committed_count,
        money.latest_committed_year,
        money.latest_committed_observation_ids,
        money.territory_id is null and other_amounts.territory_id is not null as has_other_amount,
        if(money.territory_id is null, other_amounts.other_amounts, null) as other_amounts,
        if(money.territory_id is null, other_amounts.other_amount_observation_ids, null)
            as other_amount_observation_ids,
        ratios.best_grade,
        ratios.best_ratio_qualifier,
        disputed.territory_id is not null as money_is_disputed,
        disputed.disputed_amounts,
        if(money.latest_committed_count = 1, money.latest_committed_set_aside_low_eur, null)
            as latest_committed_set_aside_low_eur,
        if(money.latest_committed_count = 1, money.latest_committed_set_aside_high_eur, null)
            as latest_committed_set_aside_high_eur,
        -- Of each topic, whether it is known of the territory, only in part, or not at all.
        case
            when money.territory_id is not null then 'known'
            when other_amounts.territory_id is not null then 'partly'
            else 'unknown'
        end as money_state,
        case
            when ratios.best_grade in ('A', 'B') then 'known'
            when ratios.best_grade = 'C' then 'partly'
            else 'unknown'
        end as persons_state,
        case
            when action_counts.actions_count > 0 then 'known'
            when located_counts.located_actions_count > 0 or announced.announced_themes_count > 0 then 'partly'
            else 'unknown'
        end as actions_state,
        case
            when observation_counts.contract_exit_rates_count > 0 then 'known'
            when exits_counted.counted_exit_rates_count > 0 then 'known'
            when observation_counts.exit_rates_count > 0 then 'partly'
            else 'unknown'
        end as exits_state,
    from known
    inner join territories using (territory_id)
    left join contract_counts using (territory_id)
    left join action_counts using (territory_id)
    left join located_counts using (territory_id)
    left join observation_counts using (territory_id)
    left join document_counts using (territory_id)
    left join signed_counts using (territory_id)
    left join money using (territory_id)
    left join other_amounts using (territory_id)
    left join disputed using (territory_id)
    left join ratios using (territory_id)
    left join announced using (territory_id)
    left join exits_counted using (territory_id)
)

select * from final
