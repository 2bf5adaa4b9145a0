-- Which printed figures answer these filters, with the labels and the document that a reader needs beside each?
--
-- An empty list, or no year, leaves that filter out. A theme is the figure's own or one of its action's; a stage
-- is its action's. A figure is of a period by its printed dates, the one that is printed where it has one only. What
-- nothing printed decides is taken when it is asked: `sans_debut` and `sans_fin` those whose open side covers the
-- period, `sans_date` those of no date, `ensembles` the figures of named sets that a territory belongs to.
--
-- $territory_ids: codes, « Territoires »
-- $also_ids: codes, « Ce qui est pris en plus : sans_debut, sans_fin, sans_date, ensembles »
-- $level_ids: codes, « Niveaux des territoires »
-- $measure_ids: codes, « Mesures »
-- $theme_ids: codes, « Thèmes, du chiffre ou de son action »
-- $stage_ids: codes, « Étapes de l'action »
-- $nature_ids: codes, « Natures »
-- $status_ids: codes, « Statuts SDMX »
-- $confidence_ids: codes, « Confiances de la lecture »
-- $from_year: year or null, « Première année de la période »
-- $to_year: year or null, « Dernière année de la période »
with placed as (
    -- Named by their codes alone, DuckDB reads of each figure that is not asked for nothing but its territory.
    select *
    from observations
    where len($territory_ids) = 0 or list_contains($territory_ids, territory_id)
    union all
    select *
    from observations
    where
        list_contains($also_ids, 'ensembles')
        and len($territory_ids) > 0
        and not list_contains($territory_ids, territory_id)
        and territory_id in (
            select territory_members.territory_id
            from territory_members
            inner join territories as sets on sets.territory_id = territory_members.territory_id
            where sets.level = 'set' and territory_members.member_id in (select unnest($territory_ids))
        )
),

themes_of_actions as (
    -- The main one first; sorted as a list of each action, which is ten times sooner than lists made in an order.
    select
        action_id,
        list_transform(told, lambda theme: theme.theme_id) as theme_ids,
        list_transform(told, lambda theme: theme.label) as theme_labels,
    from (
        select
            action_themes.action_id,
            list_sort(list({
                is_other: not action_themes.is_primary,
                display_order: themes.display_order,
                theme_id: themes.theme_id,
                label: themes.label
            })) as told,
        from action_themes
        inner join themes using (theme_id)
        group by action_themes.action_id
    )
)

select
    observations.*,
    territories.name as territory_name,
    territories.level as territory_level,
    territories.insee_code,
    territories.departement_code,
    territories.region_code,
    contracts.title as contract_title,
    contracts.programme,
    actions.title as action_title,
    actions.operator as action_operator,
    actions.stage as action_stage,
    themes_of_actions.theme_ids as action_theme_ids,
    themes_of_actions.theme_labels as action_theme_labels,
    themes.label as nomenclature_theme_label,
    measures.label as measure_label,
    measures.family as measure_family,
    observation__breakdown.breakdown_label,
    documents.title as document_title,
    documents.publisher,
    documents.published_on,
    documents.published_label,
    documents.url,
    documents.licence,
    documents.reliability,
from placed as observations
inner join territories using (territory_id)
inner join measures using (measure_id)
inner join documents on documents.document_id = observations.document_id
left join contracts on contracts.contract_id = observations.contract_id
left join actions on actions.action_id = observations.action_id
left join themes_of_actions on themes_of_actions.action_id = observations.action_id
left join themes on themes.theme_id = observations.theme_id
left join observation__breakdown on observation__breakdown.observation_id = observations.observation_id
where
    (len($level_ids) = 0 or list_contains($level_ids, territories.level))
    and (len($measure_ids) = 0 or list_contains($measure_ids, observations.measure_id))
    and (
        len($theme_ids) = 0
        or list_contains($theme_ids, observations.theme_id)
        or len(list_intersect(themes_of_actions.theme_ids, $theme_ids)) > 0
    )
    and (len($stage_ids) = 0 or list_contains($stage_ids, actions.stage))
    and (len($nature_ids) = 0 or list_contains($nature_ids, observations.nature))
    and (len($status_ids) = 0 or list_contains($status_ids, observations.obs_status))
    and (len($confidence_ids) = 0 or list_contains($confidence_ids, observations.confidence))
    and (
        ($from_year is null and $to_year is null)
        or (
            (
                $to_year is null
                or year(coalesce(observations.period_start, observations.period_end)) <= $to_year::bigint
            )
            and (
                $from_year is null
                or year(coalesce(observations.period_end, observations.period_start)) >= $from_year::bigint
            )
        )
        or (
            list_contains($also_ids, 'sans_debut')
            and observations.period_start is null
            and $to_year is not null
            and year(observations.period_end) > $to_year::bigint
        )
        or (
            list_contains($also_ids, 'sans_fin')
            and observations.period_end is null
            and $from_year is not null
            and year(observations.period_start) < $from_year::bigint
        )
        or (
            list_contains($also_ids, 'sans_date')
            and observations.period_start is null
            and observations.period_end is null
        )
    )
order by observations.observation_id
