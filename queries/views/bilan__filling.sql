-- One row per bilan: how much of what it is asked is answered.
-- Publié : Une ligne est un bilan : ce qui lui est demandé, ce qui est renseigné, et ce qui ne l'est pas.
select
    bilans.bilan_id,
    bilans.contract_id,
    contracts.territory_id,
    territories.name as territory_name,
    bilans.period_start,
    bilans.period_end,
    bilans.status,
    count(*) filter (where answers.is_mandatory) as asked_count,
    -- What is kept secret is known: a small count that is withheld is no gap.
    count(*) filter (where answers.is_mandatory and answers.state in ('reported', 'suppressed')) as answered_count,
    asked_count - answered_count as unanswered_count,
    100 * answered_count / nullif(asked_count, 0) as filling_pct,
from bilans
inner join contracts using (contract_id)
inner join territories using (territory_id)
left join bilan_answers as answers using (bilan_id)
group by all
