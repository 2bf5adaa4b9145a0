-- A session is used.
update sessions set used_at = $used_at where session_digest = $session_digest and used_at < $used_at;
