-- The values of the reserve, in the whole database: a row that was committed without one has it, and keeps who may read it.
update observations
set
    value = reserve_rows.value,
    obs_status = 'A',
    missing_reason = null
from reserve_rows
where observations.observation_id = reserve_rows.observation_id
