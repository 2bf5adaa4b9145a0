-- One row per declared reconciliation whose figures do not agree.
-- Publié : Une ligne est un rapprochement déclaré dont les chiffres ne s'accordent pas.
select
    reconciliation_id,
    kind,
    territory_id,
    what,
    stated,
    recomputed_or_other,
    gap,
    unit,
    other_unit,
    reason,
    treatment,
    documents,
    left_ids,
    right_ids,
    stated_as_printed,
    other_as_printed,
    stated_start,
    stated_end,
    other_start,
    other_end,
    is_missing,
from reconciliation__findings
where has_gap
