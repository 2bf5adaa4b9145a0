-- One row per figure that may stand for all those counted: no breakdown, or one that says only which public, and no wider figure.
-- Publié : Une ligne est un chiffre qui vaut pour tous ceux que compte son document : sans ventilation, ou ventilé par le seul public.
with final as (
    select
        observation_id,
        coalesce(breakdown, '') as counted_public,
    from observations
    where
        (breakdown is null or regexp_matches(breakdown, '^public=[^;]+$'))
        and observation_id not in (select observation_id from observation__parts)
)

select * from final
