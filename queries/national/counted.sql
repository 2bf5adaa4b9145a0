-- How many figures has the corpus, and of how many is the value hidden?
select
    count(*) as figures_count,
    count(*) filter (conf_status <> 'F') as hidden_count,
from public.national.figures
