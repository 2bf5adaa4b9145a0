-- What ties the counts of each bilan that everybody may read and that has a small one: totals (1) and their parts (-1).
--
-- Parts need not make their total: a person is in two actions, or in none. By how many is the amount of a member that
-- nobody counts: who would work a count out is taken to know it. Counts of the whole contract are what is compared: a
-- thousand persons of actions are given up before one of them is.
create or replace temp table received_relations as
with received as (
    select distinct observations.document_id
    from withheld
    inner join observations using (observation_id)
    inner join documents using (document_id)
    where documents.kind = 'bilan'
),

members as (
    select
        observations.document_id,
        equations.equation,
        equations.observation_id as member,
        if(equations.is_total, 1, -1) as coefficient,
        -- A part of a person is a person.
        ceil(equations.amount)::bigint as amount,
        true as is_counted,
        if(observations.action_id is null, 1000, 1) as weight,
    from equations
    inner join observations using (observation_id)
    where observations.document_id in (select document_id from received)
)

select * from members
union all
select
    document_id,
    equation,
    equation || ' others' as member,
    -sign(sum(coefficient * amount))::bigint as coefficient,
    abs(sum(coefficient * amount))::bigint as amount,
    false as is_counted,
    1 as weight,
from members
group by document_id, equation
having sum(coefficient * amount) <> 0
order by all
