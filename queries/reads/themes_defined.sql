-- What does each theme of the common nomenclature comprise, and which printed labels lead to it?
select
    themes.theme_id,
    themes.label,
    themes.definition,
    count(distinct correspondences.nomenclature) as nomenclatures_count,
    count(correspondences.printed_label) as printed_labels_count,
from themes
left join theme_correspondences as correspondences using (theme_id)
group by themes.theme_id, themes.label, themes.definition, themes.display_order
order by themes.display_order
