-- One row per territory and theme that an axis of a contract announces, when no document lists the actions of that contract.
-- Publié : Une ligne est un territoire et un thème qu'un axe annonce, pour un contrat dont aucun document exhaustif ne publie les actions : une présence, sans nombre ni part.
with listed as (
    select distinct actions.contract_id
    from actions
    inner join documents using (document_id)
    where actions.contract_id is not null and documents.completeness = 'exhaustive'
)

select
    territory_id,
    theme_id,
    list(distinct label order by label collate fr) as announced_axes,
    list(distinct contract_id order by contract_id) as contract_ids,
    list(distinct document_id order by document_id) as document_ids,
    bool_or(is_cut) as is_cut,
from contract_axis__themes
where theme_id is not null and contract_id not in (select contract_id from listed)
group by territory_id, theme_id
