-- Which actions of other documents are this project, by a declared agreement of figures, or perhaps are it, by their names?
--
-- « Perhaps »: the name of one organisation holds all the proper words of the other's, and the titles share a word that
-- few titles hold, or one title holds the initials of the other. Nothing is merged on that ground.
--
-- $action_id: code, « Action »
with here as (
    select * from actions where action_id = $action_id
),

-- Every town has a CCAS, a mission locale and a bailleur: such a name alone tells nobody apart.
common as (
    select [
        'ccas', 'cias', 'centre', 'communal', 'action', 'sociale', 'ville', 'mairie', 'mission', 'locale',
        'bailleurs', 'services', 'association', 'metropole', 'prefecture', 'region', 'agence', 'de', 'des',
        'du', 'la', 'le', 'les', 'en', 'et', 'pour', 'determiner'
    ] as common_words
),

ours as (
    select
        list_filter(
            string_split(operator_id, '-'),
            lambda word: length(word) > 1 and not list_contains(common_words, word)
        ) as proper_words,
    from action__operators
    cross join common
    where action_id = $action_id
),

others as (
    select
        action_id,
        list_filter(
            string_split(operator_id, '-'),
            lambda word: length(word) > 1 and not list_contains(common_words, word)
        ) as proper_words,
    from action__operators
    cross join common
    -- Of two names, one of which holds all the words of the other, both hold one of ours: the rest is not looked at.
    where list_has_any(string_split(operator_id, '-'), (select flatten(list(proper_words)) from ours))
),

same_operator as (
    select distinct others.action_id
    from ours
    inner join others
        on list_has_all(ours.proper_words, others.proper_words) or list_has_all(others.proper_words, ours.proper_words)
    where len(ours.proper_words) > 0 and len(others.proper_words) > 0
),

-- « Programme régional d'intégration des réfugiés » is « PRIR ».
initials as not materialized (
    select
        action_id,
        array_to_string(
            list_transform(
                list_filter(
                    string_split(trim(plain_words), ' '),
                    lambda word: word not in ('de', 'des', 'du', 'd', 'la', 'le', 'les', 'l', 'et')
                ),
                lambda word: left(word, 1)
            ),
            ''
        ) as word,
    from action__search_text
    where field = 'title'
),

our_titles as (
    select word from action__search_words where action_id = $action_id and field = 'title' and length(word) > 2
    union
    select word from initials where action_id = $action_id and length(word) > 2
),

alike as (
    select
        *,
        -- A title counts once for a word and for its initials.
        count(distinct action_id) over (partition by word) as titles_count,
    from (
        select action_id, word, spelled from action__search_words where field = 'title'
        union all
        select action_id, word, upper(word) as spelled from initials
    )
    where word in (select word from our_titles)
),

perhaps as (
    select
        action_id,
        'perhaps' as basis,
        string_agg(distinct spelled, ', ' order by spelled) as why,
    from alike
    where
        titles_count <= 3
        and action_id <> $action_id
        and action_id in (select action_id from same_operator)
    group by action_id
),

agreed as (
    select
        unnest([left_ids, right_ids]) as ids,
        reconciliation_id,
        what,
    from reconciliation__findings
    where kind = 'same_fact'
),

declared as (
    select
        others.action_id,
        'declared' as basis,
        string_agg(distinct ours_agreed.what, ' ; ' order by ours_agreed.what) as why,
    from agreed as ours_agreed
    inner join agreed as others_agreed using (reconciliation_id)
    inner join observations as ours on list_contains(ours_agreed.ids, ours.observation_id)
    inner join observations as others on list_contains(others_agreed.ids, others.observation_id)
    where ours.action_id = $action_id and others.action_id <> $action_id
    group by others.action_id
),

found as (
    select * from declared
    union all
    select * from perhaps where action_id not in (select action_id from declared)
)

select
    found.basis,
    found.why,
    described.*,
from found
inner join action__described as described using (action_id)
inner join here on here.document_id <> described.document_id
order by found.basis, described.action_id
