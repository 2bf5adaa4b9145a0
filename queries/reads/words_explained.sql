-- What does each word or abbreviation of the screen mean, and where does it come from?
select
    term,
    expansion,
    meaning,
    origin,
from glossary
order by term collate fr
