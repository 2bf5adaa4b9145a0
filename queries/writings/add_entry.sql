-- What was done is written down.
insert into journal (entry_number, moment, done, origin, bilan_id, act_number)
values ($entry_number, $moment, $done, $origin, $bilan_id, $act_number);
