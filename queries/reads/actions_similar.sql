-- Which actions of other territories bear the same main theme and share the most telling words with this one?
--
-- A shared word counts the more, the fewer actions hold it; two words that begin with the same six letters are one.
-- One word in sixty actions, or two in every seven, is where likeness begins.
--
-- $small_words: text, « Mots laissés de côté, séparés par des virgules »
-- $action_id: code, « Action »
with words as (
    select
        action_id,
        left(word, 6) as beginning,
        min(spelled) as spelled,
    from action__search_words
    where
        field in ('title', 'description')
        and length(word) >= 4
        and not list_contains(string_split($small_words, ','), word)
    group by all
),

telling as (
    select
        beginning,
        ln((select count(*) from actions) / count(*)) as weight,
    from words
    group by beginning
    having count(*) * 8 < (select count(*) from actions)
),

here as (
    select *, theme_ids[1] as theme_id from action__described where action_id = $action_id
),

shared as (
    select
        others.action_id,
        sum(telling.weight) as likeness,
        string_agg(others.spelled, ', ' order by telling.weight desc, others.spelled) as shared_words,
    from words as ours
    inner join words as others using (beginning)
    inner join telling using (beginning)
    where ours.action_id = $action_id and others.action_id <> $action_id
    group by others.action_id
),

final as (
    select
        shared.shared_words,
        shared.likeness,
        described.*,
    from shared
    inner join action__described as described using (action_id)
    inner join here
        on
            described.theme_ids[1] = here.theme_id
            and described.territory_id <> here.territory_id
    where shared.likeness >= ln(60)
    -- Of an action and its parts, the likest only.
    qualify row_number() over (
        partition by coalesce(described.parent_action_id, described.action_id)
        order by shared.likeness desc, described.action_id
    ) = 1
)

select * from final order by likeness desc, action_id limit 5
