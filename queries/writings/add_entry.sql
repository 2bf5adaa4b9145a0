-- What was done is written down.
insert into journal (entry_number, moment, done, origin, bilan_id, act_number, account_id)
values ($entry_number, $moment, $done, $origin, $bilan_id, $act_number, $account_id);
