-- Which kinds of money and natures exist for territories with a contract?
with money as (
    select distinct measure_id, nature from contract_year__money where contract_id is not null
    union
    select distinct measure_id, nature from contract__action_money
)

select
    money.measure_id,
    measures.label as measure_label,
    money.nature,
    (
        select list(distinct year::varchar order by year::varchar)
        from contract_year__money as amounts
        where
            amounts.contract_id is not null
            and amounts.measure_id = money.measure_id
            and amounts.nature = money.nature
            and amounts.year is not null
    ) as years,
from money
inner join measures using (measure_id)
order by measures.payer is distinct from 'state', measures.label collate fr, money.nature
