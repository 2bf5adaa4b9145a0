-- One row per printed figure of a whole territory and year it holds for; a total of several years keeps no year.
-- Publié : Une ligne est un chiffre publié d'un territoire entier et une année où il vaut ; un total de plusieurs années n'a pas d'année.
select * exclude (undivided_fact, fact, said)
from figure__facts
where scope = 'whole' and action_id is null
