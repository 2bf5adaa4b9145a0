-- Which account has somebody, as the provider knows them?
select account_id from accounts where issuer = $issuer and subject_digest = $subject_digest;
