-- One row per bilan: what programme 104 spent, and for how many persons, each counted once over the whole contract.
-- Publié : Une ligne est un bilan : dépense du programme 104, personnes du contrat comptées une fois, montant par personne.
with spent as (
    select
        bilan_id,
        any_value(amount_eur) as spent_eur,
    from bilan_money
    where kind = 'spent' and action_id is null and payer = 'p104' and amount_eur is not null
    group by bilan_id
),

persons as (
    select
        answers.bilan_id,
        any_value(figures.value) as persons_count,
        any_value(figures.missing_reason) as persons_missing_reason,
        list(figures.observation_id order by figures.observation_id) as observation_ids,
    from bilan_answers as answers
    inner join measures using (measure_id)
    inner join observations as figures on figures.observation_id = answers.observation_id
    where
        answers.action_id is null
        and measures.role = 'beneficiaries'
        and answers.breakdown is null
        and coalesce(answers.counting, 'persons') = 'persons'
    group by answers.bilan_id
)

select
    bilans.bilan_id,
    bilans.contract_id,
    contracts.territory_id,
    territories.name as territory_name,
    bilans.period_start,
    bilans.period_end,
    spent.spent_eur,
    persons.persons_count,
    persons.persons_missing_reason,
    spent.spent_eur / nullif(persons.persons_count, 0) as spent_per_person_eur,
    coalesce(persons.observation_ids, []) as observation_ids,
from bilans
inner join contracts using (contract_id)
inner join territories using (territory_id)
left join spent using (bilan_id)
left join persons using (bilan_id)
