-- Which bilans are published, how full is each, and what was spent per person?
select
    filling.*,
    round((filling.period_end - filling.period_start + 1) / 30.4375)::integer as period_months,
    bilans.validated_on,
    bilans.data_version,
    bilans.document_id,
    spending.spent_eur,
    spending.persons_count,
    spending.persons_missing_reason,
    spending.spent_per_person_eur,
    spending.observation_ids,
from bilan__filling as filling
inner join bilans using (bilan_id)
inner join bilan__spending as spending using (bilan_id)
where filling.status = 'validated' and bilans.is_published
order by filling.territory_name collate fr, filling.period_start, filling.bilan_id
