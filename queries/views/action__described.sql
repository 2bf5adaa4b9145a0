-- One row per action with all that a reader sees of it in a list: its labels, its printed cost, its figures, its document.
-- Publié : Une ligne est une action, avec ses libellés, son coût publié, ses chiffres et le document qui la décrit.
with bears as (
    select
        action_themes.action_id,
        string_agg(themes.short_label, ', ' order by action_themes.is_primary desc, themes.display_order) as themes,
        list(themes.theme_id order by action_themes.is_primary desc, themes.display_order) as theme_ids,
        list(action_themes.basis order by action_themes.is_primary desc, themes.display_order) as theme_bases,
    from action_themes
    inner join themes using (theme_id)
    group by action_themes.action_id
),

operators as (
    select
        action_id,
        list(operator_id order by operator_id) as operator_ids,
    from action__operators
    group by action_id
),

publics as (
    select
        action_id,
        list(public_id order by display_order) as public_ids,
    from action__publics
    group by action_id
),

figures as (
    select
        action_id,
        count(*) as observations_count,
        list(observation_id order by observation_id) as observation_ids,
    from observations
    where action_id is not null
    group by action_id
),

-- What was spent tells more than what was planned.
costs as (
    select *
    from action__cost_per_person
    qualify row_number() over (
        partition by action_id order by array_position(['paid', 'realised', 'committed', 'planned'], cost_nature)
    ) = 1
),

final as (
    select
        actions.action_id,
        actions.title,
        actions.title_basis,
        actions.parent_action_id,
        parents.title as parent_title,
        actions.contract_id,
        actions.territory_id,
        territories.name as territory_name,
        territories.level as territory_level,
        actions.operator,
        operators.operator_ids,
        actions.axis_label,
        actions.stage,
        bears.themes,
        bears.theme_ids,
        bears.theme_bases,
        actions.audience,
        actions.public_label,
        publics.public_ids,
        actions.starts_on,
        actions.ends_on,
        actions.calendar_label,
        actions.description,
        costs.amount_eur,
        costs.cost_qualifier,
        costs.is_contradictory,
        costs.cost_nature,
        costs.is_sum_of_parts,
        costs.period_start,
        costs.period_end,
        costs.cost_observation_ids,
        costs.cost_per_person_eur,
        costs.cost_per_person_low_eur,
        costs.cost_per_person_high_eur,
        costs.persons_count,
        costs.persons_count_low,
        costs.persons_count_high,
        costs.persons_qualifier,
        costs.persons_nature,
        costs.ratio_qualifier,
        costs.rule as cost_rule,
        coalesce(figures.observations_count, 0) as observations_count,
        figures.observation_ids,
        actions.document_id,
        documents.title as document_title,
        documents.publisher,
        documents.published_on,
        documents.published_label,
        documents.url,
        actions.locator,
    from actions
    inner join territories using (territory_id)
    inner join documents on documents.document_id = actions.document_id
    left join actions as parents on parents.action_id = actions.parent_action_id
    left join bears on bears.action_id = actions.action_id
    left join operators on operators.action_id = actions.action_id
    left join publics on publics.action_id = actions.action_id
    left join figures on figures.action_id = actions.action_id
    left join costs on costs.action_id = actions.action_id
)

select * from final
