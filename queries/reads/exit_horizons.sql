-- At which horizons are positive exits counted?
select
    horizon_months,
    horizon_from,
    count(*) as counts_count,
from exit_counts
group by horizon_months, horizon_from
order by max(horizon_from <> 'exit'), horizon_months
