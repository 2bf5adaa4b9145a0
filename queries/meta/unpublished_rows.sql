-- Which rows changed since the latest published version, and which of them lack a reason?
select
    table_name,
    row_key,
    any_value(change) as change,
    -- A row that is added needs none.
    bool_or(reason is null and change <> 'added') as lacks_reason,
from release_changes
where release_number = 'non publié'
group by table_name, row_key
order by table_name, row_key
