-- One row per amount of a contract and admissible base of its territory: the ratio, its grade, or why there is none.
-- Publié : Une ligne est un montant de contrat et une base : le montant par personne, s'il se compare, ou la raison pour laquelle il n'y en a pas.
--
-- Grades: A same territory, same public, dates at most a year apart; B the public or the kind of base differs
-- from the money's; C a bound only, the base being wider than the contract, or one of the two figures a bound;
-- X no ratio. The reason is a code; `ratio_reasons` gives its grade and its words.
with pairs as (
    select
        money.*,
        base.*,
        containers.relation as scope_relation,
        case
            when base.base_year is not null then abs(money.year - base.base_year)
            else greatest(year(base_period_start) - money.year, money.year - year(base_period_end), 0)
        end as years_apart,
        base_public = 'contract' and money.contract_id is distinct from base.base_contract_id as is_other_contract,
        case
            when base_public = 'contract' then true
            when target_public = 'bpi' then base_public = 'bpi'
            when target_public in ('newcomers', 'newcomers_bpt') then base_public = 'newcomers'
        end as is_same_public,
        -- The cohort that a contract foresees is the contract's own.
        bases.kind = 'cohort' and bases.nature = 'target' as is_cohort_foreseen,
        -- More persons make each one's share smaller: the bounds change sides.
        coalesce(amount_eur, amount_low_eur) / nullif(base_high, 0) as bound_low_eur,
        coalesce(amount_eur, amount_high_eur) / nullif(base_low, 0) as bound_high_eur,
    from contract_year__money as money
    inner join territory__containers as containers using (territory_id)
    inner join base__figures as base on base.base_territory_id = containers.container_id
    inner join bases using (base_id)
    -- A région or the whole of France is no base for a city: its bound would say nothing.
    where
        money.contract_id is not null
        and (containers.relation = 'equal' or containers.container_level not in ('region', 'pays'))
),

judged as (
    select
        *,
        case
            when payer in ('several', 'unknown') then 'payers_unclear'
            when spans_years then 'money_spans_years'
            when time_basis = 'until' then 'money_cumulated'
            when year is null then 'money_undated'
            when is_held then 'money_held'
            when is_part_of_year then 'money_part_of_year'
            when is_other_contract then 'other_contract'
            when base_spans_years and base_period_basis = 'printed' then 'base_spans_years'
            when base_time_basis = 'until' then 'base_cumulated'
            when base_is_part_of_year then 'base_part_of_year'
            when years_apart > 1 then 'years_apart'
            when base_high = 0 then 'base_zero'
            when scope_relation = 'contains' and base_high is null then 'no_bound'
            when bound_low_eur is null and (scope_relation = 'contains' or bound_high_eur is null) then 'unbounded'
            when scope_relation = 'contains' and base_confidence = 'L' then 'doubtful_bound'
            when scope_relation = 'contains' and not coalesce(is_same_public, false) then 'no_bound_public'
            when scope_relation = 'contains' and base_year is null then 'base_wider_undated'
            when scope_relation = 'contains' and years_apart = 1 then 'base_wider_other_year'
            when scope_relation = 'contains' then 'base_wider'
            -- The target cohort of a contract needs no date of its own: it is the contract's.
            when base_year is null and not (is_cohort_foreseen and base_contract_id = contract_id)
                then 'base_undated'
            when not coalesce(is_same_public, false) then 'public_differs'
            when base_kind in ('target', 'realised') then 'base_of_contract'
            when base_is_of_unsure_scope then 'scope_unsure'
            when base_obs_status = 'D' then 'definition_differs'
            when 'L' in (confidence, base_confidence) then 'doubtful'
            when confidence not in ('H', 'M') or base_confidence not in ('H', 'M') then 'doubtful'
            when bound_low_eur is null or bound_high_eur is null then 'bound_only'
            when is_cohort_foreseen and base_year is null then 'like_for_like_cohort'
            when target_public = 'newcomers_bpt' and base_public = 'newcomers' then 'like_for_like_newcomers'
            else 'like_for_like'
        end as reason,
    from pairs
),

-- A reason that the reference does not grade gives no ratio, and a check refuses the build.
graded as (
    select judged.*, ratio_reasons.grade
    from judged
    left join ratio_reasons using (reason)
),

final as (
    select
        * exclude (bound_low_eur, bound_high_eur, is_other_contract, is_cohort_foreseen),
        -- Of another year, or of none, a wider base may be the smaller one: the bound is one nearly.
        if(
            qualifier in ('about', 'nearly')
            or base_qualifier in ('about', 'nearly')
            or reason in ('base_wider_other_year', 'base_wider_undated')
            or (reason = 'bound_only' and base_year != year),
            'about', 'exact'
        ) as ratio_qualifier,
        case when grade in ('A', 'B') then amount_eur / base_value end as ratio_eur,
        case when grade in ('A', 'B', 'C') then bound_low_eur end as ratio_low_eur,
        case when grade in ('A', 'B') or reason = 'bound_only' then bound_high_eur end as ratio_high_eur,
        -- What the amounts that were set aside come to, of as many persons.
        case when grade in ('A', 'B') then set_aside_low_eur / nullif(base_high, 0) end as set_aside_ratio_low_eur,
        case when grade in ('A', 'B') then set_aside_high_eur / nullif(base_low, 0) end as set_aside_ratio_high_eur,
    from graded
)

select * from final
