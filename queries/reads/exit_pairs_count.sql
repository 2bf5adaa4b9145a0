-- For how many results are both the positive exits and the exits printed, so that an interval could be computed?
select count(*) as pairs_count
from observations as positive
inner join observations as exits
    on exits.measure_id = 'path_exits'
    and exits.territory_id = positive.territory_id
    and exits.action_id is not distinct from positive.action_id
    and exits.breakdown is not distinct from positive.breakdown
    and exits.period_end is not distinct from positive.period_end
where positive.measure_id = 'positive_exits' and positive.value is not null and exits.value is not null
