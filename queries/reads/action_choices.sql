-- By which themes, stages, operators, territories and publics can the catalogue of actions be narrowed?
with operators as (
    -- Of the spellings of one organisation, the most frequent.
    select
        operator_id,
        arg_max(operator_name, (spelled_count, operator_name)) as operator_name,
    from (
        select operator_id, operator_name, count(*) as spelled_count
        from action__operators
        group by operator_id, operator_name
    )
    group by operator_id
),

choices as (
    select 'theme' as field, theme_id as code, label, null::varchar as level, display_order
    from themes
    where theme_id in (select theme_id from action_themes)
    union all
    select
        'etape' as field,
        stage as code,
        stage as label,
        null as level,
        array_position(['contracted', 'reported', 'existing', 'proposed'], stage) as display_order,
    from (select distinct stage from actions)
    union all
    select 'operateur' as field, operator_id as code, operator_name as label, null as level, 1 as display_order
    from operators
    union all
    select 'lieu' as field, territory_id as code, name as label, level, 1 as display_order
    from territories
    where
        territory_id in (select territory_id from actions)
        or territory_id in (
            select contracts.territory_id from contracts inner join actions using (contract_id)
        )
    union all
    select distinct 'public' as field, public_id as code, public_name as label, null as level, display_order
    from action__publics
)

select * from choices order by field, display_order, label collate fr, code
