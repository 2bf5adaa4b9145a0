-- Which sessions are open?
select session_digest from sessions where begun_at > $begun_after and used_at > $used_after;
