-- Which items does the official repertoire ask for? Of one document, or of all.
--
-- $document_id: code or null, « Document »
select
    repertoire.*,
    measures.label as measure_label,
    (
        select string_agg(
            dimension_codes.label, ', '
            order by list_position(string_split(repertoire.breakdown, ';'), dimension || '=' || code)
        )
        from dimension_codes
        where list_contains(string_split(repertoire.breakdown, ';'), dimension || '=' || code)
    ) as breakdown_label,
from repertoire
left join measures using (measure_id)
where $document_id is null or repertoire.document_id = $document_id
order by repertoire.display_order
