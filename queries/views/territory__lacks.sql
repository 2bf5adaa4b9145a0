-- One row per territory that has a contract: which facts no document gives, and which figures are printed without a value.
-- Publié : Une ligne est un territoire sous contrat : ce qu'aucun document ne donne, et les chiffres publiés sans valeur.
with missing as (
    select
        coalesce(contracts.territory_id, observations.territory_id) as territory_id,
        list(distinct observations.missing_reason order by observations.missing_reason) as missing_reasons,
        count(*) as missing_count,
        list(observations.observation_id order by observations.observation_id) as observation_ids,
    from observations
    left join contracts on contracts.contract_id = observations.contract_id
    where observations.missing_reason is not null
    group by 1
),

bases_printed as (
    select base_territory_id as territory_id, count(distinct base_id) as bases_count
    from base__figures
    where base_public in ('bpi', 'newcomers')
    group by base_territory_id
),

-- What a bilan counts and keeps secret is known, by who reads the bilan.
withheld_exits as (
    select distinct territory_id
    from exit_counts
    where missing_reason = 'suppressed'
),

final as (
    select
        summary.territory_id,
        summary.name as territory_name,
        summary.latest_committed_year is null as lacks_amount,
        coalesce(bases_printed.bases_count, 0) = 0 as lacks_base,
        summary.actions_count = 0 as lacks_actions,
        summary.exit_rates_count = 0
            and summary.counted_exit_rates_count = 0
            and withheld_exits.territory_id is null as lacks_exit_rate,
        coalesce(missing.missing_count, 0) as missing_count,
        missing.missing_reasons,
        missing.observation_ids,
    from territory__summary as summary
    left join missing using (territory_id)
    left join bases_printed using (territory_id)
    left join withheld_exits using (territory_id)
    where summary.contracts_count > 0
)

select * from final
