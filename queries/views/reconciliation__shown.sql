-- One row per declared reconciliation, as the screen shows it: both sides, the gap, and what is shown of them.
-- Publié : Une ligne est un rapprochement déclaré : ses deux côtés, l'écart, l'explication et ce que l'écran en montre.
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
    reconciliation__findings.has_gap,
from reconciliation__findings
inner join territories using (territory_id)
