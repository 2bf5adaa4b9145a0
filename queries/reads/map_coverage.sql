-- What do the actions described of each territory under contract bear: how many themes, how many actions, or one theme?
--
-- $subject_id: code, « Sujet de la carte »
with named as (
    select split_part($subject_id, ':', 2) as word
),

-- A word that names neither is the number of themes.
asked as (
    select
        named.word = 'actions' as is_of_actions,
        themes.theme_id,
    from named
    left join themes on themes.theme_id = named.word
),

under_contract as (
    select *
    from territory__summary
    where contracts_count > 0 and level in ('commune', 'epci')
),

-- Of every stage together: an action is of one stage.
themes_described as (
    select
        territory_id,
        theme_id,
        sum(without_contract_count) = sum(actions_count) as is_without_contract,
    from territory_theme__coverage
    group by all
),

described as (
    select
        coverage.territory_id,
        list(distinct coverage.theme_label order by coverage.theme_label collate fr) as theme_labels,
        count(distinct coverage.theme_id) filter (where themes_described.is_without_contract)
            as themes_without_contract_count,
        sum(coverage.without_contract_count) filter (where coverage.theme_id = asked.theme_id)::bigint
            as of_theme_without_contract_count,
        list(distinct coverage.stage order by coverage.stage) as stages,
        bool_and(coverage.is_exhaustive) as is_exhaustive,
        list_sort(list_distinct(flatten(list(coverage.document_ids)))) as document_ids,
        sum(coverage.actions_count) filter (where coverage.theme_id = asked.theme_id)::bigint as of_theme_count,
        flatten(
            list(coverage.action_titles order by coverage.stage) filter (where coverage.theme_id = asked.theme_id)
        ) as theme_action_titles,
    from territory_theme__coverage as coverage
    inner join themes_described using (territory_id, theme_id)
    cross join asked
    group by coverage.territory_id
),

-- Actions that no contract is said to carry.
outside as (
    select territory_id, count(*) as outside_count
    from actions
    where parent_action_id is null and contract_id is null
    group by territory_id
),

-- What axes of contracts announce of the theme, or of any.
announced as (
    select
        axes.territory_id,
        list_sort(list_distinct(flatten(list(axes.announced_axes)))) as announced_axes,
    from territory_theme__announced_axes as axes
    cross join asked
    where asked.theme_id is null or axes.theme_id = asked.theme_id
    group by axes.territory_id
),

counted as (
    select
        under_contract.territory_id,
        under_contract.name as territory_name,
        under_contract.level,
        under_contract.region_code,
        under_contract.longitude,
        under_contract.latitude,
        under_contract.actions_count,
        coalesce(len(described.theme_labels), 0) as themes_count,
        (select count(*) from themes) as every_theme_count,
        case
            when asked.theme_id is not null then coalesce(described.of_theme_count, 0)
            when asked.is_of_actions then under_contract.actions_count
            else coalesce(len(described.theme_labels), 0)
        end as found_count,
        case
            when asked.theme_id is not null then coalesce(described.of_theme_without_contract_count, 0)
            when asked.is_of_actions then coalesce(outside.outside_count, 0)
            else coalesce(described.themes_without_contract_count, 0)
        end as without_contract_count,
        described.theme_labels,
        described.stages,
        described.theme_action_titles,
        described.is_exhaustive,
        -- All the themes are no minimum, whatever else a document leaves out.
        described.is_exhaustive
        or (
            asked.theme_id is null and not asked.is_of_actions
            and len(described.theme_labels) = (select count(*) from themes)
        ) as is_whole,
        announced.announced_axes,
        described.document_ids,
    from under_contract
    cross join asked
    left join described using (territory_id)
    left join outside using (territory_id)
    left join announced using (territory_id)
),

told as (
    select
        counted.* exclude (found_count),
        -- Where nobody published an action there is nothing to count, not even none.
        if(actions_count > 0, found_count, null) as value,
        case
            when found_count > 0 then 'value'
            when announced_axes is not null then 'announced'
            when actions_count > 0 then 'no_action'
            else 'no_document'
        end as status,
    from counted
)

select
    *,
    count(*) over (partition by status) as same_status_count,
    count(*) filter (where without_contract_count = value) over (partition by status) as only_without_contract_count,
from told
order by value desc nulls last, status, territory_name collate fr, territory_id
