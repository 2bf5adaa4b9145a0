-- One row per territory and name or code that it is looked for by: its own, a short one, a former one, an arrondissement's.
-- Publié : Une ligne est un territoire et un nom ou un code qui le fait trouver : le sien, un nom court, celui d'une ancienne commune ou d'un arrondissement municipal.
with places as (
    select
        territories.territory_id,
        territories.level,
        territories.name,
        -- The number of a région is that of a département too, which is the one that people mean.
        case when territories.level <> 'region' then territories.insee_code end as code,
        main_words(plain_name(concat_ws(' ', departements.name, territories.departement_code))) as around,
    from territories
    left join territories as departements
        on departements.territory_id = 'dep-' || territories.departement_code
),

-- Arrondissements municipaux: what a postcode serves whose code is no commune's.
numbered as (
    select
        served.territory_id,
        served.code,
        dense_rank() over (partition by served.territory_id order by served.code) as number,
    from (select distinct territory_id, insee_code as code from territory_postcodes) as served
    inner join places using (territory_id)
    where served.code <> places.code
),

named as (
    select territory_id, 'own' as name_kind, name, code, plain_name(name) as plain
    from places
    union all
    -- « CC du Pays de Redon » is « Pays de Redon » too.
    select territory_id, 'short', name, null, regexp_replace(plain_name(name), '^(?:cc|ca|cu|(?:euro)?metropole) ', '')
    from places
    where level = 'epci'
    union all
    select
        numbered.territory_id,
        'arrondissement',
        concat(places.name, ' ', numbered.number, if(numbered.number = 1, 'er', 'e'), ' arrondissement') as name,
        numbered.code,
        plain_name(places.name || ' ' || numbered.number),
    from numbered
    inner join places using (territory_id)
    union all
    -- « Département 63 » is said like a name.
    select territory_id, 'short', name, null, 'departement ' || lower(code)
    from places
    where level = 'departement'
    union all
    select territory_id, 'former', name, right(former_territory_id, 5), plain_name(name)
    from territory_successors
)

select
    named.territory_id,
    named.name_kind,
    named.name,
    named.code,
    main_words(named.plain) as main_words,
    replace(named.plain, ' ', '') as compact_name,
    concat_ws(' ', places.around, case places.level
        when 'commune' then 'commune ville'
        when 'epci' then 'intercommunalite communaute agglomeration'
        else plain_name(places.level)
    end) as words_around,
from named
inner join places using (territory_id)
where named.name_kind <> 'short' or named.plain <> plain_name(places.name)
