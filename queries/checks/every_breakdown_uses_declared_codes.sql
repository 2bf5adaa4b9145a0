-- Every key=code of a breakdown is declared, once, in alphabetical order of keys.
-- grain: row
with pairs as (
    select
        observation_id,
        document_id,
        breakdown,
        unnest(string_split(breakdown, ';')) as pair,
    from observations
    where breakdown is not null
),

named as (
    select
        *,
        split_part(pair, '=', 1) as dimension,
        split_part(pair, '=', 2) as code,
    from pairs
),

declared as (
    select null as document_id, dimension, code from dimension_codes
    union all
    select document_id, dimension, code from document_codes
),

undeclared as (
    select
        named.*,
        -- The declared code most likely meant: two slips at most, and never in a number.
        (
            select min_by(declared.code, (damerau_levenshtein(declared.code, named.code), declared.code))
            from declared
            where
                declared.dimension = named.dimension
                and coalesce(declared.document_id, named.document_id) = named.document_id
                and damerau_levenshtein(declared.code, named.code) <= 2
                and regexp_replace(declared.code, '\D', '', 'g') = regexp_replace(named.code, '\D', '', 'g')
        ) as meant_code,
    from named
    where not exists (
        select 1
        from declared
        where
            declared.dimension = named.dimension
            and declared.code = named.code
            and coalesce(declared.document_id, named.document_id) = named.document_id
    )
),

out_of_order as (
    select observation_id, breakdown
    from named
    group by observation_id, breakdown
    having
        list(dimension) <> list_sort(list(dimension))
        or count(distinct dimension) < count(*)
)

select
    'observations' as table_name,
    'observation_id' as key_column,
    observation_id as row_key,
    'breakdown' as column_name,
    pair as found,
    'un code déclaré dans dimension_codes.csv ou document_codes.csv'
    || coalesce(' ; voulez-vous dire ' || dimension || '=' || meant_code || ' ?', '') as expected,
from undeclared
union all
select
    'observations',
    'observation_id',
    observation_id,
    'breakdown',
    breakdown,
    'des clés différentes, dans l''ordre alphabétique',
from out_of_order
