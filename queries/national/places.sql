-- Every commune, in the order of its code.
insert into national.places
select
    row_number() over (order by territory_id) - 1 as place,
    territory_id,
    name,
    departement_code,
    region_code,
from territories
where level = 'commune'
order by place
