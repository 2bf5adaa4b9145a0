-- Removes accounts, roles and sessions.
alter table journal drop column account_id;

drop table sessions;

drop table account_roles;

drop table accounts;
