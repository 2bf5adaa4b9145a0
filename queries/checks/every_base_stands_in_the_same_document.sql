-- The figure that a percentage is computed on is printed in the same document.
select
    'observations' as table_name,
    'observation_id' as key_column,
    observations.observation_id as row_key,
    'base_observation_id' as column_name,
    observations.base_observation_id as found,
    'un chiffre du même document' as expected,
from observations
inner join observations as base on base.observation_id = observations.base_observation_id
where base.document_id <> observations.document_id
