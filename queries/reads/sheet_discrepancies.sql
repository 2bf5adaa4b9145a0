-- Which printed figures of this territory, or of a set that holds it, ought to agree and do not?
--
-- $territory_id: code, « Territoire »
with gathered as (
    select gathered_id from territory__gathered where territory_id = $territory_id
),

holding as (
    select members.territory_id as set_id
    from territory_members as members
    inner join territories as sets using (territory_id)
    where members.member_id = $territory_id and sets.level = 'set'
)

select
    reconciliation_id,
    kind,
    territory_id,
    territory_name,
    what,
    stated,
    stated_as_printed,
    stated_survey_note,
    stated_start,
    stated_end,
    recomputed_or_other,
    other_as_printed,
    other_survey_note,
    other_start,
    other_end,
    gap,
    unit,
    other_unit,
    is_missing,
    stated_is_missing,
    other_is_missing,
    reason,
    treatment,
    documents,
    left_ids,
    right_ids,
    territory_id in (select set_id from holding) as is_of_set,
from reconciliation__shown
where
    has_gap
    and (territory_id in (select gathered_id from gathered) or territory_id in (select set_id from holding))
order by is_of_set, territory_name collate fr, reconciliation_id
