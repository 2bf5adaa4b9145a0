-- One row per territory and amount of its contract that is no year's and the State's own: of several years, undated, planned, shared, or of a set.
-- Publié : Une ligne est un territoire et un montant de son contrat qui n'est pas engagé par l'État pour une année : de plusieurs années, sans date, prévu, partagé ou d'un ensemble.
--
-- What is printed of a set is said of the set: nothing here enters a ratio, a map or an amount of a member.
with disputed as (
    select list(distinct observation_id) as observation_ids
    from (
        select unnest(list_concat(left_ids, right_ids)) as observation_id
        from discrepancies
        where kind in ('same_fact', 'span_vs_years')
    ) as opposed
),

own as (
    select
        territory_id,
        if(payer = 'state', 'own', 'shared') as kind,
        nature,
        is_conditional,
        amount_eur,
        amount_low_eur,
        amount_high_eur,
        qualifier,
        is_contradictory,
        time_basis,
        coalesce(year, year(period_start)) as first_year,
        coalesce(year, year(period_end)) as last_year,
        span,
        case confidence when 'H' then 1 when 'M' then 2 else 3 end as confidence_rank,
        null as set_id,
        observation_ids,
        is_disputed,
    from contract_year__money
    where
        payer in ('state', 'several', 'unknown')
        and nature <> 'rule'
        and not is_held
        and not (payer = 'state' and nature = 'committed' and is_whole_year and time_basis <> 'until')
),

of_sets as (
    select
        members.member_id as territory_id,
        if(coalesce(observations.breakdown = 'per=contract', false), 'each', 'whole') as kind,
        observations.nature,
        observations.is_conditional,
        observations.value as amount_eur,
        observations.value_low as amount_low_eur,
        observations.value_high as amount_high_eur,
        observations.qualifier,
        false as is_contradictory,
        observations.time_basis,
        year(observations.period_start) as first_year,
        year(observations.period_end) as last_year,
        observations.span,
        min(case observations.confidence when 'H' then 1 when 'M' then 2 else 3 end) as confidence_rank,
        sets.territory_id as set_id,
        list(observations.observation_id order by observations.observation_id) as observation_ids,
        bool_or(coalesce(list_contains(disputed.observation_ids, observations.observation_id), false)) as is_disputed,
    from observations
    cross join disputed
    inner join measures using (measure_id)
    inner join territories as sets using (territory_id)
    inner join territory_members as members on members.territory_id = sets.territory_id
    where
        sets.level = 'set'
        and measures.payer = 'state'
        and coalesce(observations.breakdown, 'per=contract') = 'per=contract'
        and observations.scope = 'whole'
        and observations.missing_reason is null
    group by all
),

final as (
    select
        told.territory_id,
        told.kind,
        -- The nearest to an amount of the territory's own first: of it, of each of a set, of several payers.
        case told.kind when 'own' then 1 when 'each' then 2 when 'shared' then 3 else 4 end as kind_order,
        told.nature,
        told.is_conditional,
        told.amount_eur,
        told.amount_low_eur,
        told.amount_high_eur,
        told.qualifier,
        told.is_contradictory,
        told.time_basis = 'per_year' as is_yearly,
        told.time_basis = 'until' as is_cumulated,
        told.first_year,
        told.last_year,
        case
            when told.span like 'P%Y' then try_cast(told.span[2:-2] as integer)
            when told.span like 'P%M' and try_cast(told.span[2:-2] as integer) % 12 = 0
                then try_cast(told.span[2:-2] as integer) // 12
        end as years_count,
        told.set_id,
        sets.members_count,
        told.observation_ids,
        (['H', 'M', 'L'])[told.confidence_rank] as confidence,
        -- Of what is printed for each of a set, one that is disputed makes all of them so.
        bool_or(told.is_disputed) over (
            partition by told.territory_id, if(told.kind = 'each', null, told.observation_ids)
        ) as is_disputed,
    from (
        select * from own
        union all
        select * from of_sets
    ) as told
    left join (
        select territory_id as set_id, count(*) as members_count from territory_members group by territory_id
    ) as sets using (set_id)
)

select * from final
