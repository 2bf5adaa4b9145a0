-- No small count of persons that the Atlas counted or received is public, and each that is withheld keeps its row.
with withheld_rows as (
    select
        withheld.observation_id,
        observations.observation_id is null
        or observations.value is not null
        or observations.value_low is not null
        or observations.value_high is not null
        or observations.as_printed is not null
        or observations.survey_note is not null
        or observations.note is not null
        or observations.obs_status <> 'Q'
        or observations.conf_status not in ('C', 'N') as is_told,
    from withheld
    left join public.observations on observations.observation_id = withheld.observation_id
)

select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    'value' as column_name,
    'un petit effectif dans l''entrepôt public' as found,
    'une ligne sans valeur ni passage (obs_status Q, conf_status C ou N)' as expected,
from (
    select observation_id from counted_figures where is_small
    union
    select observation_id from withheld_rows where is_told
)
