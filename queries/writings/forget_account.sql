-- What leads from an account to somebody is erased.
update accounts set subject_digest = null, organisation = '' where account_id = $account_id;
