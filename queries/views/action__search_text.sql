-- One row per action and place where it is described, as plain words: without accents, capitals or punctuation.
-- Publié : Une ligne est une action et un endroit de sa description (titre, organisme, thème…), en mots sans accent ni majuscule.
with named as (
    select
        territory__containers.territory_id,
        containers.name,
    from territory__containers
    inner join territories as containers on containers.territory_id = territory__containers.container_id
    where territory__containers.relation = 'equal' or containers.level in ('departement', 'region')
),

texts as (
    select action_id, 'title' as field, title as words from actions
    union all
    select action_id, 'operator' as field, operator as words from actions
    union all
    select action_id, 'axis' as field, axis_label as words from actions
    union all
    select action_id, 'public' as field, public_label as words from actions
    union all
    select action_id, 'description' as field, description as words from actions
    union all
    select
        action_themes.action_id,
        'theme' as field,
        string_agg(themes.label || ' ' || themes.short_label, ' ' order by themes.display_order) as words,
    from action_themes
    inner join themes using (theme_id)
    group by action_themes.action_id
    union all
    select
        actions.action_id,
        'territory' as field,
        string_agg(distinct named.name, ' ' order by named.name collate fr) as words,
    from actions
    inner join named using (territory_id)
    group by actions.action_id
),

final as (
    select
        action_id,
        field,
        lower(nfc_normalize(words)) as words,
    from texts
    where words is not null
)

select
    action_id,
    field,
    words,
    ' ' || array_to_string(regexp_extract_all(replace(strip_accents(words), 'œ', 'oe'), '[\p{L}\p{N}]+'), ' ') || ' '
        as plain_words,
from final
