-- Which words of the catalogue look like these, and how many actions does each lead to?
--
-- $words: text, « Mots cherchés, séparés par des virgules »
with sought as (
    select unnest(string_split($words::varchar, ',')) as sought
),

-- Two words at so short a distance are nearly as long as each other: the others are not even told apart.
known as (
    select distinct word
    from action__search_words
    where
        length(word) >= greatest(4, (select min(length(sought)) - 2 from sought))
        and length(word) <= (select max(length(sought)) + 2 from sought)
),

near as (
    select
        sought.sought,
        known.word,
        levenshtein(sought.sought, known.word) as distance,
    from sought
    inner join known on known.word <> sought.sought
    where levenshtein(sought.sought, known.word) <= if(length(sought.sought) > 6, 2, 1)
),

compared as (
    select
        near.sought,
        min(places.spelled) as spelled,
        count(distinct places.action_id) as actions_count,
        near.distance,
    from near
    inner join action__search_words as places using (word)
    group by near.sought, near.word, near.distance
)

select sought, spelled, actions_count
from compared
qualify row_number() over (partition by sought order by distance, actions_count desc, spelled) <= 3
order by sought, distance, actions_count desc, spelled
