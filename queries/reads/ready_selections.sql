-- Which territories are often looked at together?
with known as (
    select * from territory__summary where contracts_count > 0
),

selections as (
    select
        1 as selection_order,
        'contrats-lus' as selection_id,
        'contrats lus en entier' as label,
        contracts.territory_id,
    from contracts
    inner join documents using (document_id)
    where documents.document_class = 'contract' and documents.read_via = 'text'
    union all
    select 2, member.territory_id, 'onze premiers contrats (2019-2020)', member.member_id
    from territory_members as member
    where member.territory_id = 'set-ctair-11'
    union all
    select 3, 'montant-connu', 'montant annuel connu', territory_id
    from known
    where latest_committed_year is not null
    union all
    select 4, 'rapport-connu', 'montant par personne connu', territory_id
    from known
    where best_grade is not null
    union all
    select 5, 'reg-' || known.region_code, 'région ' || regions.name, known.territory_id
    from known
    inner join territories as regions on regions.territory_id = 'reg-' || known.region_code
    union all
    select 6, 'dep-' || known.departement_code, 'département ' || departements.name, known.territory_id
    from known
    inner join territories as departements on departements.territory_id = 'dep-' || known.departement_code
)

select
    selections.selection_id,
    selections.label,
    string_agg(selections.territory_id, ',' order by territories.name collate fr, selections.territory_id)
        as territory_ids,
    count(*) as territories_count,
from (select distinct * from selections) as selections
inner join territories using (territory_id)
group by selections.selection_id, selections.label
having count(*) > 1
order by min(selections.selection_order), selections.label collate fr
