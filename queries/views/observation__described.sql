-- One row per printed figure, with the labels and the document that a reader needs beside it, as datasets hold it.
-- Publié : Une ligne est un chiffre publié avec ce qu'il faut pour le lire seul : libellés, territoire, action, document.
with themes_of_actions as (
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
from observations
inner join territories using (territory_id)
inner join measures using (measure_id)
inner join documents on documents.document_id = observations.document_id
left join contracts on contracts.contract_id = observations.contract_id
left join actions on actions.action_id = observations.action_id
left join themes_of_actions on themes_of_actions.action_id = observations.action_id
left join themes on themes.theme_id = observations.theme_id
left join observation__breakdown on observation__breakdown.observation_id = observations.observation_id
