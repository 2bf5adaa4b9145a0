-- What a bilan that this installation accepted says otherwise than another document, or than itself: declared as new.
--
-- Nobody was there to declare it, as for the committed documents: both values are kept and shown, nothing is chosen.
insert into reconciliations
with aside as (
    select distinct
        unnest(observation_ids) as shown_id,
        set_aside_ids,
    from figure__preferred
    where set_aside_ids is not null
),

pairs as (
    select observation_id, other_id, kind, operator
    from contradictions
    union
    select greatest(shown_id, aside_id), least(shown_id, aside_id), 'same_fact', '='
    from (select shown_id, unnest(set_aside_ids) as aside_id from aside)
),

declared as (
    select string_split(concat_ws(' ; ', left_ids, right_ids), ' ; ') as ids from reconciliations
),

new as (
    select
        pairs.*,
        one.territory_id,
        measures.label,
        documents.title,
    from pairs
    inner join observations as one on one.observation_id = pairs.observation_id
    inner join observations as other on other.observation_id = pairs.other_id
    inner join measures on measures.measure_id = one.measure_id
    inner join documents
        on documents.document_id = if(other.document_id in $accepted, other.document_id, one.document_id)
    where
        (one.document_id in $accepted or other.document_id in $accepted)
        and not exists (
            select 1
            from declared
            where list_contains(ids, pairs.observation_id) and list_contains(ids, pairs.other_id)
        )
)

select
    'nouveau-' || replace(observation_id, '.', '-') || '-' || replace(other_id, '.', '-') as reconciliation_id,
    kind,
    territory_id,
    label || ' (nouveau)' as what,
    observation_id as left_ids,
    other_id as right_ids,
    operator,
    0 as tolerance,
    'gap' as finding,
    'Nouveau, apporté par : ' || title || '. Personne ne l''a encore expliqué.' as reason,
    'Les deux valeurs, chacune avec sa source.' as treatment,
from new
