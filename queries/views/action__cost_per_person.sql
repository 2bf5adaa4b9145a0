-- One row per action and nature of its printed cost: the cost per person where the document prints both together, else why there is none.
-- Publié : Une ligne est une action et une nature de son coût : le coût par personne quand il existe, sinon pourquoi il n'y en a pas.
with costs as (
    select
        money.action_id,
        money.nature as cost_nature,
        money.amount_eur,
        money.qualifier as cost_qualifier,
        money.is_contradictory,
        money.period_start,
        money.period_end,
        money.observation_ids as cost_observation_ids,
        printed.document_id,
        not bool_or(printed.breakdown is null) as is_sum_of_parts,
        bool_or(printed.time_basis like 'per_%') as is_rate,
        list(distinct printed.locator) as locators,
    from action__money as money
    inner join observations as printed
        on
            printed.action_id = money.action_id
            and printed.measure_id = money.measure_id
            and printed.nature = money.nature
            and list_contains(money.observation_ids, printed.observation_id)
    where money.measure_role = 'action_cost'
    group by all
),

-- Whole counts only: persons of one kind beside a wider count are a part, and would pass for the whole.
persons as (
    select observations.*
    from observations
    inner join observation__wholes using (observation_id)
    inner join measures using (measure_id)
    where measures.role = 'beneficiaries' and missing_reason is null
),

compared as (
    select
        costs.*,
        persons.observation_id as persons_observation_id,
        persons.value as persons_count,
        persons.value_low as persons_count_low,
        persons.value_high as persons_count_high,
        persons.qualifier as persons_qualifier,
        persons.nature as persons_nature,
        case
            when costs.is_contradictory then 'contradictory'
            when costs.amount_eur is null then 'no_amount'
            when persons.observation_id is null then 'no_persons'
            when (costs.cost_nature in ('paid', 'realised')) <> (persons.nature in ('realised', 'observed'))
                then 'other_nature'
            when costs.is_rate or persons.time_basis like 'per_%' then 'other_period'
            when
                persons.period_start is not distinct from costs.period_start
                and persons.period_end is not distinct from costs.period_end
                and coalesce(costs.period_start, costs.period_end) is not null
                then 'same_period'
            when coalesce(persons.period_start, persons.period_end) is not null then 'other_period'
            when list_contains(costs.locators, persons.locator) then 'same_place'
            else 'no_period'
        end as rule,
    from costs
    left join persons on persons.action_id = costs.action_id and persons.document_id = costs.document_id
),

ranked as (
    select
        *,
        rule in ('same_period', 'same_place') as has_ratio,
        count(*) filter (where rule in ('same_period', 'same_place'))
            over (partition by action_id, cost_nature, document_id) as ratios_count,
        row_number() over (
            partition by action_id, cost_nature
            order by
                array_position(
                    ['same_period', 'same_place', 'no_period', 'other_period', 'other_nature'], rule
                ),
                persons_observation_id
        ) as place,
    from compared
),

final as (
    select
        action_id,
        cost_nature,
        amount_eur,
        cost_qualifier,
        is_contradictory,
        period_start,
        period_end,
        is_sum_of_parts,
        cost_observation_ids,
        if(ratios_count > 1, 'several', rule) as rule,
        if(has_ratio and ratios_count = 1, persons_count, null) as persons_count,
        if(has_ratio and ratios_count = 1, persons_count_low, null) as persons_count_low,
        if(has_ratio and ratios_count = 1, persons_count_high, null) as persons_count_high,
        persons_qualifier,
        persons_nature,
        if(
            cost_qualifier = 'exact' and coalesce(persons_qualifier, 'exact') not in ('about', 'nearly'),
            'exact', 'about'
        ) as ratio_qualifier,
        if(rule in ('contradictory', 'no_amount', 'no_persons'), null, persons_observation_id)
            as persons_observation_id,
    from ranked
    where place = 1
)

select
    *,
    amount_eur / nullif(persons_count, 0) as cost_per_person_eur,
    -- More persons make each one cheaper: the bounds change sides.
    amount_eur / nullif(persons_count_high, 0) as cost_per_person_low_eur,
    amount_eur / nullif(persons_count_low, 0) as cost_per_person_high_eur,
from final
