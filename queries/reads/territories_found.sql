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
named as materialized (
    select
        possible.territory_id,
        possible.name_kind,
        possible.name,
        possible.code,
        possible.compact_name = typed.compact_name as is_spelled_so,
        case
            when possible.territory_id = typed.asked_id then 0
            -- The old codes of Seine look like the postcodes of Paris, which are more likely meant.
            when possible.code in (typed.code, '0' || typed.code) then if(
                possible.name_kind <> 'former'
                    or contains(' ' || possible.words_around || ' ', ' ' || lower(left(possible.code, 2)) || ' '),
                0, 4
            )
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
    where not exists (from named where distance < 6)
        and length(typed.compact_name) > 3
        and not typed.is_code
        and jaro_winkler_similarity(names.compact_name, typed.compact_name) > 0.9
),

-- What looks like a postcode, which is not known, lies in the département of its first digits.
posted as (
    select
        territory_id,
        'postcode' as name_kind,
        name,
        insee_code as code,
        false as is_spelled_so,
        3 as distance,
    from territories
    cross join typed
    where level = 'departement'
        and regexp_matches(typed.code, '^[0-9]{5}$')
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
        every.name_kind in ('former', 'postcode') as is_indirect,
        if(every.distance = 2 and coalesce(held.has_contract, false), 1, every.distance) as goodness,
    from (
        select *, false as is_nearly_so from named where distance is not null
        union all by name
        select *, true as is_nearly_so from alike
        union all by name
        select *, false as is_nearly_so from posted
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
)

select
    best.territory_id,
    best.territory_name as name,
    best.level,
    best.insee_code,
    departements.name as departement_name,
    best.population,
    summary.territory_id is not null as is_known,
    best.has_contract,
    best.programme,
    best.contract_year,
    best.holder_id,
    best.holding,
    best.holder_name,
    best.name_kind,
    best.name as found_name,
    best.code as found_code,
    best.is_nearly_so,
from best
left join territory__summary as summary using (territory_id)
left join territories as departements on departements.territory_id = 'dep-' || best.departement_code
order by
    floor(best.goodness), best.is_indirect, best.has_contract desc, best.is_spelled_so desc, best.goodness,
    best.level = 'set', best.population desc nulls last, best.name_kind = 'short', best.departement_code,
    best.territory_id
limit $most
