-- How is a name of a territory, or what is typed for one, written so that both are compared?
--
-- Without accents, capitals or signs; « St » is « Saint », « 3e » and « 1er » are numbers, the kinds of EPCI are short.
create or replace macro plain_name(words) as trim(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    regexp_replace(regexp_replace(regexp_replace(regexp_replace(
        replace(replace(lower(strip_accents(words)), 'œ', 'oe'), 'æ', 'ae'),
    '[^a-z0-9]+', ' ', 'g'),
    '\bst\b', 'saint', 'g'),
    '\bste\b', 'sainte', 'g'),
    '\b([0-9]+)(?:er|ere|e|eme|nd|nde)\b', '\1', 'g'),
    '\b(?:arrondissement|arrdt|arr)\b', '', 'g'),
    '\bcommunaute (?:de )?communes\b', 'cc', 'g'),
    '\bcommunaute (?:d )?agglomeration\b', 'ca', 'g'),
    '\bcommunaute urbaine\b', 'cu', 'g'))
