-- Which role has an account, and where?
select role, territories from account_roles where account_id = $account_id order by change_number desc limit 1;
