-- Which printed labels lead to which common theme, and how closely?
select
    theme_correspondences.nomenclature,
    theme_correspondences.printed_label,
    themes.label as theme_label,
    theme_correspondences.match,
    documents.title as document_title,
    documents.publisher,
    theme_correspondences.locator,
    theme_correspondences.note,
from theme_correspondences
inner join themes using (theme_id)
left join documents using (document_id)
order by theme_correspondences.nomenclature, theme_correspondences.printed_label collate fr, themes.display_order
