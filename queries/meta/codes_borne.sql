-- Which values do these columns of a table bear?
with gathered as (
    select list(distinct columns(lambda name: list_contains($columns, name)))
    from query_table($table)
),

listed as (
    unpivot gathered on columns(*) into name column_name value codes
),

final as (
    select
        column_name,
        unnest(codes) as code,
    from listed
)

select column_name, code
from final
where code is not null
order by column_name, code
