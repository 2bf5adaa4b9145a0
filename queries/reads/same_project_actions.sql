-- Which actions of other documents are this project, by a declared agreement of figures, or perhaps are it, by their names?
--
-- « Perhaps »: the name of one organisation holds all the proper words of the other's, and the titles share a word that
-- few titles hold, or one title holds the initials of the other. Nothing is merged on that ground.
--
-- $action_id: code, « Action »
with here as (
    select * from actions where action_id = $action_id
),

named as (
    select
        action_id,
        operator_id,
        -- Every town has a CCAS, a mission locale and a bailleur: such a name alone tells nobody apart.
        list_filter(
            string_split(operator_id, '-'),
            lambda word: length(word) > 1 and word not in (
                'ccas', 'cias', 'centre', 'communal', 'action', 'sociale', 'ville', 'mairie', 'mission', 'locale',
                'bailleurs', 'services', 'association', 'metropole', 'prefecture', 'region', 'agence', 'de', 'des',
                'du', 'la', 'le', 'les', 'en', 'et', 'pour', 'determiner'
            )
        ) as proper_words,
    from action__operators
),

same_operator as (
    select distinct others.action_id
    from named as ours
    inner join named as others
        on list_has_all(ours.proper_words, others.proper_words) or list_has_all(others.proper_words, ours.proper_words)
    where ours.action_id = $action_id and len(ours.proper_words) > 0 and len(others.proper_words) > 0
),

titles as (
    select action_id, word, spelled from action__search_words where field = 'title' and length(word) > 2
    union all
    -- « Programme régional d'intégration des réfugiés » is « PRIR ».
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
        upper(word) as spelled,
    from action__search_text
    where field = 'title'
),

rare as (
    select word from titles where length(word) > 2 group by word having count(distinct action_id) <= 3
),

perhaps as (
    select
        others.action_id,
        'perhaps' as basis,
        string_agg(distinct others.spelled, ', ' order by others.spelled) as why,
    from titles as ours
    inner join titles as others using (word)
    inner join rare using (word)
    where
        ours.action_id = $action_id
        and others.action_id <> $action_id
        and others.action_id in (select action_id from same_operator)
    group by others.action_id
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
