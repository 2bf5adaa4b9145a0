-- The corpus that has entered.
insert into national.corpus
select
    $title as title,
    $is_fictitious as is_fictitious,
    min(document_id) as document_id,
    $digest as digest,
    count(*) as rows_count,
from received_figures
