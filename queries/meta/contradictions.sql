-- Which figures contradict each other, their whole, their base or the catalogue?
--
-- `kind` and `operator` are those of a reconciliation that would declare it; the catalogue's count has no other figure.
create or replace temp table contradictions as
with figures as (
    select distinct
        observation_id, coalesce(as_printed, survey_note, locator) as told,
        fact, said, unit, value, value_low, value_high,
    from figure__facts
)

select distinct
    other.observation_id,
    one.observation_id as other_id,
    other.told,
    'le même chiffre que ' || one.observation_id || ' (« ' || one.told || ' »)' as expected,
    'same_fact' as kind,
    '=' as operator,
from figures as one
inner join figures as other
    on other.fact = one.fact
    and other.said <> one.said
    and other.observation_id > one.observation_id
union all
select distinct
    part.observation_id,
    whole.observation_id,
    part.told,
    'au plus le chiffre plus large ' || whole.observation_id || ' (« ' || whole.told || ' »)',
    'part_exceeds_whole',
    '<=',
from observation__parts
inner join figures as part using (observation_id)
inner join figures as whole
    on whole.observation_id = observation__parts.wider_observation_id
    and part.unit not in ('pct', 'month', 'year', 'week', 'day')
    and coalesce(part.value, part.value_low) > coalesce(whole.value, whole.value_high)
union all
select
    observations.observation_id,
    percentage__on_base.base_observation_id,
    coalesce(observations.as_printed, observations.survey_note, observations.locator),
    'un pourcentage possible sur ' || percentage__on_base.base_observation_id,
    'rate_not_on_base',
    '=',
from percentage__on_base
inner join observations using (observation_id)
where not percentage__on_base.is_possible
union all
select
    observations.observation_id,
    observations.observation_id,
    coalesce(observations.as_printed, observations.survey_note, observations.locator),
    'les ' || printed_count__catalogue.catalogue_count || ' actions du catalogue',
    'count',
    '=',
from printed_count__catalogue
inner join observations using (observation_id)
inner join documents using (document_id)
-- A bilan describes no action: it has no catalogue of its own that its counts would contradict.
where
    printed_count__catalogue.printed_count <> printed_count__catalogue.catalogue_count
    and documents.kind <> 'bilan'
