-- Where does each of these words stand in the French alphabet?
--
-- $listed: codes, « Mots à ranger »
select distinct
    listed.word,
    dense_rank() over (order by listed.word collate fr) as rank,
from (select unnest($listed::varchar[]) as word) as listed
order by rank, listed.word
