-- The themes of a contract's axis are those that its nomenclature gives its label, in the order of display.
with corresponding as (
    select
        correspondences.nomenclature,
        correspondences.printed_label,
        string_agg(themes.theme_id, ' ; ' order by themes.display_order) as theme_ids,
    from theme_correspondences as correspondences
    inner join themes using (theme_id)
    group by all
)

select
    'contract_axes' as table_name,
    'label' as key_column,
    axes.label as row_key,
    'theme_ids' as column_name,
    axes.theme_ids as found,
    coalesce(corresponding.theme_ids, 'une correspondance de ce libellé dans theme_correspondences.csv') as expected,
from contract_axes as axes
left join corresponding
    on corresponding.nomenclature = axes.nomenclature
    and corresponding.printed_label = axes.label
where axes.theme_ids is distinct from corresponding.theme_ids and axes.nomenclature is not null
