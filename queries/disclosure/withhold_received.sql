-- Withholds (N) the counts of bilans that were chosen to hide the small ones.
insert into withheld
select observation_id, 'N' from received_counts
