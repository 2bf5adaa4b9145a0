-- One row per territory and territory that surely contains it, itself included.
-- Publié : Une ligne est un territoire et un territoire qui le contient sûrement, lui-même compris.
with communes as (
    select * from territories where level = 'commune'
),

epci_members as (
    select territory_members.*
    from territory_members
    inner join territories using (territory_id)
    where territories.level = 'epci'
),

itself as (
    select
        territory_id,
        territory_id as container_id,
        'equal' as relation,
    from territories
),

-- The codes of a territory say where it lies, but for an EPCI, of which they say where most people live.
of_codes as (
    select territory_id, 'dep-' || departement_code as container_id
    from territories
    where level not in ('epci', 'departement') and departement_code is not null
    union all
    select territory_id, 'reg-' || region_code as container_id
    from territories
    where level not in ('epci', 'region') and region_code is not null
),

-- An EPCI lies in a département or a région only if all its communes do.
of_epci as (
    select
        epci_members.territory_id,
        'dep-' || min(communes.departement_code) as container_id,
    from epci_members
    inner join communes on communes.territory_id = epci_members.member_id
    group by epci_members.territory_id
    having count(distinct communes.departement_code) = 1
    union all
    select
        epci_members.territory_id,
        'reg-' || min(communes.region_code) as container_id,
    from epci_members
    inner join communes on communes.territory_id = epci_members.member_id
    group by epci_members.territory_id
    having count(distinct communes.region_code) = 1
),

of_members as (
    select member_id as territory_id, territory_id as container_id
    from territory_members
),

of_france as (
    select inside.territory_id, countries.territory_id as container_id
    from territories as inside
    inner join territories as countries on countries.level = 'pays'
    where inside.level not in ('pays', 'set')
),

wider as (
    select * from of_codes
    union all
    select * from of_epci
    union all
    select * from of_members
    union all
    select * from of_france
),

every as (
    select * from itself
    union all
    select territory_id, container_id, 'contains' as relation from wider
),

final as (
    select
        every.territory_id,
        every.container_id,
        every.relation,
        containers.level as container_level,
    from every
    inner join territories as containers on containers.territory_id = every.container_id
)

select * from final
