-- Which versions of the data are published, the newest first, and how many rows did each add, change and remove?
--
-- What is not published yet stands first, when there is any.
with pending as (
    select
        'non publié' as release_number,
        max(position) as position,
        count(distinct (table_name, row_key)) filter (change = 'added') as added_count,
        count(distinct (table_name, row_key)) filter (change = 'changed') as changed_count,
        count(distinct (table_name, row_key)) filter (change = 'removed') as removed_count,
    from release_changes
    where release_number = 'non publié'
)
select * from releases
union all by name
select * from pending where position is not null
order by position desc
