-- Which actions answer these words and these filters, the best answers first, and where was each word found?
--
-- Every word must be found, in one place or another: as it is (3), in another form (2), at the beginning of a longer
-- word (1), or else by a neighbour of `search_words` (0). No word, or null, leaves the search, or a filter, out.
--
-- $words: text, « Mots cherchés, séparés par des virgules »
-- $roots: text, « Racines de ces mots, dans le même ordre »
-- $theme_id: code or null, « Thème »
-- $stage: code or null, « Étape des actions »
-- $operator_id: code or null, « Opérateur »
-- $territory_id: code or null, « Territoire »
-- $public_id: code or null, « Public visé »
with sought as (
    select
        unnest(string_split($words::varchar, ',')) as sought,
        unnest(string_split($roots::varchar, ',')) as root,
),

fields as (
    select * from (values
        ('title', 70), ('operator', 60), ('theme', 50), ('axis', 40), ('territory', 30), ('public', 20),
        ('description', 10)
    ) as weights (field, weight)
),

compared as (
    select
        sought.sought,
        places.action_id,
        places.field,
        places.spelled,
        places.position,
        case
            when places.word = sought.sought then 3
            when regexp_full_match(
                substr(places.word, length(sought.root) + 1),
                '(e|s|es|x|ee|ees|er|ez|ent|ants?|antes?|ifs?|ives?|els?|elles?|al|ales?|l|les?|ux|aux|eurs?|euses?'
                || '|rices?|ateurs?|atrices?|ataires?|ions?|ations?|ements?|ments?|ies?|iers?|ieres?|tes?|ts?|ces?'
                || '|ites?|iques?|istes?)?'
            ) then 2
            when
                (length(sought.sought) >= 3 and starts_with(places.word, sought.sought)) or length(sought.root) >= 6
                then 1
        end as closeness,
    from sought
    inner join action__search_words as places
        -- The first letter, which DuckDB hashes, spares the comparison of most words; that it lies between those of the
        -- first and the last word sought, the reading of their rows.
        on left(places.word, 1) = left(sought.root, 1)
        and starts_with(places.word, sought.root)
        and left(places.word, 1) >= left(list_min(string_split($roots::varchar, ',')), 1)
        and left(places.word, 1) <= left(list_max(string_split($roots::varchar, ',')), 1)
    where sought.sought <> ''
),

neighbours as (
    select
        sought.sought,
        search_words.neighbour,
        ' ' || array_to_string(
            regexp_extract_all(replace(strip_accents(lower(search_words.neighbour)), 'œ', 'oe'), '[\p{L}\p{N}]+'), ' '
        ) as plain,
    from sought
    inner join search_words
        on
            replace(strip_accents(search_words.word), 'œ', 'oe')
            in (sought.sought, sought.root, regexp_replace(sought.sought, 's$', ''))
),

hits as (
    select sought, action_id, field, spelled, position, closeness, null::varchar as neighbour
    from compared
    where closeness is not null
    union all
    select
        neighbours.sought,
        places.action_id,
        places.field,
        null::varchar as spelled,
        strpos(places.plain_words, neighbours.plain) as position,
        0 as closeness,
        neighbours.neighbour,
    from neighbours
    inner join action__search_text as places
        -- A short neighbour (« FLE ») is a whole word, a longer one may be followed by an ending.
        on
            contains(places.plain_words, neighbours.plain || ' ')
            or (length(neighbours.plain) > 4 and contains(places.plain_words, neighbours.plain))
),

best as (
    select
        hits.*,
        fields.weight + hits.closeness as points,
    from hits
    inner join fields using (field)
    qualify row_number() over (
        partition by hits.sought, hits.action_id
        order by hits.neighbour is not null, fields.weight + hits.closeness desc, hits.spelled, hits.neighbour
    ) = 1
),

-- An action is of the territory whose contract describes it, and of the one where it takes place.
placed as (
    select
        described.*,
        coalesce(contracts.territory_id, described.territory_id) as holder_id,
        list_sort(list_distinct([described.territory_id, holder_id])) as territory_ids,
    from action__described as described
    left join contracts on contracts.contract_id = described.contract_id
),

filtered as (
    select described.*, holders.name as holder_name,
    from placed as described
    inner join territories as holders on holders.territory_id = described.holder_id
    where
        ($theme_id is null or list_contains(described.theme_ids, $theme_id))
        and ($stage is null or described.stage = $stage)
        and ($operator_id is null or list_contains(described.operator_ids, $operator_id))
        and ($territory_id is null or list_contains(described.territory_ids, $territory_id))
        and ($public_id is null or list_contains(described.public_ids, $public_id))
),

-- The actions that hold every word, before what was found in each is told.
whole as (
    select action_id
    from best
    where action_id in (select action_id from filtered)
    group by action_id
    having count(*) = (select count(*) from sought where sought <> '')
),

answers as (
    select
        action_id,
        count(neighbour) as neighbours_count,
        sum(points) as points,
        min(position) filter (where field = 'title') as title_position,
        list({field: field, spelled: spelled, neighbour: neighbour} order by sought) as found,
    from best
    where action_id in (select action_id from whole)
    group by action_id
)

select
    described.*,
    coalesce(answers.found, []) as found,
    coalesce(answers.neighbours_count, 0) as neighbours_count,
    coalesce(answers.points, 0) as points,
from filtered as described
left join answers using (action_id)
where $words::varchar = '' or answers.action_id is not null
order by
    neighbours_count,
    points desc,
    -- Without words, the actions of which most is printed; of two titles that hold the words, the one that begins with
    -- them, then the one that says least else.
    if($words::varchar = '', described.observations_count, 0) desc,
    answers.title_position,
    length(described.title),
    described.title collate fr,
    described.action_id
