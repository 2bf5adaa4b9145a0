-- One row per figure that counts only some of what a wider figure of the same document and fact counts, and that figure.
-- Publié : Une ligne est un chiffre qui n'est qu'une partie d'un autre du même document et du même fait, et cet autre.
--
-- A figure is wider when its breakdown says less: keys are missing, or a code is the parent of the other's. « per »
-- is an amount each, neither a part nor a whole.
with recursive figures as (
    select distinct
        observation_id,
        breakdown,
        if(breakdown is null, 0, length(breakdown) - length(replace(breakdown, '=', ''))) as pairs_count,
        concat_ws(
            '|', document_id, undivided_fact, coalesce(regexp_extract(breakdown, '(?:^|;)per=([^;]+)', 1), '')
        ) as undivided_fact,
    from figure__undivided
),

said as (
    select
        observation_id,
        split_part(pair, '=', 1) as dimension,
        split_part(pair, '=', 2) as code,
    from (select observation_id, unnest(string_split(breakdown, ';')) as pair from figures where breakdown is not null)
),

ancestry as (
    select distinct dimension, code, code as wider_code from said
    union
    select ancestry.dimension, ancestry.code, dimension_codes.parent_code
    from ancestry
    inner join dimension_codes
        on dimension_codes.dimension = ancestry.dimension
        and dimension_codes.code = ancestry.wider_code
    where dimension_codes.parent_code is not null
),

candidates as (
    select distinct
        part.observation_id,
        wider.observation_id as wider_observation_id,
        wider.pairs_count,
    from figures as part
    inner join figures as wider
        on wider.undivided_fact = part.undivided_fact
        and wider.breakdown is distinct from part.breakdown
        and wider.pairs_count <= part.pairs_count
),

matched as (
    select
        candidates.observation_id,
        candidates.wider_observation_id,
        candidates.pairs_count,
        count(ancestry.code) as matched_count,
    from candidates
    left join said as wider_said on wider_said.observation_id = candidates.wider_observation_id
    left join said as part_said
        on part_said.observation_id = candidates.observation_id
        and part_said.dimension = wider_said.dimension
    left join ancestry
        on ancestry.dimension = part_said.dimension
        and ancestry.code = part_said.code
        and ancestry.wider_code = wider_said.code
    group by all
),

final as (
    select distinct observation_id, wider_observation_id
    from matched
    where matched_count = pairs_count
)

select * from final
