-- Which numbers of actions does this document print, and how many does the catalogue hold under the same theme?
--
-- $document_id: code, « Document »
select
    observations.observation_id,
    observations.theme_label,
    actions.title as action_title,
    territories.name as territory_name,
    themes.short_label as theme,
    regexp_extract(observations.breakdown, '(?:^|;)stage=(\w+)', 1) as stage,
    printed_count__catalogue.printed_count,
    printed_count__catalogue.catalogue_count,
    shares.value as printed_share_pct,
from printed_count__catalogue
inner join observations using (observation_id)
inner join territories using (territory_id)
left join themes using (theme_id)
left join actions on actions.action_id = observations.action_id
left join (
    select document_id, theme_label, value
    from observations
    inner join measures using (measure_id)
    where measures.role = 'theme_share_of_actions'
) as shares
    on shares.document_id = observations.document_id
    and shares.theme_label = observations.theme_label
where observations.document_id = $document_id
order by observations.observation_id
