-- One row per axis of a contract and theme that its label corresponds to; an axis without a theme has one row.
-- Publié : Une ligne est un axe nommé pour un contrat et un thème commun auquel son libellé correspond, ou aucun.
select
    axes.contract_id,
    contracts.territory_id,
    territories.name as territory_name,
    contracts.programme,
    axes.position,
    axes.label,
    axes.printed_number,
    themes.theme_id,
    themes.short_label as theme_label,
    themes.display_order as theme_order,
    correspondences.match,
    axes.is_cut,
    axes.document_id,
    axes.locator,
    axes.as_printed,
    axes.survey_note,
    axes.note,
from contract_axes as axes
inner join contracts using (contract_id)
inner join territories using (territory_id)
left join theme_correspondences as correspondences
    on correspondences.nomenclature = axes.nomenclature
    and correspondences.printed_label = axes.label
left join themes on themes.theme_id = correspondences.theme_id
