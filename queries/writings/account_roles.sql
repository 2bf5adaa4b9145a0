-- Which roles were given and taken back, in their order?
select change_number, account_id, moment, role, territories, service, given_by
from account_roles
order by change_number;
