-- Every curated figure has its passage, or what a survey says; one counted in a data file may have its filter instead.
-- grain: row
--
-- A filter says at least a column and the value looked for: « département = Isère ; sexe = femme ».
with figures as (
    select
        observations.*,
        documents.kind = 'dataset' as is_counted,
    from observations
    inner join documents using (document_id)
)

select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    if(is_counted, 'locator', 'as_printed') as column_name,
    if(is_counted, locator, 'une cellule vide') as found,
    if(
        is_counted,
        'le filtre en mots d''un chiffre compté (département = Isère ; sexe = femme), ou un passage dans as_printed',
        'un passage du document, ou ce qu''en dit le relevé dans survey_note'
    ) as expected,
from figures
where as_printed is null and survey_note is null and not (is_counted and contains(locator, ' = '))
