-- A signed contract has at least one party, or a note that says why none is named.
select
    'contracts' as table_name,
    'contract_id' as key_column,
    contract_id as row_key,
    'status' as column_name,
    status as found,
    'au moins une partie dans contract_parties.csv, ou une note qui dit pourquoi aucune n''est nommée' as expected,
from contracts
where
    status = 'signed'
    and note is null
    and contract_id not in (select contract_id from contract_parties)
