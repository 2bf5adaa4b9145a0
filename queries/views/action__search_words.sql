-- One row per action, place where it is described and word read there, plain and as it is spelled: what a search looks through.
-- Publié : Une ligne est une action, un endroit de sa description et un mot qui s'y lit, sans accent et tel qu'il est écrit.
with spelled as (
    select
        action_id,
        field,
        plain_words,
        unnest(regexp_extract_all(words, '[\p{L}\p{N}]+')) as spelled,
    from action__search_text
    union all
    -- « socio-linguistique » is looked for as « socio », as « linguistique » and in one word.
    select
        action_id,
        field,
        plain_words,
        replace(unnest(regexp_extract_all(words, '\p{L}+(?:-\p{L}+)+')), '-', '') as spelled,
    from action__search_text
),

plain as (
    select *, replace(strip_accents(spelled), 'œ', 'oe') as word from spelled
),

final as (
    -- The word comes first, and so do its rows lie together: a search reads those of a few letters.
    select
        word,
        action_id,
        field,
        min(spelled) as spelled,
        -- Zero for a word that stands there in two.
        min(strpos(plain_words, ' ' || word || ' ')) as position,
    from plain
    group by all
)

select * from final where length(word) > 1 or word similar to '[0-9]'
