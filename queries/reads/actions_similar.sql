-- Which actions of other territories bear the same main theme and share the most telling words with this one?
--
-- A shared word counts the more, the fewer actions hold it; two words that begin with the same six letters are one.
-- One word in sixty actions, or two in every seven, is where likeness begins.
--
-- $small_words: text, « Mots laissés de côté, séparés par des virgules »
-- $action_id: code, « Action »
with here as (
    select
        territory_id,
        theme_ids[1] as theme_id,
    from action__described
    where action_id = $action_id
),

ours as (
    select distinct left(word, 6) as beginning
    from action__search_words
    where
        action_id = $action_id
        and field in ('title', 'description')
        and length(word) >= 4
        and not list_contains(string_split($small_words, ','), word)
),

-- Of all actions, the words that begin as one of this one's does; which of these are left aside is asked of them alone.
words as (
    select
        words.action_id,
        ours.beginning,
        min(words.spelled) filter (
            where
                words.field in ('title', 'description')
                and length(words.word) >= 4
                and not list_contains(string_split($small_words, ','), words.word)
        ) as spelled,
    from action__search_words as words
    inner join ours on ours.beginning = left(words.word, 6)
    group by words.action_id, ours.beginning
    having spelled is not null
),

telling as (
    select
        beginning,
        ln((select count(*) from actions) / count(*)) as weight,
    from words
    group by beginning
    having count(*) * 8 < (select count(*) from actions)
),

shared as (
    select
        words.action_id,
        sum(telling.weight) as likeness,
    from words
    inner join telling using (beginning)
    where words.action_id <> $action_id
    group by words.action_id
    having likeness >= ln(60)
),

likest as (
    select
        shared.likeness,
        shared.action_id,
    from shared
    inner join action__described as described using (action_id)
    inner join here
        on
            described.theme_ids[1] = here.theme_id
            and described.territory_id <> here.territory_id
    -- Of an action and its parts, the likest only.
    qualify row_number() over (
        partition by coalesce(described.parent_action_id, described.action_id)
        order by shared.likeness desc, described.action_id
    ) = 1
    order by shared.likeness desc, shared.action_id
    limit 5
),

told as (
    select
        words.action_id,
        string_agg(words.spelled, ', ' order by telling.weight desc, words.spelled) as shared_words,
    from likest
    inner join words using (action_id)
    inner join telling using (beginning)
    group by words.action_id
)

select
    told.shared_words,
    likest.likeness,
    described.*,
from likest
inner join told using (action_id)
inner join action__described as described using (action_id)
order by likest.likeness desc, described.action_id
