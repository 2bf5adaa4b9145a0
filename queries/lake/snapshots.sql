-- Which versions were deposited, the newest first? A snapshot that says nothing is of the making of the lake.
select
    snapshot_id as number,
    commit_message as data_version,
    commit_extra_info as said,
    strftime(snapshot_time, '%Y-%m-%dT%H:%M:%SZ') as moment,
from lake.snapshots()
where commit_extra_info is not null
order by snapshot_id desc
