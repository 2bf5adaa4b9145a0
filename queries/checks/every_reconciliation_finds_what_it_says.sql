-- A declared reconciliation names known figures or events, and finds the gap, or the agreement, that it says.
with named as (
    select reconciliation_id, 'left_ids' as column_name, unnest(string_split(left_ids, ' ; ')) as cited_id
    from reconciliations
    union all
    select reconciliation_id, 'right_ids', unnest(string_split(right_ids, ' ; '))
    from reconciliations
),

known as (
    select observation_id as cited_id, 'figure' as cited from observations
    union all
    select event_id, 'event' from contract_events
),

unknown as (
    select named.*
    from named
    inner join reconciliations using (reconciliation_id)
    left join known using (cited_id)
    where known.cited is distinct from if(reconciliations.kind = 'date', 'event', 'figure')
),

uncounted as (
    select reconciliation_id, left_ids
    from reconciliations
    where
        kind = 'count'
        and left_ids not in (select observation_id from printed_count__catalogue)
        and reconciliation_id not in (select reconciliation_id from unknown)
),

mixed as (
    select reconciliation_id, array_to_string(left_ids, ' ; ') as left_ids
    from reconciliation__findings
    where has_several_units and kind <> 'share'
),

mistaken as (
    select reconciliation_id, finding
    from reconciliation__findings
    where
        (finding = 'gap') is distinct from has_gap
        and reconciliation_id not in (select reconciliation_id from unknown)
        and reconciliation_id not in (select reconciliation_id from uncounted)
)

select
    'reconciliations' as table_name,
    'reconciliation_id' as key_column,
    reconciliation_id as row_key,
    column_name,
    cited_id as found,
    'l''identifiant d''un chiffre (d''un événement de contrat pour une date)' as expected,
from unknown
union all
select
    'reconciliations',
    'reconciliation_id',
    reconciliation_id,
    'left_ids',
    left_ids,
    'un nombre d''actions publié pour toute une étape ou un thème',
from uncounted
union all
select
    'reconciliations',
    'reconciliation_id',
    reconciliation_id,
    'left_ids',
    left_ids,
    'des chiffres d''une même unité de chaque côté',
from mixed
union all
select
    'reconciliations',
    'reconciliation_id',
    reconciliation_id,
    'finding',
    finding,
    if(
        finding = 'gap',
        'agrees, ou des chiffres qui ne s''accordent pas (ceux-ci s''accordent)',
        'gap, ou des chiffres qui s''accordent (ceux-ci ne s''accordent pas)'
    ),
from mistaken
