-- What does this bilan say, besides the figures that measures count: how each action went, answers, amounts, texts?
--
-- $document_id: code, « Document »
with said as (
    select
        1 as table_order,
        document_id,
        action_id,
        'execution' as said,
        null as label,
        state,
        null::double as value,
        null as unit,
        null as text,
        concat_ws(' ', gap_reason, facts, difficulties) as besides,
        null::double as target,
        locator,
    from bilan_actions
    union all
    select
        2,
        document_id,
        action_id,
        'answer',
        label,
        state,
        value,
        unit,
        concat_ws(' ; ', value_text, array_to_string(choices, ' ; ')),
        comment,
        target,
        locator,
    from bilan_answers
    where observation_id is null
    union all
    select
        3,
        document_id,
        action_id,
        kind,
        nullif(payer, 'p104'),
        state,
        amount_eur,
        'eur',
        null,
        comment,
        null,
        locator,
    from bilan_money
    union all
    select
        4,
        document_id,
        null,
        'text',
        heading,
        'reported',
        null,
        null,
        text,
        concat_ws(' ; ', strftime(dated_on, '%d/%m/%Y'), attended_by),
        null,
        locator,
    from bilan_texts
)

select
    said.said,
    said.label,
    actions.title as action_title,
    said.state,
    said.value,
    said.unit,
    nullif(said.text, '') as text,
    nullif(said.besides, '') as besides,
    said.target,
    said.locator,
from said
left join actions on actions.action_id = said.action_id
where said.document_id = $document_id
order by said.table_order, actions.title collate fr, said.locator
