-- How much of the State's money is printed for each territory under contract, of this nature, in this year or, without one, in its latest?
--
-- $nature: code, « Nature »
-- $year: year or null, « Année »
with printed as (
    select
        territory_id,
        contract_id,
        programme,
        nature,
        is_conditional,
        year,
        amount_eur,
        amount_low_eur,
        amount_high_eur,
        qualifier,
        confidence,
        is_contradictory,
        is_held,
        is_computed,
        rule,
        null as missing_reason,
        null as missing_status,
        observation_ids,
        set_aside_ids,
        set_aside_low_eur,
        set_aside_high_eur,
    from contract__amounts
    where
        payer = 'state'
        and nature = $nature
        and is_whole_year
),

-- Printed as missing: why, by year.
missing as (
    select
        figures.territory_id,
        figures.contract_id,
        contracts.programme,
        figures.nature,
        figures.is_conditional,
        figures.end_year as year,
        null::double as amount_eur,
        null::double as amount_low_eur,
        null::double as amount_high_eur,
        figures.qualifier,
        figures.confidence,
        false as is_contradictory,
        false as is_held,
        false as is_computed,
        null as rule,
        figures.missing_reason,
        figures.missing_status,
        [figures.observation_id] as observation_ids,
        null as set_aside_ids,
        null::double as set_aside_low_eur,
        null::double as set_aside_high_eur,
    from observation__context as figures
    left join contracts using (contract_id)
    where
        figures.payer = 'state'
        and figures.nature = $nature
        and figures.missing_reason is not null
        and figures.end_year is not null
        and figures.scope = 'whole'
        and figures.breakdown is null
        and figures.action_id is null
        and figures.theme_label is null
        and not exists (
            select 1
            from printed
            where printed.territory_id = figures.territory_id and printed.year = figures.end_year
        )
),

chosen as (
    select *
    from (select * from printed union all select * from missing) as every
    where $year is null or year = $year::bigint
    -- Of a territory's years the latest, even where its amount is printed as missing.
    qualify $year is not null or year = max(year) filter (where not is_held) over (partition by territory_id)
)

select
    places.territory_id,
    places.name as territory_name,
    places.level,
    places.departement_code,
    places.region_code,
    places.longitude,
    places.latitude,
    places.programmes,
    chosen.contract_id,
    chosen.programme,
    chosen.nature,
    coalesce(chosen.is_conditional, false) as is_conditional,
    chosen.year,
    chosen.amount_eur,
    chosen.amount_low_eur,
    chosen.amount_high_eur,
    chosen.qualifier,
    chosen.confidence,
    coalesce(chosen.is_contradictory, false) as is_contradictory,
    coalesce(chosen.is_held, false) as is_held,
    coalesce(chosen.is_computed, false) as is_computed,
    case
        when chosen.territory_id is null then 'no_data'
        when chosen.missing_status is not null then chosen.missing_status
        when chosen.amount_eur = 0 then 'zero'
        when chosen.amount_eur is null then 'bound'
        else 'value'
    end as status,
    -- Of two amounts of one year (two contracts) one is drawn, the other is said.
    row_number() over (
        partition by places.territory_id
        order by
            chosen.missing_reason is not null,
            chosen.is_conditional,
            coalesce(chosen.amount_eur, chosen.amount_low_eur, chosen.amount_high_eur) desc nulls last,
            chosen.observation_ids
    ) as place,
    chosen.rule,
    chosen.missing_reason,
    chosen.observation_ids,
    chosen.set_aside_ids,
    chosen.set_aside_low_eur,
    chosen.set_aside_high_eur,
from territory__summary as places
left join chosen using (territory_id)
where places.contracts_count > 0 and exists (select 1 from chosen)
-- Those that have an amount first, then those of which one is printed as missing.
order by
    chosen.territory_id is null, chosen.missing_reason is not null, places.name collate fr, places.territory_id,
    place
