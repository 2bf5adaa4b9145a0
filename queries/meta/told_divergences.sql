-- Which contradictions were declared as new, each as a line to be read?
select
    territories.name || ', ' || reconciliations.what || ' : « '
    || coalesce(one.as_printed, one.survey_note, one.locator)
    || ' » (' || one.document_id || ') et « ' || coalesce(other.as_printed, other.survey_note, other.locator)
    || ' » (' || other.document_id || ')' as line,
from reconciliations
inner join territories using (territory_id)
inner join observations as one on one.observation_id = reconciliations.left_ids
inner join observations as other on other.observation_id = reconciliations.right_ids
where starts_with(reconciliation_id, 'nouveau-')
order by reconciliation_id
