-- How many rows of each table were taken from this document?
--
-- $document_id: code, « Document »
with counted as (
    select 'contracts' as table_name, 1 as table_order, document_id from contracts
    union all
    select 'contract_parties', 2, document_id from contract_parties
    union all
    select 'contract_events', 3, document_id from contract_events
    union all
    select 'contract_axes', 4, document_id from contract_axes
    union all
    select 'contract_conditions', 5, document_id from contract_conditions
    union all
    select 'actions', 6, document_id from actions
    union all
    select 'action_themes', 7, actions.document_id from action_themes inner join actions using (action_id)
    union all
    select 'action_indicators', 8, document_id from action_indicators
    union all
    select 'observations', 9, document_id from observations
    union all
    select 'repertoire', 10, document_id from repertoire
    union all
    select 'theme_correspondences', 11, document_id from theme_correspondences
    union all
    select 'left_out', 12, document_id from left_out
    union all
    select 'bilans', 13, document_id from bilans
    union all
    select 'bilan_actions', 14, document_id from bilan_actions
    union all
    select 'bilan_answers', 15, document_id from bilan_answers
    union all
    select 'bilan_money', 16, document_id from bilan_money
    union all
    select 'bilan_texts', 17, document_id from bilan_texts
),

described as (
    select table_name, comment as grain from duckdb_tables()
)

select
    counted.table_name,
    described.grain,
    count(*) as rows_count,
from counted
inner join described using (table_name)
where counted.document_id = $document_id
group by counted.table_name, counted.table_order, described.grain
order by counted.table_order
