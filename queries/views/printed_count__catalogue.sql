-- One row per printed count of actions, or of an action's parts: how many the catalogue holds of that document.
-- Publié : Une ligne est un nombre d'actions publié, et combien le catalogue en compte.
with printed as (
    select
        observation_id,
        document_id,
        contract_id,
        action_id,
        theme_id,
        value as printed_count,
        coalesce(regexp_extract(breakdown, '(?:^|;)stage=(\w+)', 1), '') as stage,
    from observations
    where
        measure_id = 'actions_count'
        -- How many a bilan counts says how an action went: it prints no catalogue.
        and document_id not in (select document_id from documents where kind = 'bilan')
        -- Type, public and access are ticks of the table that the catalogue does not hold.
        and (breakdown is null or regexp_matches(breakdown, '^stage=\w+$'))
        -- A label that is only a part of a common theme cannot be counted under it.
        and not exists (
            select 1
            from theme_correspondences
            where
                theme_correspondences.document_id = observations.document_id
                and theme_correspondences.printed_label = observations.theme_label
                and theme_correspondences.match = 'part'
        )
),

counted as (
    select
        actions.action_id,
        actions.parent_action_id,
        actions.document_id,
        actions.contract_id,
        actions.stage,
        list(action_themes.theme_id) as theme_ids,
    from actions
    left join action_themes using (action_id)
    group by all
),

final as (
    select
        printed.observation_id,
        printed.printed_count,
        count(counted.action_id) as catalogue_count,
    from printed
    left join counted
        on counted.document_id = printed.document_id
        and counted.parent_action_id is not distinct from printed.action_id
        and (printed.contract_id is null or counted.contract_id = printed.contract_id)
        and (printed.stage = '' or counted.stage = printed.stage)
        and (printed.theme_id is null or list_contains(counted.theme_ids, printed.theme_id))
    group by all
)

select * from final
