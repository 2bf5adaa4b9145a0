-- Which territories do these words name, the likeliest first: the name itself, its beginning, its words, what it holds?
--
-- A territory under contract comes first among those that are equally named, and its name may go on after these words.
--
-- $text: text, « Nom ou code cherché »
-- $most: integer, « Nombre de réponses »
with plain as materialized (
    select
        plain_name($text) as plain,
        upper(trim($text)) as code,
),

cut as materialized (
    select *, main_words(plain) as main_words
    from plain
),

typed as materialized (
    select
        main_words,
        code,
        lower(code) as asked_id,
        replace(plain, ' ', '') as compact_name,
        string_split(main_words, ' ') as words,
        list_sort([
            lpad(length(word)::varchar, 3, '0') || word for word in string_split(main_words, ' ')
        ])[-1][4:] as longest,
        regexp_matches(code, '^[0-9][0-9AB]?[0-9]*$') as is_code,
        -- « 63300 », « 63300 Thiers »
        list_filter(words, word -> regexp_matches(word, '^[0-9]{5}$'))[1] as postcode,
        list_filter(words, word -> not regexp_matches(word, '^[0-9]{5}$')) as words_besides,
    from cut
),

-- All that may be the one: few, so that they are looked at closely.
possible as materialized (
    select names.*
    from territory__names as names
    cross join typed
    where
        typed.compact_name <> ''
        and (
            names.territory_id = typed.asked_id
            or starts_with(names.code, typed.code)
            or names.code = '0' || typed.code
            or contains(names.compact_name, typed.compact_name)
            or contains(names.main_words, typed.longest)
            or contains(names.words_around, typed.longest)
        )
),

-- From 0, the best, to 7; without a number, the name is not the one.
named as (
    select
        possible.territory_id,
        possible.name_kind,
        possible.name,
        possible.code,
        possible.compact_name = typed.compact_name as is_spelled_so,
        case
            when possible.territory_id = typed.asked_id then 0
            when possible.code in (typed.code, '0' || typed.code) then if(possible.name_kind = 'former', 1, 0)
            when typed.is_code then if(length(typed.code) > 1 and starts_with(possible.code, typed.code), 4, null)
            when possible.compact_name = typed.compact_name or possible.main_words = typed.main_words then 1
            when starts_with(typed.main_words, possible.main_words || ' ') and list_bool_and([
                contains(' ' || possible.words_around, ' ' || word)
                for word in string_split(typed.main_words[length(possible.main_words) + 2:], ' ')
            ]) then 1
            when starts_with(possible.main_words || ' ', typed.main_words || ' ') then 2
            when starts_with(possible.compact_name, typed.compact_name)
                or starts_with(possible.main_words, typed.main_words) then 2.5
            when list_bool_and([contains(' ' || possible.main_words, ' ' || word) for word in typed.words]) then 4
            when list_bool_or([contains(' ' || possible.main_words, ' ' || word) for word in typed.words])
                and list_bool_and([
                    contains(concat_ws(' ', '', possible.main_words, possible.words_around), ' ' || word)
                    for word in typed.words
                ]) then 5
            when contains(possible.compact_name, typed.compact_name) then 7
        end as distance,
    from possible
    cross join typed
),

-- What a postcode serves: of several names of a territory, the arrondissement's or the one typed beside it.
posted as (
    select
        names.territory_id,
        if(names.name_kind = 'own', 'postcode', names.name_kind) as name_kind,
        names.name,
        typed.postcode as code,
        names.code = served.insee_code as is_spelled_so,
        0.5 as distance,
    from territory_postcodes as served
    cross join typed
    inner join territory__names as names using (territory_id)
    where served.postcode = typed.postcode
        and if(
            typed.words_besides = [],
            names.code = served.insee_code and names.name_kind <> 'former',
            list_bool_and([contains(' ' || names.main_words, ' ' || word) for word in typed.words_besides])
        )
),

told as materialized (
    select *
    from named
    where distance is not null
    union all by name
    from posted
),

told_count as materialized (
    select
        count(*) filter (distance < 2) as exact_count,
        count(*) filter (distance < 6) as near_count,
    from told
),

-- What is spelt nearly so, where no name has or begins with these words.
alike as (
    select
        names.territory_id,
        names.name_kind,
        names.name,
        names.code,
        false as is_spelled_so,
        7 - jaro_winkler_similarity(names.compact_name, typed.compact_name) as distance,
    from territory__names as names
    cross join typed
    cross join told_count
    where told_count.near_count = 0
        and length(typed.compact_name) > 3
        and not typed.is_code
        and jaro_winkler_similarity(names.compact_name, typed.compact_name) > 0.9
),

-- Of a postcode that is not known, or that serves more communes than are asked for: the département of its digits.
around as (
    select
        territory_id,
        'digits' as name_kind,
        name,
        insee_code as code,
        false as is_spelled_so,
        3 as distance,
    from territories
    cross join typed
    cross join told_count
    where level = 'departement'
        and typed.code = typed.postcode
        and told_count.exact_count not between 1 and $most
        and insee_code = case
            when typed.code < '20' then left(typed.code, 2)
            when typed.code < '202' then '2A'
            when typed.code < '21' then '2B'
            when typed.code >= '97' then left(typed.code, 3)
            else left(typed.code, 2)
        end
),

ranked as (
    select
        every.*,
        territories.level,
        territories.insee_code,
        territories.departement_code,
        territories.population,
        territories.name as territory_name,
        coalesce(held.has_contract, false) as has_contract,
        upper(held.programme) as programme,
        held.contract_year,
        held.holder_id,
        held.holding,
        held.holder_name,
        every.name_kind = 'former' as is_indirect,
        if(every.distance = 2 and coalesce(held.has_contract, false), 1, every.distance) as goodness,
    from (
        select *, false as is_nearly_so from told
        union all by name
        select *, true as is_nearly_so from alike
        union all by name
        select *, false as is_nearly_so from around
    ) as every
    inner join territories using (territory_id)
    left join territory__contract_held as held using (territory_id)
),

best as (
    select *
    from ranked
    qualify row_number() over (
        partition by territory_id
        order by goodness, is_indirect, is_spelled_so desc, name_kind = 'short', name collate fr
    ) = 1
),

placed as (
    select
        *,
        row_number() over (
            order by
                floor(goodness), is_indirect, has_contract desc, is_spelled_so desc, goodness, level = 'set',
                population desc nulls last, name_kind = 'short', departement_code, territory_id
        ) as place,
    from best
)

select
    placed.territory_id,
    placed.territory_name as name,
    placed.level,
    placed.insee_code,
    departements.name as departement_name,
    placed.population,
    summary.territory_id is not null as is_known,
    placed.has_contract,
    placed.programme,
    placed.contract_year,
    placed.holder_id,
    placed.holding,
    placed.holder_name,
    placed.name_kind,
    placed.name as found_name,
    placed.code as found_code,
    placed.is_nearly_so,
from placed
left join territory__summary as summary using (territory_id)
left join territories as departements
    on departements.level = 'departement' and departements.insee_code = placed.departement_code
-- The commune whose code it is comes second at the latest; the département of too many communes, after it and the next.
order by case
    when placed.goodness = 0 then least(placed.place, 1.5)
    when placed.name_kind = 'digits' then least(placed.place, 2.5)
    else placed.place
end
limit $most
