-- A session ends.
delete from sessions where session_digest = $session_digest;
