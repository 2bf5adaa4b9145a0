-- A role is given, or taken back.
insert into account_roles (change_number, account_id, moment, role, territories, service, given_by)
values ($change_number, $account_id, $moment, $role, $territories, $service, $given_by);
