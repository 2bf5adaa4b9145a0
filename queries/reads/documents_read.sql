-- Which documents feed the Atlas, and what was taken from each?
with figures as (
    select document_id, count(*) as observations_count from observations group by document_id
),

described as (
    select
        document_id,
        count(*) filter (where parent_action_id is null) as actions_count,
        count(parent_action_id) as parts_count,
    from actions
    group by document_id
),

agreed as (
    select document_id, count(*) as contracts_count from contracts group by document_id
),

omitted as (
    select document_id, count(*) as left_out_count from left_out group by document_id
),

counted as (
    select
        count(*) filter (where kind <> 'reference') as documents_count,
        count(*) filter (where kind = 'reference') as references_count,
    from documents
)

select
    documents.*,
    coalesce(figures.observations_count, 0) as observations_count,
    coalesce(described.actions_count, 0) as actions_count,
    coalesce(described.parts_count, 0) as parts_count,
    coalesce(agreed.contracts_count, 0) as contracts_count,
    coalesce(omitted.left_out_count, 0) as left_out_count,
    -- What only says which territories there are is no document about them.
    counted.documents_count,
    counted.references_count,
from documents
cross join counted
left join figures using (document_id)
left join described using (document_id)
left join agreed using (document_id)
left join omitted using (document_id)
order by documents.kind = 'reference', documents.document_class, documents.title collate fr, documents.document_id
