-- Which themes do the actions of these territories bear, how many at each stage, and which does an axis only announce?
--
-- One row per territory and theme. `has_actions`: a document describes an action of the territory, whatever its theme.
--
-- $territory_ids: codes, « Territoires »
with covered as (
    select *
    from territory_theme__coverage
    where territory_id in (select unnest($territory_ids))
),

-- What a contract binds to counts before what is done, and that before what is proposed.
borne as (
    select
        territory_id,
        theme_id,
        sum(actions_count) filter (where stage = 'contracted')::bigint as contracted_count,
        sum(actions_count) filter (where stage in ('reported', 'existing'))::bigint as running_count,
        sum(actions_count) filter (where stage = 'proposed')::bigint as proposed_count,
        list(stage order by list_position(['contracted', 'reported', 'existing', 'proposed'], stage)) as stages,
    from covered
    group by territory_id, theme_id
),

described as (
    select
        territory_id,
        bool_and(is_exhaustive) as is_exhaustive,
        list_sort(list_distinct(flatten(list(document_ids)))) as document_ids,
    from covered
    group by territory_id
)

select
    territories.territory_id,
    territories.name as territory_name,
    themes.theme_id,
    themes.short_label as theme_label,
    themes.display_order as theme_order,
    described.territory_id is not null as has_actions,
    described.is_exhaustive,
    described.document_ids,
    borne.contracted_count,
    borne.running_count,
    borne.proposed_count,
    borne.stages,
    if(borne.stages is null, announced.announced_axes, null) as announced_axes,
from territories
cross join themes
left join described on described.territory_id = territories.territory_id
left join borne on borne.territory_id = territories.territory_id and borne.theme_id = themes.theme_id
left join territory_theme__announced_axes as announced
    on announced.territory_id = territories.territory_id
    and announced.theme_id = themes.theme_id
where territories.territory_id in (select unnest($territory_ids))
order by territories.name collate fr, territories.territory_id, themes.display_order
