-- A session begins.
insert into sessions (session_digest, account_id, begun_at, used_at, id_token)
values ($session_digest, $account_id, $begun_at, $begun_at, $id_token);
