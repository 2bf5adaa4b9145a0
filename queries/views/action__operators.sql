-- One row per action and organisation that carries it, under a code that capitals, accents and punctuation do not change.
-- Publié : Une ligne est une action et un organisme qui la porte, sous un code que ni la casse ni les accents ne changent.
with named as (
    select action_id, trim(unnest(string_split(operator, ' ; '))) as operator_name
    from actions
    where operator is not null
),

coded as (
    select
        action_id,
        operator_name,
        trim(regexp_replace(strip_accents(lower(operator_name)), '[^a-z0-9]+', '-', 'g'), '-') as code,
    from named
),

final as (
    select
        action_id,
        -- « A définir », « Prestataire à déterminer »: nobody yet, whatever the words.
        if(regexp_matches(code, 'a-(definir|determiner)$'), 'a-determiner', code) as operator_id,
        min(operator_name) as operator_name,
    from coded
    group by all
)

select * from final
