-- One row per printed figure, with the labels and the document that a reader needs beside it.
-- Publié : Une ligne est un chiffre publié, avec les libellés et le document utiles à sa lecture.
with document_order as (
    select * from (values
        ('contract', 1), ('deliberation', 2), ('state', 3), ('collectivity', 4), ('agency', 5),
        ('network', 6), ('operator', 7), ('press', 8), ('copy', 9)
    ) as classes (document_class, class_rank)
),

final as (
    select
        observations.*,
        coalesce(regexp_extract(breakdown, '(?:^|;)sex=([^;]+)', 1), '') as sex_code,
        coalesce(regexp_extract(breakdown, '(?:^|;)age=([^;]+)', 1), '') as age_code,
        coalesce(regexp_extract(breakdown, '(?:^|;)public=([^;]+)', 1), '') as public_code,
        observation__breakdown.breakdown_label,
        territories.name as territory_name,
        territories.level as territory_level,
        measures.label as measure_label,
        measures.family,
        measures.payer,
        actions.title as action_title,
        actions.operator as action_operator,
        documents.title as document_title,
        documents.publisher,
        documents.published_on,
        documents.published_label,
        documents.url,
        documents.reliability,
        document_order.class_rank,
        year(period_start) as start_year,
        year(period_end) as end_year,
        -- What a year adds and what it comes to are told apart; the amount « a year » is what it adds.
        if(time_basis = 'per_year', 'over', time_basis) as counting,
        case
            when missing_reason is null then null
            when obs_status = 'M' then 'not_applicable'
            when obs_status = 'Q' then 'suppressed'
            when obs_status = 'L' then 'not_measured'
            else 'not_transmitted'
        end as missing_status,
    from observations
    inner join territories using (territory_id)
    inner join measures using (measure_id)
    inner join documents on documents.document_id = observations.document_id
    inner join document_order using (document_class)
    left join actions on actions.action_id = observations.action_id
    left join observation__breakdown on observation__breakdown.observation_id = observations.observation_id
)

select
    * exclude (sex_code, age_code, public_code),
    coalesce(nullif(sex_code, ''), '_T') as sex,
    coalesce(nullif(age_code, ''), '_T') as age,
    coalesce(nullif(public_code, ''), '_T') as public,
from final
