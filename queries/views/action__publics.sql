-- One row per action and kind of public that its printed words, or its audience, name; one action may have several.
-- Publié : Une ligne est une action et un public que ses mots nomment ; une action peut en avoir plusieurs.
with kinds as (
    select * from (values
        ('bpi', 'réfugiés et BPI', '\b(bpi|bip|refugie)|protection internationale', null, 1),
        ('primo-arrivants', 'primo-arrivants', '\bprimo', null, 2),
        ('jeunes', 'jeunes', '\bjeune|\b1[68].25|moins de (25|26|30)', null, 3),
        ('enfants', 'enfants et élèves', '\b(enfant|eleve|collegien|mineur)|milieu scolaire', null, 4),
        ('familles', 'familles et ménages', '\b(famille|parent|menage)', null, 5),
        ('isoles', 'personnes isolées', '\bisole', null, 6),
        (
            'precarite', 'personnes précaires ou sans logement',
            'precarite|sans abri|squat|sans ressources|sans couverture', null, 7
        ),
        ('demandeurs-asile', 'demandeurs d''asile', 'demandeurs d.asile', null, 8),
        (
            'acteurs', 'professionnels et bénévoles',
            '\b(professionnels|acteurs|agents|benevoles|intervenants|employeurs|travailleurs)', 'actors', 9
        ),
        ('habitants', 'habitants et grand public', '\bhabitants|grand public', 'public', 10)
    ) as words (public_id, public_name, pattern, audience, display_order)
),

printed as (
    select
        action_id,
        audience,
        strip_accents(lower(public_label)) as words,
    from actions
),

found as (
    select
        printed.action_id,
        kinds.public_id,
        kinds.public_name,
        kinds.display_order,
    from printed
    inner join kinds on regexp_matches(printed.words, kinds.pattern) or kinds.audience = printed.audience
),

final as (
    select * from found
    union all
    select
        action_id,
        'non-precise' as public_id,
        'public éligible, sans précision' as public_name,
        11 as display_order,
    from printed
    where action_id not in (select action_id from found)
)

select * from final
