-- Which entry of the journal is the last?
select coalesce(max(entry_number), 0) from journal;
