-- Removes the journal.
drop table journal;
