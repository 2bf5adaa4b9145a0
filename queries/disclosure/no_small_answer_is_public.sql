-- No answer of a bilan tells a small count, nor one that is withheld; and no digest of its workbook lets anybody try some.
select
    'bilan_answers' as table_name,
    'bilan_id' as key_column,
    bilan_answers.bilan_id as row_key,
    'value' as column_name,
    'la réponse ' || bilan_answers.answer_id || ', dans l''entrepôt public' as found,
    'une réponse tue (suppressed), sans valeur ni commentaire' as expected,
from public.bilan_answers
left join withheld_answers using (bilan_id, answer_id)
where
    (bilan_answers.value > 0 and bilan_answers.value <= largest_small_count())
    or (
        withheld_answers.answer_id is not null
        and (
            bilan_answers.state <> 'suppressed'
            or coalesce(bilan_answers.value_text, bilan_answers.comment, bilan_answers.source) is not null
            or bilan_answers.value is not null
        )
    )
union all
select 'bilans', 'bilan_id', bilan_id, 'sha256', 'l''empreinte d''un classeur, dans l''entrepôt public', 'aucune'
from public.bilans
where sha256 is not null
