-- An act is put in place.
insert into acts (act_number, kind, bilan_id, moment, content, salt, sha256, reason)
values ($act_number, $kind, $bilan_id, $moment, $content, $salt, $sha256, $reason);
