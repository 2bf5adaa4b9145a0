-- The printed figures as everybody may read them: a withheld one keeps its row, without value, passage or place.
select
    observations.* replace (
        if(withheld.conf_status is null, observations.value, null) as value,
        if(withheld.conf_status is null, observations.value_low, null) as value_low,
        if(withheld.conf_status is null, observations.value_high, null) as value_high,
        if(withheld.conf_status is null, observations.qualifier, 'exact') as qualifier,
        if(withheld.conf_status is null, observations.obs_status, 'Q') as obs_status,
        if(withheld.conf_status is null, observations.missing_reason, 'suppressed') as missing_reason,
        coalesce(withheld.conf_status, observations.conf_status) as conf_status,
        if(withheld.conf_status is null, observations.locator, 'endroit non publié') as locator,
        if(withheld.conf_status is null, observations.as_printed, null) as as_printed,
        if(withheld.conf_status is null, observations.survey_note, null) as survey_note,
        if(withheld.conf_status is null, observations.note, null) as note
    ),
from whole.observations
left join withheld on withheld.observation_id = observations.observation_id
