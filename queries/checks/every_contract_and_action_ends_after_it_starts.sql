-- A contract and an action end after they start, and a contract follows another one of its territory.
-- grain: row
with spans as (
    select 'contracts' as table_name, 'contract_id' as key_column, contract_id as row_key, starts_on, ends_on
    from contracts
    union all
    select 'actions', 'action_id', action_id, starts_on, ends_on
    from actions
),

-- Partial dates are compared at the precision that both have.
compared as (
    select *, least(length(starts_on), length(ends_on)) as precision_length
    from spans
)

select
    table_name,
    key_column,
    row_key,
    'ends_on' as column_name,
    ends_on as found,
    'une fin au moins égale au début, ' || starts_on as expected,
from compared
where left(ends_on, precision_length) < left(starts_on, precision_length)
union all
select
    'contracts',
    'contract_id',
    contracts.contract_id,
    'previous_contract_id',
    contracts.previous_contract_id,
    'un autre contrat, d''un territoire que ' || contracts.territory_id || ' contient ou qui le contient',
from contracts
inner join contracts as earlier on earlier.contract_id = contracts.previous_contract_id
inner join territories on territories.territory_id = contracts.territory_id
where
    earlier.contract_id = contracts.contract_id
    or not exists (
        select 1
        from territory__containers as one
        inner join territory__containers as other using (territory_id)
        where one.container_id = contracts.territory_id and other.container_id = earlier.territory_id
    )
