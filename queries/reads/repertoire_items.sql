-- Which items does the official repertoire ask for? A document, or « tous ».
select
    repertoire.*,
    measures.label as measure_label,
from repertoire
left join measures using (measure_id)
where $document_id = 'tous' or repertoire.document_id = $document_id
order by repertoire.display_order
