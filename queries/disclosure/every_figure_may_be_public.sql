-- Every figure of the curated files may be public, as they are: asked before they are published.
select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    'value' as column_name,
    if(conf_status = 'C', 'un petit effectif', 'un chiffre qui laisse calculer un petit effectif') as found,
    'un chiffre qui peut être public : les fichiers publiés le sont' as expected,
from withheld
order by row_key
