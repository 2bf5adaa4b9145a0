-- What is this action, whose part is it, under which contract, and where is it described?
--
-- $action_id: code, « Action »
with bears as (
    select
        action_themes.action_id,
        list(
            {label: themes.label, basis: action_themes.basis}
            order by action_themes.is_primary desc, themes.display_order
        ) as themes_told,
    from action_themes
    inner join themes using (theme_id)
    group by action_themes.action_id
)

select
    described.*,
    bears.themes_told,
    contracts.programme,
    holders.name as contract_territory_name,
    documents.completeness,
from action__described as described
inner join documents using (document_id)
left join bears using (action_id)
left join contracts on contracts.contract_id = described.contract_id
left join territories as holders on holders.territory_id = contracts.territory_id
where described.action_id = $action_id
