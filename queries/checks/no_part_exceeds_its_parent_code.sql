-- A figure of a part is at most that of its larger code in the same document, or a reconciliation is declared.
--
-- « public=refugee » is part of « public=bpi », and that of « public=newcomers »; a breakdown with one key less is the
-- whole of it. Totals without any breakdown are looked at with the contradictions.
with recursive larger as (
    select dimension, code, parent_code as larger_code
    from dimension_codes
    where parent_code is not null
    union all
    select larger.dimension, larger.code, dimension_codes.parent_code
    from larger
    inner join dimension_codes on dimension_codes.dimension = larger.dimension and dimension_codes.code = larger.larger_code
    where dimension_codes.parent_code is not null
),

figures as (
    select distinct
        observation_id, document_id, coalesce(as_printed, survey_note) as told, undivided_fact, breakdown, value, value_low,
        value_high,
        string_split(breakdown, ';') as pairs,
    from figure__facts
    where breakdown is not null and unit not in ('pct', 'month', 'year', 'week', 'day')
),

pairs as (
    select *, unnest(pairs) as pair from figures
),

wholes_to_be as (
    select
        pairs.* exclude (pairs, pair),
        array_to_string(
            list_transform(pairs.pairs, lambda one: if(one = pair, larger.dimension || '=' || larger.larger_code, one)), ';'
        ) as whole_breakdown,
    from pairs
    inner join larger on pairs.pair = larger.dimension || '=' || larger.code
    union all
    select
        * exclude (pairs, pair),
        array_to_string(list_filter(pairs, lambda one: one <> pair), ';'),
    from pairs
    where pair not like 'per=%'
)

select
    'observations' as table_name,
    'observation_id' as key_column,
    part.observation_id as row_key,
    'value' as column_name,
    part.told as found,
    'au plus le chiffre plus large ' || whole.observation_id || ' (' || whole.breakdown
    || '), ou un rapprochement déclaré dans reconciliations.csv' as expected,
from wholes_to_be as part
inner join figures as whole
    on whole.document_id = part.document_id
    and whole.undivided_fact = part.undivided_fact
    and whole.breakdown = part.whole_breakdown
where
    coalesce(part.value, part.value_low) > coalesce(whole.value, whole.value_high)
    and not exists (
        select 1
        from reconciliations
        where list_contains(string_split(concat_ws(' ; ', left_ids, right_ids), ' ; '), part.observation_id)
            and list_contains(string_split(concat_ws(' ; ', left_ids, right_ids), ' ; '), whole.observation_id)
    )
