-- What that is no printed figure of a year can be mapped, and for how many territories?
with described as (
    select distinct coverage.territory_id, coverage.theme_id
    from territory_theme__coverage as coverage
    inner join territory__summary as summary using (territory_id)
    where summary.contracts_count > 0 and summary.level in ('commune', 'epci')
),

exits as (
    select count(distinct rates.territory_id) as territories_count
    from exit_rate__printed as rates
    inner join territories using (territory_id)
    inner join measures using (measure_id)
    where
        measures.role = 'positive_exit_rate'
        and rates.nature = 'realised'
        and rates.missing_reason is null
        and territories.level not in ('set', 'pays')
),

subjects as (
    select
        'couverture:themes' as subject_id,
        null as theme_label,
        count(distinct territory_id) as territories_count,
        0 as place,
    from described
    union all
    select
        'couverture:actions' as subject_id,
        null as theme_label,
        count(distinct territory_id) as territories_count,
        1 as place,
    from described
    union all
    select
        'couverture:' || themes.theme_id as subject_id,
        themes.short_label as theme_label,
        count(described.territory_id) as territories_count,
        1 + themes.display_order as place,
    from themes
    left join described using (theme_id)
    group by themes.theme_id, themes.short_label, themes.display_order
    union all
    select
        'sorties' as subject_id,
        null as theme_label,
        territories_count,
        100 as place,
    from exits
)

select
    'contrat' as map_level,
    subject_id,
    theme_label,
    territories_count,
from subjects
where territories_count > 0
order by place
