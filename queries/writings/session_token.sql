-- What the provider gave at the beginning of a session, by which it ends there too.
select id_token from sessions where session_digest = $session_digest;
