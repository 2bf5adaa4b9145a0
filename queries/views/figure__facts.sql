-- One row per printed figure and year it holds for, with the fact that it states: two figures of one fact that say different things are rivals.
-- Publié : Une ligne est un chiffre publié et une année où il vaut, avec le fait qu'il énonce ; deux chiffres du même fait qui disent autre chose sont rivaux.
--
-- The one definition of a fact: who chooses between figures, who asks for their declaration and who draws them by year
-- all read it here.
with own_publics as (
    select distinct measure_id, public from bases where breakdown is null
),

-- A measure that counts BPI alone says as much with « public=bpi » as without: two writings of one fact. So does
-- the public of a contract, said of those whom it reaches.
figures as (
    select
        undivided.* replace (
            if(
                undivided.scope = 'whole'
                and undivided.action_id is null
                and undivided.public = if(own_publics.public = 'contract', contracts.target_public, own_publics.public)
                and observation__wholes.observation_id is not null,
                null, undivided.breakdown
            ) as breakdown
        ),
    from figure__undivided as undivided
    left join own_publics using (measure_id)
    left join contracts on contracts.contract_id = undivided.contract_id
    left join observation__wholes on observation__wholes.observation_id = undivided.observation_id
    where undivided.missing_reason is null
),

final as (
    select
        *,
        undivided_fact || '|' || coalesce(breakdown, '') as fact,
        -- An empty place is kept: "more than 400" does not say 400.
        concat_ws('|', coalesce(value, -1), coalesce(value_low, -1), coalesce(value_high, -1)) as said,
    from figures
)

select * from final
