-- Somebody signs in for the first time.
insert into accounts (account_id, issuer, subject_digest, organisation, opened_on)
values ($account_id, $issuer, $subject_digest, $organisation, $opened_on);
