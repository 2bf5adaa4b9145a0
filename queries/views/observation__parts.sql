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

facts as (
    select distinct undivided_fact, breakdown, pairs_count from figures
),

breakdowns as (
    select distinct breakdown from facts where breakdown is not null
),

said as (
    select
        breakdown,
        split_part(pair, '=', 1) as dimension,
        split_part(pair, '=', 2) as code,
    from (select breakdown, unnest(string_split(breakdown, ';')) as pair from breakdowns)
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

-- Breakdowns that meet in some fact: there are few, however many figures bear them.
met as (
    select distinct
        part.breakdown,
        wider.breakdown as wider_breakdown,
        wider.pairs_count,
    from facts as part
    inner join facts as wider
        on wider.undivided_fact = part.undivided_fact
        and wider.breakdown is distinct from part.breakdown
        and wider.pairs_count <= part.pairs_count
),

widened as (
    select
        met.breakdown,
        met.wider_breakdown,
    from met
    left join said as wider_said on wider_said.breakdown = met.wider_breakdown
    left join said as part_said
        on part_said.breakdown = met.breakdown
        and part_said.dimension = wider_said.dimension
    left join ancestry
        on ancestry.dimension = part_said.dimension
        and ancestry.code = part_said.code
        and ancestry.wider_code = wider_said.code
    group by met.breakdown, met.wider_breakdown, met.pairs_count
    having count(ancestry.code) = met.pairs_count
),

final as (
    select distinct
        part.observation_id,
        wider.observation_id as wider_observation_id,
    from figures as part
    inner join widened using (breakdown)
    inner join figures as wider
        on wider.undivided_fact = part.undivided_fact
        and wider.breakdown is not distinct from widened.wider_breakdown
)

select * from final
