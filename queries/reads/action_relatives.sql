-- Of which action is this one a part, and which are its own parts?
--
-- $action_id: code, « Action »
with here as (
    select action_id, parent_action_id from actions where action_id = $action_id
)

select
    case
        when described.action_id = here.parent_action_id then 'whole'
        when described.parent_action_id = here.action_id then 'part'
        else 'sibling'
    end as kinship,
    described.*,
from action__described as described
inner join here
    on
        described.action_id = here.parent_action_id
        or described.parent_action_id = here.action_id
        or (described.parent_action_id = here.parent_action_id and described.action_id <> here.action_id)
order by array_position(['whole', 'part', 'sibling'], kinship), described.action_id
