-- One row per contract: between whom, since when, with which money of the State, and what is unknown of it.
-- Publié : Une ligne est un contrat : entre qui, depuis quand, avec quel argent de l'État, et ce qui en est inconnu.
with parties as (
    select
        contract_id,
        list(distinct party order by party collate fr) filter (where role = 'signatory') as signatories,
    from contract_parties
    group by contract_id
),

events as (
    -- « 2016 » before 2 April 2016: the order is that of the dates, not of the text made of them.
    select
        contract_id,
        list({event_on: event_on, kind: kind, basis: basis} order by event_on, kind, basis) as events,
    from (select distinct contract_id, event_on, kind, basis from contract_events)
    group by contract_id
),

axes as (
    select
        contract_id,
        list(label order by document_id, position) as axes,
        bool_or(is_cut) as axes_are_cut,
    from contract_axes
    group by contract_id
),

money as (
    select
        contract_id,
        list(
            {
                nature: nature,
                is_conditional: is_conditional,
                is_contradictory: is_contradictory,
                is_held: is_held,
                years: if(
                    spans_years,
                    concat_ws('-', year(period_start)::varchar, year(period_end)::varchar),
                    year::varchar
                ),
                span: if(spans_years and period_start is null, span, null),
                amount_eur: amount_eur,
                amount_low_eur: amount_low_eur,
                amount_high_eur: amount_high_eur,
                qualifier: qualifier,
                set_aside_low_eur: set_aside_low_eur,
                set_aside_high_eur: set_aside_high_eur
            }
            order by spans_years, year, nature, amount_eur
        ) as amounts,
        flatten(list(observation_ids order by observation_ids)) as observation_ids,
        flatten(list(set_aside_ids order by set_aside_ids) filter (where set_aside_ids is not null)) as set_aside_ids,
    from contract_year__money
    where contract_id is not null and payer = 'state'
    group by contract_id
),

final as (
    select
        contracts.contract_id,
        contracts.territory_id,
        territories.name as territory_name,
        departements.name as departement_name,
        regions.name as region_name,
        contracts.programme,
        contracts.title,
        contracts.status,
        contracts.target_public,
        contracts.signed_on,
        contracts.starts_on,
        contracts.ends_on,
        contracts.duration_months,
        contracts.previous_contract_id,
        parties.signatories,
        events.events,
        axes.axes,
        coalesce(axes.axes_are_cut, false) as axes_are_cut,
        money.amounts,
        money.observation_ids,
        money.set_aside_ids,
        contracts.document_id,
        documents.title as document_title,
        documents.publisher,
        documents.published_on,
        documents.published_label,
        documents.url,
        contracts.locator,
        contracts.note,
    from contracts
    inner join territories using (territory_id)
    inner join documents on documents.document_id = contracts.document_id
    left join territories as departements on departements.territory_id = 'dep-' || territories.departement_code
    left join territories as regions on regions.territory_id = 'reg-' || territories.region_code
    left join parties on parties.contract_id = contracts.contract_id
    left join events on events.contract_id = contracts.contract_id
    left join axes on axes.contract_id = contracts.contract_id
    left join money on money.contract_id = contracts.contract_id
)

select * from final
