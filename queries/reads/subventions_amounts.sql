-- Which printed contributions of the State may stand as grants, each once, and why may the others not?
--
-- A grant is an amount committed for one contract, exact and without condition. Two amounts of a contract whose periods
-- may overlap could be the same money: the one of the shorter period stands, a total gives way to its years.
with facts as (
    select
        * exclude (is_part_of_year),
        null as missing_reason,
        if(year is not null and not is_part_of_year, make_date(year, 1, 1), period_start) as from_on,
        if(year is not null and not is_part_of_year, make_date(year, 12, 31), period_end) as to_on,
    from figure__preferred
    where measure_id in (select measure_id from measures where payer = 'state')
    union all by name
    -- A view of figures has none of those that are missing.
    select
        territory_id, contract_id, breakdown, nature, is_conditional, period_start, period_end, time_basis, span,
        value, qualifier, obs_status, missing_reason, confidence,
        false as is_contradictory,
        [observation_id] as observation_ids,
        period_start as from_on,
        period_end as to_on,
    from observations
    where measure_id in (select measure_id from measures where payer = 'state') and missing_reason is not null
    union all by name
    -- A figure that says something else of the same fact, and was not chosen.
    select
        printed.territory_id, printed.contract_id, printed.breakdown, printed.nature, printed.is_conditional,
        chosen.year, printed.period_start, printed.period_end, printed.time_basis, printed.span,
        printed.value, printed.value_low, printed.value_high, printed.qualifier, printed.obs_status, printed.confidence,
        [printed.observation_id] as observation_ids,
        chosen.observation_ids as chosen_ids,
    from (
        select year, observation_ids, unnest(set_aside_ids) as observation_id
        from figure__preferred
        where measure_id in (select measure_id from measures where payer = 'state')
    ) as chosen
    inner join observations as printed using (observation_id)
),

judged as (
    select
        facts.*,
        case
            when contract_id is null then 'no_contract'
            when nature <> 'committed' then 'other_nature'
            when missing_reason is not null then 'missing'
            when chosen_ids is not null then 'other_figure'
            when contracts.status in ('prefiguration', 'announced') then 'no_agreement'
            when breakdown is not null then 'part'
            when is_contradictory then 'contradictory'
            when is_held then 'held'
            when value is null or qualifier <> 'exact' or obs_status <> 'A' then 'not_exact'
            when confidence = 'L' then 'doubtful'
            when time_basis not in ('over', 'per_year') then 'cumulated'
            when time_basis = 'per_year' and year is null then 'undated_years'
        end as alone_reason,
        coalesce(date_diff('day', from_on, to_on), 1000000) as days,
    from facts
    left join contracts using (contract_id)
),

overlapped as (
    select
        longer.observation_ids,
        longer.year,
        flatten(list(shorter.observation_ids order by shorter.days, shorter.observation_ids)) as same_money_ids,
    from judged as longer
    inner join judged as shorter using (contract_id)
    where
        longer.alone_reason is null
        and shorter.alone_reason is null
        and (shorter.days, shorter.observation_ids, coalesce(shorter.year, 0))
            < (longer.days, longer.observation_ids, coalesce(longer.year, 0))
        and coalesce(shorter.from_on <= longer.to_on, true)
        and coalesce(longer.from_on <= shorter.to_on, true)
    group by longer.observation_ids, longer.year
),

parties as (
    select
        contract_id,
        string_agg(distinct party, ' ; ' order by party collate fr) filter (where kind = 'state') as state_parties,
        string_agg(distinct siret, ' ; ' order by siret) filter (where kind = 'state') as state_sirets,
        string_agg(distinct party, ' ; ' order by party collate fr) filter (where role = 'payee') as payees,
        string_agg(distinct siret, ' ; ' order by siret) filter (where role = 'payee') as payee_sirets,
        string_agg(distinct party, ' ; ' order by party collate fr)
            filter (where role = 'signatory' and kind <> 'state') as other_signatories,
    from contract_parties
    group by contract_id
),

events as (
    select
        contract_id,
        list(event_on) filter (where kind = 'signature' and basis = 'printed') as printed_on,
        min(event_on) filter (where kind in ('amendment', 'extension', 'renewal')) as changed_on,
    from contract_events
    group by contract_id
),

told as (
    select
        judged.observation_ids,
        documents.title,
        observations.locator,
        observations.as_printed,
        observations.survey_note,
    from (
        select observation_ids, unnest(observation_ids) as observation_id
        from (select distinct observation_ids from judged)
    ) as judged
    inner join (
        -- Of these measures alone: texts of all figures take longer to read than all the rest.
        select observation_id, document_id, locator, as_printed, survey_note
        from observations
        where measure_id in (select measure_id from measures where payer = 'state')
    ) as observations using (observation_id)
    inner join documents on documents.document_id = observations.document_id
),

printed as (
    -- Lists made distinct and sorted, twice as soon as texts aggregated so; nothing where nothing is printed.
    select
        observation_ids,
        string_agg(distinct title, ' ; ' order by title collate fr) as document_titles,
        array_to_string(list_sort(list_distinct(list(locator))), ' ; ') as locators,
        nullif(array_to_string(list_sort(list_distinct(list(as_printed))), ' ; '), '') as passages,
        nullif(array_to_string(list_sort(list_distinct(list(survey_note))), ' ; '), '') as survey_notes,
    from told
    group by observation_ids
)

select
    judged.territory_id,
    territories.name as territory_name,
    judged.contract_id,
    contracts.title as contract_title,
    contracts.status as contract_status,
    if(list_contains(events.printed_on, contracts.signed_on), contracts.signed_on, null) as signed_on,
    if(list_contains(events.printed_on, contracts.signed_on), null, contracts.signed_on) as inferred_signed_on,
    events.changed_on,
    parties.state_parties,
    parties.state_sirets,
    parties.payees,
    parties.payee_sirets,
    parties.other_signatories,
    judged.year,
    judged.period_start,
    judged.period_end,
    judged.time_basis,
    judged.span,
    judged.nature,
    judged.is_conditional,
    judged.breakdown,
    judged.value,
    judged.value_low,
    judged.value_high,
    'eur' as unit,
    judged.qualifier,
    judged.missing_reason,
    judged.confidence,
    judged.observation_ids,
    judged.agreeing_ids,
    printed.document_titles,
    printed.locators,
    printed.passages,
    printed.survey_notes,
    coalesce(judged.alone_reason, if(overlapped.same_money_ids is not null, 'same_money', null)) as set_aside_reason,
    coalesce(judged.chosen_ids, overlapped.same_money_ids) as instead_ids,
from judged
inner join territories using (territory_id)
inner join printed on printed.observation_ids = judged.observation_ids
left join contracts on contracts.contract_id = judged.contract_id
left join parties on parties.contract_id = judged.contract_id
left join events on events.contract_id = judged.contract_id
left join overlapped
    on overlapped.observation_ids = judged.observation_ids and overlapped.year is not distinct from judged.year
order by
    set_aside_reason is not null, territories.name collate fr, judged.contract_id, judged.year nulls last,
    judged.nature, judged.period_start, judged.period_end, judged.observation_ids, judged.breakdown
