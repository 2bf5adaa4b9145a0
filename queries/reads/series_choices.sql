-- Which measures are printed for several years, and for which territories?
with codes as (
    select series.*, observation__breakdown.breakdown_label
    from figure__series as series
    left join observation__breakdown
        -- A public that the measure itself names is no breakdown of it. One equality, which DuckDB hashes.
        on observation__breakdown.observation_id = if(series.breakdown is not null, series.observation_ids[1], null)
)

select
    series_id,
    measure_label,
    min(breakdown_label) as breakdown_label,
    count(distinct territory_id) as territories_count,
    string_agg(distinct territory_name, ', ' order by territory_name collate fr) as territory_names,
    string_agg(distinct territory_id, ',' order by territory_id) as territory_ids,
from codes
group by series_id, measure_label
order by max(series_id <> 'state_contribution'), count(distinct territory_id) desc, measure_label collate fr, series_id
