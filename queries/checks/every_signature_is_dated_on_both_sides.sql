-- The date of a contract's signature is that of one of its signature events, and the most precise of those that agree.
with signatures as (
    select contract_id, event_on
    from contract_events
    where kind = 'signature'
),

judged as (
    select
        contracts.contract_id,
        contracts.signed_on,
        (
            select string_agg(distinct event_on, ', ' order by event_on)
            from signatures
            where signatures.contract_id = contracts.contract_id
        ) as events,
        exists (
            select 1
            from signatures
            where signatures.contract_id = contracts.contract_id and signatures.event_on = contracts.signed_on
        ) as is_an_event,
        exists (
            select 1
            from signatures
            where
                signatures.contract_id = contracts.contract_id
                and starts_with(signatures.event_on, contracts.signed_on)
                and signatures.event_on <> contracts.signed_on
        ) as is_less_precise,
    from contracts
)

select
    'contracts' as table_name,
    'contract_id' as key_column,
    contract_id as row_key,
    'signed_on' as column_name,
    signed_on as found,
    if(
        events is null,
        'une cellule vide, ou un événement de signature de cette date',
        'la date la plus précise d''un événement de signature : ' || events
    ) as expected,
from judged
where (signed_on is not null or events is not null) and (not is_an_event or is_less_precise)
