-- Which figures ought to agree, do they, and what is shown of them? A document, or « tous ».
select
    reconciliation__findings.reconciliation_id,
    reconciliation__findings.kind,
    reconciliation__findings.territory_id,
    territories.name as territory_name,
    reconciliation__findings.what,
    reconciliation__findings.stated,
    reconciliation__findings.stated_as_printed,
    reconciliation__findings.stated_start,
    reconciliation__findings.stated_end,
    reconciliation__findings.recomputed_or_other,
    reconciliation__findings.other_as_printed,
    reconciliation__findings.other_start,
    reconciliation__findings.other_end,
    reconciliation__findings.gap,
    reconciliation__findings.unit,
    reconciliation__findings.other_unit,
    reconciliation__findings.is_missing,
    reconciliation__findings.reason,
    reconciliation__findings.treatment,
    reconciliation__findings.documents,
    reconciliation__findings.left_ids,
    reconciliation__findings.right_ids,
from reconciliation__findings
inner join territories using (territory_id)
where
    reconciliation__findings.has_gap = $has_gap
    and ($document_id = 'tous' or list_contains(string_split(reconciliation__findings.documents, ' ; '), $document_id))
order by strip_accents(territories.name), reconciliation__findings.reconciliation_id
