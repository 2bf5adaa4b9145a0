-- Whose session is it, if it is still open?
select account_id, begun_at
from sessions
where session_digest = $session_digest and begun_at > $begun_after and used_at > $used_after;
