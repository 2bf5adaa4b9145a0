-- Which figures count persons, and how many does each count?
select observation_id, amount from counted_figures order by observation_id
