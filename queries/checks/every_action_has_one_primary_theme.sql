-- Every action has exactly one primary theme; of one that a bilan adds to its contract, the bilan says none.
with primary_themes as (
    select
        actions.action_id,
        count(action_themes.theme_id) as primary_count,
    from actions
    left join action_themes
        on action_themes.action_id = actions.action_id
        and action_themes.is_primary
    where actions.document_id not in (select document_id from documents where kind = 'bilan')
    group by actions.action_id
)

select
    'actions' as table_name,
    'action_id' as key_column,
    action_id as row_key,
    'action_id' as column_name,
    if(primary_count = 0, 'aucun thème principal', primary_count || ' thèmes principaux') as found,
    'exactement un thème principal dans action_themes.csv' as expected,
from primary_themes
where primary_count <> 1
