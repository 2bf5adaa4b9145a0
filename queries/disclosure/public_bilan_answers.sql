-- The answers of bilans as everybody may read them: a withheld one keeps its row, without its value.
--
-- What is said of it goes too, wherever it is said of another answer of the same action.
with guarded as (
    select
        bilan_answers.*,
        withheld_answers.answer_id is not null as is_withheld,
        exists (
            select 1
            from withheld_answers as beside
            where
                beside.bilan_id = bilan_answers.bilan_id
                and beside.action_id is not distinct from bilan_answers.action_id
                and (beside.comment = bilan_answers.comment or beside.source = bilan_answers.source)
        ) as may_tell,
    from whole.bilan_answers
    left join withheld_answers using (bilan_id, answer_id)
)

select
    guarded.* exclude (is_withheld, may_tell) replace (
        if(is_withheld, 'suppressed', state) as state,
        if(is_withheld, null, value) as value,
        if(is_withheld, null, value_text) as value_text,
        if(is_withheld, null, choices) as choices,
        if(is_withheld or may_tell, null, comment) as comment,
        if(is_withheld or may_tell, null, source) as source
    ),
from guarded
