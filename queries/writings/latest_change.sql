-- Which change of a role is the last?
select coalesce(max(change_number), 0) from account_roles;
