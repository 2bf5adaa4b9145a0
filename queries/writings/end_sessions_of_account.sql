-- All sessions of an account end.
delete from sessions where account_id = $account_id;
