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
select *
from observation__described
where
    (
        -- Named by their codes alone, DuckDB reads of each figure that is not asked for nothing but its territory.
        len($territory_ids) = 0
        or list_contains($territory_ids, territory_id)
        or (
            len($also_ids) > 0
            and list_contains($also_ids, 'ensembles')
            and territory_id in (
                select territory_members.territory_id
                from territory_members
                inner join territories as sets on sets.territory_id = territory_members.territory_id
                where sets.level = 'set' and territory_members.member_id in (select unnest($territory_ids))
            )
        )
    )
    and (len($level_ids) = 0 or list_contains($level_ids, territory_level))
    and (len($measure_ids) = 0 or list_contains($measure_ids, measure_id))
    and (
        len($theme_ids) = 0
        or list_contains($theme_ids, theme_id)
        or len(list_intersect(action_theme_ids, $theme_ids)) > 0
    )
    and (len($stage_ids) = 0 or list_contains($stage_ids, action_stage))
    and (len($nature_ids) = 0 or list_contains($nature_ids, nature))
    and (len($status_ids) = 0 or list_contains($status_ids, obs_status))
    and (len($confidence_ids) = 0 or list_contains($confidence_ids, confidence))
    and (
        ($from_year is null and $to_year is null)
        or (
            ($to_year is null or year(coalesce(period_start, period_end)) <= $to_year::bigint)
            and ($from_year is null or year(coalesce(period_end, period_start)) >= $from_year::bigint)
        )
        or (
            list_contains($also_ids, 'sans_debut')
            and period_start is null
            and $to_year is not null
            and year(period_end) > $to_year::bigint
        )
        or (
            list_contains($also_ids, 'sans_fin')
            and period_end is null
            and $from_year is not null
            and year(period_start) < $from_year::bigint
        )
        or (
            list_contains($also_ids, 'sans_date')
            and period_start is null
            and period_end is null
        )
    )
order by observation_id
