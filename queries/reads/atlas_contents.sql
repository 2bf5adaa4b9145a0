-- How much does the Atlas know?
select
    (select count(*) from territory__summary where contracts_count > 0) as territories_count,
    (select count(*) from contracts) as contracts_count,
    (select count(*) from documents where kind <> 'reference') as documents_count,
    (select count(*) from documents where kind <> 'reference' and completeness <> 'extract') as documents_whole_count,
    (select count(*) from documents where kind <> 'reference' and completeness = 'extract') as documents_extract_count,
    (select count(*) from observations inner join documents using (document_id) where completeness = 'extract')
        as observations_extract_count,
    (select count(*) from observations) as observations_count,
    (select count(*) from actions where parent_action_id is null) as actions_count,
    (select count(*) from actions where parent_action_id is not null) as parts_count,
    (select max(released_on) from releases) as released_on,
    (select count(*) from territory__summary
        where contracts_count > 0 and has_other_amount) as territories_with_other_amount_count,
    (select count(*) from territory__summary
        where contracts_count > 0 and latest_committed_year is not null) as territories_with_amount_count,
    (select count(distinct territory_id) from funding__ratios
        where grade = 'A' and payer = 'state') as territories_with_like_for_like_count,
    (select count(*) from territory__summary
        where contracts_count > 0 and counted_exit_rates_count > 0) as territories_with_counted_exits_count,
    (select count(*) from discrepancies) as discrepancies_count,
    rates.*,
from (
    select
        count(*) as exit_rates_count,
        count(*) filter (where contract_id is not null) as exit_rates_of_contracts_count,
        count(*) filter (where base_status = 'printed') as exit_rates_with_base_count,
    from observations
    inner join measures using (measure_id)
    where measures.role = 'positive_exit_rate' and nature = 'realised' and missing_reason is null
) as rates
