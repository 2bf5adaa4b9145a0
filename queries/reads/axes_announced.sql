-- Which axes do sources name for the contracts of these territories, and where?
--
-- $territory_ids: codes or null, « Territoires »
select
    axes.contract_id,
    contracts.territory_id,
    territories.name as territory_name,
    contracts.programme,
    axes.position,
    axes.label,
    axes.printed_number,
    axes.is_cut,
    (
        select string_agg(themed.theme_label, ', ' order by themed.theme_order)
        from contract_axis__themes as themed
        where
            themed.contract_id = axes.contract_id
            and themed.document_id = axes.document_id
            and themed.position = axes.position
    ) as theme_labels,
    (
        select max(observations.value)::bigint
        from observations
        where observations.measure_id = 'priorities' and observations.contract_id = axes.contract_id
    ) as announced_count,
    axes.document_id,
    documents.title as document_title,
    documents.publisher,
    documents.published_on,
    documents.published_label,
    documents.url,
    documents.read_via,
    documents.completeness,
    axes.locator,
    axes.as_printed,
    axes.survey_note,
    axes.note,
    axes.contract_id not in (select contract_id from actions where contract_id is not null) as is_without_actions,
from contract_axes as axes
inner join contracts using (contract_id)
inner join territories using (territory_id)
inner join documents on documents.document_id = axes.document_id
where
    $territory_ids is null
    or contracts.territory_id in (
        select gathered_id from territory__gathered where territory_id in (select unnest($territory_ids))
    )
order by territories.name collate fr, axes.contract_id, axes.document_id, axes.position
