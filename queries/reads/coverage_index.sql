-- How many of the common themes do the actions of these territories bear, at one stage or any, and which does one alone bear?
--
-- $stage: code or null, « Étape des actions »
-- $territory_ids: codes, « Territoires »
with asked as (
    select *
    from territory_theme__coverage
    where ($stage is null or stage = $stage) and territory_id in (select unnest($territory_ids))
),

counted as (
    select
        territory_id,
        territory_name,
        theme_id,
        theme_label,
        sum(actions_count)::bigint as actions_count,
        sum(without_contract_count) = sum(actions_count) as is_without_contract,
        bool_and(is_exhaustive) as is_exhaustive,
    from asked
    group by all
),

-- « He alone » is an absence of the others: each must have an exhaustive list of actions, all of the same stage.
lists as (
    select
        count(distinct territory_id) = len(list_distinct($territory_ids))
        and bool_and(is_exhaustive)
        and count(distinct stage) = 1 as are_exhaustive,
    from asked
),

bearing as (
    select theme_id, count(*) as territories_count from counted group by theme_id
),

final as (
    select
        counted.territory_id,
        counted.territory_name,
        count(*) as covered_count,
        count(*) filter (where counted.is_without_contract) as covered_without_contract_count,
        (select count(*) from themes) as themes_count,
        bool_and(counted.is_exhaustive) as is_exhaustive,
        lists.are_exhaustive as is_alone_known,
        string_agg(counted.theme_label, ', ' order by counted.theme_label collate fr)
            filter (where lists.are_exhaustive and bearing.territories_count = 1) as themes_alone,
    from counted
    cross join lists
    inner join bearing using (theme_id)
    group by counted.territory_id, counted.territory_name, lists.are_exhaustive
)

select
    *,
    100.0 * covered_count / themes_count as covered_pct,
from final
order by covered_count desc, territory_name collate fr
