-- One row per fact (territory, measure, breakdown, nature, year): the figure shown, the rule that chose it, the figures set aside.
-- Publié : Une ligne est un fait : le chiffre montré, la règle qui l'a choisi et les chiffres écartés.
--
-- Rules, in order: (L) a certain reading beats a doubtful one; (a) class of document; (c) how exactly it is
-- said; (d) confidence; (e) the latest document of the same class; (f) the number of documents that print the
-- same value. When nothing decides between different values, none wins and their range is shown ("contradictory").
with figures as (
    select
        *,
        concat_ws('|', territory_id, measure_id, breakdown, nature, time_basis in ('at', 'until'),
            coalesce(year::varchar, concat_ws('/', period_start, period_end, span, time_basis)),
            coalesce(horizon_months, -1), horizon_from) as fact,
        -- An empty place is kept: "more than 400" does not say 400.
        concat_ws('|', coalesce(value, -1), coalesce(value_low, -1), coalesce(value_high, -1)) as said,
    from observation__by_year
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
    from figures
),

ranked as (
    select
        *,
        rank() over (
            partition by fact
            order by doubt_rank, class_rank, qualifier_rank, confidence_rank, recency desc, printings desc
        ) as place,
    from placed
),

winners as (
    select
        fact,
        any_value(territory_id) as territory_id,
        any_value(contract_id) as contract_id,
        any_value(measure_id) as measure_id,
        any_value(breakdown) as breakdown,
        any_value(nature) as nature,
        any_value(is_conditional) as is_conditional,
        any_value(year) as year,
        any_value(period_start) as period_start,
        any_value(period_end) as period_end,
        any_value(time_basis) as time_basis,
        any_value(span) as span,
        any_value(period_basis) as period_basis,
        any_value(spans_years) as spans_years,
        any_value(unit) as unit,
        any_value(qualifier) as qualifier,
        any_value(obs_status) as obs_status,
        any_value(confidence) as confidence,
        count(distinct said) > 1 as is_contradictory,
        case when count(distinct said) = 1 then any_value(value) end as value,
        case when count(distinct said) = 1 then any_value(value_low) else min(coalesce(value, value_low)) end as value_low,
        case when count(distinct said) = 1 then any_value(value_high) else max(coalesce(value, value_high)) end as value_high,
        string_agg(distinct observation_id, ' ; ' order by observation_id) as observation_ids,
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
        string_agg(distinct ranked.observation_id, ' ; ' order by ranked.observation_id) as set_aside_ids,
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

agreeing as (
    select
        ranked.fact,
        string_agg(distinct ranked.observation_id, ' ; ' order by ranked.observation_id) as agreeing_ids,
    from ranked
    inner join winners using (fact)
    where ranked.place > 1 and ranked.said = winners.said
    group by ranked.fact
),

final as (
    select
        winners.* exclude (said, doubt_rank, class_rank, qualifier_rank, confidence_rank, recency),
        agreeing.agreeing_ids,
        rivals.set_aside_ids,
        case
            when winners.is_contradictory then 'contradictory'
            when rivals.fact is null then 'only'
            when winners.doubt_rank <> rivals.doubt_rank then 'L'
            when winners.class_rank <> rivals.class_rank then 'a'
            when winners.qualifier_rank <> rivals.qualifier_rank then 'c'
            when winners.confidence_rank <> rivals.confidence_rank then 'd'
            when winners.recency <> rivals.recency then 'e'
            else 'f'
        end as rule,
    from winners
    left join rivals using (fact)
    left join agreeing using (fact)
)

select * exclude (fact) from final
