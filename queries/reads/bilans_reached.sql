-- What did each published bilan promise and reach, action by action?
--
-- $territory_ids: codes, « Territoires »
select reached.*
from bilan__reached as reached
inner join bilans using (bilan_id)
where
    bilans.status = 'validated'
    and bilans.is_published
    and list_contains($territory_ids, reached.territory_id)
order by reached.territory_name collate fr, reached.period_start, reached.bilan_id, reached.answer_id
