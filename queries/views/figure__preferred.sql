-- One row per fact (territory, measure, breakdown, nature, year): the figure shown, the rule that chose it, the figures set aside.
-- Publié : Une ligne est un fait : le chiffre montré, la règle qui l'a choisi et les chiffres écartés.
--
-- Rules, in order: (L) a certain reading beats a doubtful one; (a) class of document; (c) how exactly it is
-- said; (d) confidence; (e) the latest document of the same class; (f) the number of documents that print the
-- same value. There is no (b): a figure of a set is of the set, never a rival of a member's own. When nothing decides
-- between different values, none wins and their range is shown ("contradictory"): a side on which one of them has no
-- bound has none.
with figures as (
    select * from figure__facts where scope = 'whole' and action_id is null
),

placed as (
    select
        *,
        (confidence = 'L')::int as doubt_rank,
        case
            when qualifier = 'exact' then 1
            when qualifier = 'in_words' then 2
            when qualifier in ('about', 'nearly') then 3
            else 4
        end as qualifier_rank,
        case confidence when 'H' then 1 when 'M' then 2 else 3 end as confidence_rank,
        coalesce(published_on, '') as recency,
        count(distinct document_id) over (partition by fact, said) as printings,
        -- A figure that only goes on, no end printed, neither beats one printed for the year nor gives way to it.
        bool_or(is_held and confidence <> 'L') over (partition by fact)
        and bool_or(not is_held and confidence <> 'L') over (partition by fact) as is_undecided,
    from figures
),

ranked as (
    select
        *,
        rank() over (
            partition by fact
            order by
                doubt_rank,
                if(is_undecided, 0, class_rank),
                if(is_undecided, 0, qualifier_rank),
                if(is_undecided, 0, confidence_rank),
                if(is_undecided, '', recency) desc,
                if(is_undecided, 0, printings) desc
        ) as place,
    from placed
),

winners as (
    select
        fact,
        first(territory_id order by observation_id) as territory_id,
        first(contract_id order by observation_id) as contract_id,
        first(measure_id order by observation_id) as measure_id,
        first(breakdown order by observation_id) as breakdown,
        first(theme_label order by observation_id) as theme_label,
        first(nature order by observation_id) as nature,
        first(is_conditional order by observation_id) as is_conditional,
        first(year order by observation_id) as year,
        first(period_start order by observation_id) as period_start,
        first(period_end order by observation_id) as period_end,
        first(time_basis order by observation_id) as time_basis,
        first(counting order by observation_id) as counting,
        first(span order by observation_id) as span,
        first(period_basis order by observation_id) as period_basis,
        first(spans_years order by observation_id) as spans_years,
        first(is_part_of_year order by observation_id) as is_part_of_year,
        first(is_whole_year order by observation_id) as is_whole_year,
        bool_and(is_held) as is_held,
        first(horizon_months order by observation_id) as horizon_months,
        first(horizon_from order by observation_id) as horizon_from,
        first(unit order by observation_id) as unit,
        first(qualifier order by observation_id) as said_qualifier,
        first(obs_status order by observation_id) as obs_status,
        first(confidence order by observation_id) as confidence,
        count(distinct said) > 1 as is_contradictory,
        case when count(distinct said) = 1 then first(value order by observation_id) end as value,
        case
            when count(distinct said) = 1 then first(value_low order by observation_id)
            when count(coalesce(value, value_low)) = count(*) then min(coalesce(value, value_low))
        end as value_low,
        case
            when count(distinct said) = 1 then first(value_high order by observation_id)
            when count(coalesce(value, value_high)) = count(*) then max(coalesce(value, value_high))
        end as value_high,
        list(distinct observation_id order by observation_id) as observation_ids,
        min(said) as said,
        min(doubt_rank) as doubt_rank,
        min(class_rank) as class_rank,
        min(qualifier_rank) as qualifier_rank,
        min(confidence_rank) as confidence_rank,
        max(recency) as recency,
    from ranked
    where place = 1
    group by fact
),

-- The strongest figure that says something else decides which rule is named.
rivals as (
    select
        ranked.fact,
        list(distinct ranked.observation_id order by ranked.observation_id) as set_aside_ids,
        min(coalesce(ranked.value, ranked.value_low, ranked.value_high)) as set_aside_low,
        max(coalesce(ranked.value, ranked.value_high, ranked.value_low)) as set_aside_high,
        min_by(ranked.doubt_rank, ranked.place) as doubt_rank,
        min_by(ranked.class_rank, ranked.place) as class_rank,
        min_by(ranked.qualifier_rank, ranked.place) as qualifier_rank,
        min_by(ranked.confidence_rank, ranked.place) as confidence_rank,
        min_by(ranked.recency, ranked.place) as recency,
    from ranked
    inner join winners using (fact)
    where ranked.place > 1 and ranked.said <> winners.said
    group by ranked.fact
),

-- Nothing of the same fact says otherwise, and yet a figure of another scope, period or whole does not go with it.
declared as (
    select fact
    from (select fact, unnest(observation_ids) as observation_id from winners)
    where observation_id in (select unnest(list_concat(left_ids, right_ids)) from discrepancies)
),

agreeing as (
    select
        ranked.fact,
        list(distinct ranked.observation_id order by ranked.observation_id) as agreeing_ids,
    from ranked
    inner join winners using (fact)
    where ranked.place > 1 and ranked.said = winners.said
    group by ranked.fact
),

final as (
    select
        winners.* exclude (said, said_qualifier, doubt_rank, class_rank, qualifier_rank, confidence_rank, recency),
        case
            when not winners.is_contradictory then winners.said_qualifier
            when winners.value_low is not null and winners.value_high is not null then 'between'
            when winners.value_low is not null then 'at_least'
            when winners.value_high is not null then 'at_most'
            else 'unbounded'
        end as qualifier,
        agreeing.agreeing_ids,
        rivals.set_aside_ids,
        -- Of the states of one year, the last: what is drawn by year takes that one.
        winners.year is null or winners.time_basis not in ('at', 'until') or row_number() over (
            partition by
                winners.territory_id, winners.contract_id, winners.measure_id, winners.theme_label, winners.breakdown,
                winners.nature, winners.horizon_months, winners.horizon_from, winners.time_basis, winners.year
            order by winners.period_end desc nulls last, winners.period_start desc nulls last, winners.observation_ids
        ) = 1 as is_last_of_year,
        case
            when winners.is_contradictory then 'contradictory'
            when rivals.fact is null and winners.fact in (select fact from declared) then 'declared'
            when rivals.fact is null then 'only'
            when winners.doubt_rank <> rivals.doubt_rank then 'L'
            when winners.class_rank <> rivals.class_rank then 'a'
            when winners.qualifier_rank <> rivals.qualifier_rank then 'c'
            when winners.confidence_rank <> rivals.confidence_rank then 'd'
            when winners.recency <> rivals.recency then 'e'
            else 'f'
        end as rule,
        rivals.set_aside_low,
        rivals.set_aside_high,
    from winners
    left join rivals using (fact)
    left join agreeing using (fact)
)

select * exclude (fact) from final
