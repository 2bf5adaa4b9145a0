-- Which answers of bilans are withheld, and may tell what is beside them?
--
-- Those whose figure is; those in the place of which nobody can say whether they count persons; and those that say
-- again, in other words, a figure that is withheld.
create or replace temp table withheld_answers as
with told_again as (
    select action_id, measure_id, breakdown, document_id
    from observations
    inner join withheld using (observation_id)
)

select bilan_id, answer_id, action_id, comment, source
from bilan_answers
where
    observation_id in (select observation_id from withheld)
    or (value > 0 and value <= largest_small_count())
    or (
        value is not null
        and exists (
            select 1
            from told_again
            where
                told_again.document_id = bilan_answers.document_id
                and told_again.measure_id = bilan_answers.measure_id
                and told_again.action_id is not distinct from bilan_answers.action_id
                and told_again.breakdown is not distinct from bilan_answers.breakdown
        )
    )
