-- Which figures of these documents count persons, or what each person has one of, and which of them are small?
--
-- Named is what counts nobody: natures that say what should be, units and measures of things, staff and groups. A new
-- one is withheld from until it is named.
create or replace temp table counted_figures as
select
    observations.*,
    coalesce(value, value_low, value_high) as amount,
    -- « Less than 11 » is ten at most.
    coalesce(value > 0 and value <= largest_small_count(), false)
    or coalesce(value_low > 0 and value_low <= largest_small_count(), false)
    or coalesce(value_high > 0 and value_high <= largest_small_count(), false)
    or coalesce(qualifier = 'less_than' and value_high <= largest_small_count() + 1, false) as is_small,
from observations
inner join counted_documents using (document_id)
where
    missing_reason is null
    and nature not in ('target', 'planned', 'capacity', 'ceiling', 'rule')
    and unit not in (
        'eur', 'pct', 'place', 'dwelling', 'contract', 'action', 'project', 'structure', 'fte', 'hour', 'day', 'week',
        'month', 'year'
    )
    and measure_id not in (
        'staff_members', 'group_size', 'groups', 'nationalities', 'languages', 'programme_departements',
        'territories_engaged', 'priorities', 'actor_training_programmes', 'tools_created', 'sessions', 'studies',
        'devices_provided', 'sport_events', 'culture_events', 'grant_requests', 'grants_awarded',
        'association_grant_payments'
    )
