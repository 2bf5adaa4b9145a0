-- Sessions that nobody may use any more are erased.
delete from sessions where begun_at <= $begun_after or used_at <= $used_after;
