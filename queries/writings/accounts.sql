-- Which accounts are there, with the role that each has now?
with latest as (
    select account_id, max(change_number) as change_number
    from account_roles
    group by account_id
)
select
    accounts.account_id, accounts.issuer, accounts.subject_digest, accounts.organisation, accounts.opened_on,
    coalesce(account_roles.role, ''), coalesce(account_roles.territories, ''), coalesce(account_roles.service, '')
from accounts
left join latest on latest.account_id = accounts.account_id
left join account_roles on account_roles.change_number = latest.change_number
order by accounts.opened_on, accounts.account_id;
