-- How many territories under contract have an action that bears each theme of the common nomenclature, whatever its stage?
with bearing as (
    select
        theme_id,
        count(distinct territory_id) as territories_count,
        sum(actions_count)::bigint as actions_count,
        sum(without_contract_count)::bigint as without_contract_count,
        list(distinct territory_name order by territory_name collate fr) as territory_names,
    from territory_theme__coverage
    where
        actions_count > 0
        and territory_id in (select territory_id from territory__summary where contracts_count > 0)
    group by theme_id
)

select
    themes.theme_id,
    themes.short_label as theme_label,
    coalesce(bearing.territories_count, 0) as territories_count,
    coalesce(bearing.actions_count, 0) as actions_count,
    coalesce(bearing.without_contract_count, 0) as without_contract_count,
    bearing.territory_names,
    count(*) over () as themes_count,
from themes
left join bearing using (theme_id)
order by coalesce(bearing.territories_count, 0) desc, themes.short_label collate fr
