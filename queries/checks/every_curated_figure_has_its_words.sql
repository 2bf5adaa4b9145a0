-- Every curated figure has the passage that prints it, or what a survey says: only what the Atlas withholds has neither.
-- grain: row
select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    'as_printed' as column_name,
    'une cellule vide' as found,
    'un passage du document, ou ce qu''en dit le relevé dans survey_note' as expected,
from observations
where as_printed is null and survey_note is null
