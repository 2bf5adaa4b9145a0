-- Which documents print nothing: data files in which the Atlas counted, and bilans that it received.
--
-- Named are the kinds that print what they say, for everybody to read: a new kind is withheld from until it is named.
create or replace temp table counted_documents as
select document_id
from documents
where
    kind not in (
        'contract', 'deliberation', 'brochure', 'catalogue', 'web_page', 'press_article', 'press_kit', 'legal_text',
        'reference'
    )
