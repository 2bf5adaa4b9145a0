-- What does each amount of a contract come to per BPI who signed a CIR in the département, one yardstick for all?
--
-- The grade and the reason are those of the same division as an amount per person: a bound (C), or none (X).
--
-- $territory_ids: codes, « Territoires »
-- $measure_id: code, « Mesure »
-- $nature: code or null, « Nature »
-- $year: year or null, « Année »
with money as (
    select *
    from contract_year__money
    where
        territory_id in (select unnest($territory_ids))
        and measure_id = $measure_id
        and ($nature is null or nature = $nature)
        and ($year is null or year = $year::bigint)
        and contract_id is not null
        and is_whole_year
        and not is_held
        and time_basis <> 'until'
        and payer not in ('several', 'unknown')
    qualify row_number() over (
        partition by territory_id, nature order by year desc, contract_id desc, observation_ids
    ) = 1
)

select
    territories.territory_id,
    territories.name as territory_name,
    territories.level,
    territories.population,
    territories.population_year,
    money.contract_id,
    money.programme,
    money.nature,
    money.is_conditional,
    money.year,
    money.amount_eur,
    money.amount_low_eur,
    money.amount_high_eur,
    money.qualifier,
    money.is_contradictory,
    money.confidence,
    money.rule,
    money.observation_ids,
    money.set_aside_ids,
    need.territory_id as departement_id,
    need.territory_name as departement_name,
    need.year as need_year,
    need.status as need_status,
    need.bpi_signatories,
    100 * territories.population / nullif(need.population, 0) as share_of_population_pct,
    need.observation_ids as need_observation_ids,
    need.set_aside_ids as need_set_aside_ids,
    money.amount_eur / nullif(need.bpi_signatories, 0) as yardstick_eur,
    coalesce(money.amount_eur, money.amount_low_eur) / nullif(need.bpi_signatories, 0) as yardstick_low_eur,
    coalesce(money.amount_eur, money.amount_high_eur) / nullif(need.bpi_signatories, 0) as yardstick_high_eur,
    judged.grade,
    judged.ratio_qualifier,
    judged.reason,
    money.set_aside_low_eur,
    money.set_aside_high_eur,
from money
inner join territories using (territory_id)
left join departement__need as need
    on need.departement_code = territories.departement_code
    and territories.level in ('commune', 'epci', 'departement')
left join funding__ratios as judged
    on judged.territory_id = money.territory_id
    and judged.contract_id = money.contract_id
    and judged.measure_id = money.measure_id
    and judged.nature = money.nature
    and judged.year = money.year
    and judged.observation_ids = money.observation_ids
    and judged.base_territory_id = need.territory_id
    and judged.base_observation_ids = need.observation_ids
order by territories.name collate fr, territories.territory_id, money.nature
