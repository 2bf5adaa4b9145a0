-- What is known of each territory under contract, the best known first, and of how many of them?
select
    summary.*,
    departements.name as departement_name,
    summary.latest_committed_year is not null as has_amount,
    count(*) over () as territories_count,
    count(*) filter (where money_state = 'known') over () as money_known_count,
    count(*) filter (where money_state = 'partly') over () as money_partly_count,
    count(*) filter (where money_state = 'unknown') over () as money_unknown_count,
    count(*) filter (where money_state <> 'unknown') over () as money_count,
    count(*) filter (where persons_state <> 'unknown') over () as persons_count,
    count(*) filter (where actions_state <> 'unknown') over () as actions_known_count,
    count(*) filter (where exits_state <> 'unknown') over () as exits_count,
from territory__summary as summary
left join territories as departements on departements.territory_id = 'dep-' || summary.departement_code
where summary.contracts_count > 0
order by
    list_sum(
        list_transform(
            [money_state, persons_state, actions_state, exits_state],
            lambda state: case state when 'known' then 2 when 'partly' then 1 else 0 end
        )
    ) desc,
    summary.name collate fr,
    summary.territory_id
