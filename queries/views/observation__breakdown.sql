-- One row per figure that has a breakdown, with the words of its codes.
-- Publié : Une ligne est un chiffre ventilé, et sa ventilation en mots.
with pairs as (
    select
        observation_id,
        document_id,
        unnest(string_split(breakdown, ';')) as pair,
        generate_subscripts(string_split(breakdown, ';'), 1) as position,
    from observations
    where breakdown is not null
),

codes as (
    select
        observation_id,
        document_id,
        position,
        split_part(pair, '=', 1) as dimension,
        split_part(pair, '=', 2) as code,
    from pairs
),

final as (
    select
        codes.observation_id,
        string_agg(coalesce(document_codes.label, dimension_codes.label, codes.code), ', ' order by codes.position)
            as breakdown_label,
    from codes
    left join dimension_codes
        on dimension_codes.dimension = codes.dimension
        and dimension_codes.code = codes.code
    left join document_codes
        on document_codes.document_id = codes.document_id
        and document_codes.dimension = codes.dimension
        and document_codes.code = codes.code
    group by codes.observation_id
)

select * from final
