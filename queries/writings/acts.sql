-- What was decided of bilans, in its order?
select act_number, kind, bilan_id, moment, content, salt, sha256, reason
from acts
order by act_number;
