-- Which words of the catalogue look like these, and how many actions does each lead to?
--
-- $words: text, « Mots cherchés, séparés par des virgules »
with sought as (
    select unnest(string_split($words::varchar, ',')) as sought
),

known as (
    select
        word,
        min(spelled) as spelled,
        count(distinct action_id) as actions_count,
    from action__search_words
    where length(word) >= 4
    group by word
),

compared as (
    select
        sought.sought,
        known.spelled,
        known.actions_count,
        levenshtein(sought.sought, known.word) as distance,
    from sought
    inner join known on known.word <> sought.sought
    where levenshtein(sought.sought, known.word) <= if(length(sought.sought) > 6, 2, 1)
)

select sought, spelled, actions_count
from compared
qualify row_number() over (partition by sought order by distance, actions_count desc, spelled) <= 3
order by sought, distance, actions_count desc, spelled
