-- Nothing of a hidden document is public: neither its rows, nor the contract that it alone names.
with told as (
    select 'documents' as table_name, 'document_id' as key_column, document_id as row_key, document_id
    from public.documents
    union all
    select 'observations', 'observation_id', observation_id, document_id from public.observations
    union all
    select 'contracts', 'contract_id', contract_id, document_id from public.contracts
    union all
    select 'actions', 'action_id', action_id, document_id from public.actions
    union all
    select 'document_codes', 'document_id', document_id, document_id from public.document_codes
    union all
    select 'bilans', 'bilan_id', bilan_id, document_id from public.bilans
    union all
    select 'bilan_answers', 'bilan_id', bilan_id, document_id from public.bilan_answers
    union all
    select 'bilan_actions', 'bilan_id', bilan_id, document_id from public.bilan_actions
    union all
    select 'bilan_money', 'bilan_id', bilan_id, document_id from public.bilan_money
    union all
    select 'bilan_texts', 'bilan_id', bilan_id, document_id from public.bilan_texts
)

select distinct
    table_name,
    key_column,
    row_key,
    key_column as column_name,
    'une ligne d''un bilan que personne d''autre ne doit lire, dans l''entrepôt public' as found,
    'rien d''un bilan qui n''est pas validé et publié' as expected,
from told
where document_id in (select document_id from hidden_documents)
order by all
