"""An action in French: its stage, its cost, why a search found it, whether what it promised to measure was printed."""

from dashboard import labels

STAGES = {
    "contracted": "contractualisée", "reported": "décrite comme menée", "proposed": "proposée",
    "existing": "déjà en place",
}  # fmt: skip
AUDIENCES = {
    "eligible": "personnes éligibles", "actors": "acteurs de l'intégration", "public": "grand public",
}  # fmt: skip
FIELDS = {
    "title": "titre", "operator": "organisme", "theme": "thème", "axis": "axe", "territory": "territoire",
    "public": "public", "description": "description",
}  # fmt: skip
# What « one person » is, by the nature of the persons counted.
PERSONS = {
    "target": "par personne visée", "capacity": "par personne que l'action peut accueillir",
    "planned": "par personne prévue", "realised": "par bénéficiaire", "observed": "par bénéficiaire",
}  # fmt: skip
COST_RULES = {
    "same_period": "coût et effectif sont imprimés pour la même période",
    "same_place": "coût et effectif sont imprimés au même endroit du document",
    "no_period": "l'effectif est imprimé ailleurs que le coût, sans période",
    "other_period": "l'effectif et le coût ne sont pas de la même période",
    "other_nature": "l'un est prévu, l'autre réalisé",
    "no_persons": "aucun effectif total de bénéficiaires n'est imprimé pour cette action",
    "no_amount": "le coût imprimé est illisible",
    "contradictory": "des coûts différents sont imprimés pour la même période",
    "several": "plusieurs effectifs sont imprimés, et rien ne les départage",
}
PROMISES = {
    "reported": "imprimé",
    "announced": "annoncé, résultat non imprimé",
    "absent": "aucun chiffre imprimé",
    "text": "réponse en texte",
    "unmeasured": "pas de mesure commune à suivre",
}


def described(count: int, located_count: int) -> str | None:
    """How many actions a territory has, or where those that take place in it are told; none when it has none at all."""
    if count or not located_count:
        return labels.number(count) if count else None
    told = f"{labels.number(located_count)}{labels.NBSP}décrite{'s' if located_count > 1 else ''}"
    return f"aucune en propre ; {told} par le contrat d'un autre territoire"


def stage(row: dict) -> str:
    return STAGES[row["stage"]]


def cost(row: dict) -> str:
    """« 25 000 € (prévu, 2022-2023) », « illisible (prévu, jusqu'en 2024) », or a dash where no cost is printed."""
    if row["cost_nature"] is None:
        return labels.ABSENT
    told = [labels.NATURES[row["cost_nature"]], labels.period(None, row["period_start"], row["period_end"])]
    told += ["somme de ses parts imprimées"] if row["is_sum_of_parts"] else []
    return f"{_amount(row)} ({', '.join(told)})"


def _amount(row: dict) -> str:
    if row["is_contradictory"]:
        return "sources contradictoires"
    if row["amount_eur"] is None:
        return "illisible"
    return labels.printed_figure(row["amount_eur"], None, None, "eur", row["cost_qualifier"])


def per_person(row: dict) -> str:
    """« 63 € par personne visée », or a dash: a list has no room for the reason."""
    ratio = labels.ratio(
        row["cost_per_person_eur"], row["cost_per_person_low_eur"], row["cost_per_person_high_eur"],
        row["ratio_qualifier"] or "exact",
    )  # fmt: skip
    return ratio if ratio == labels.ABSENT else f"{ratio} {PERSONS[row['persons_nature']]}"


def per_person_explained(row: dict) -> str:
    """The cost per person with its rule, or why there is none."""
    rule = row["cost_rule"]
    if rule is None:
        return labels.ABSENT
    told = per_person(row)
    if told == labels.ABSENT:
        return f"non calculé : {COST_RULES[rule]}"
    persons = labels.printed_figure(
        row["persons_count"], row["persons_count_low"], row["persons_count_high"], "person",
        row["persons_qualifier"] or "exact",
    )  # fmt: skip
    return f"{told} ({persons}) : {COST_RULES[rule]}"


def found(row: dict) -> str:
    """« titre : « accès », « droits » ; mot voisin : « code de la route » (description) »."""
    places: dict[str, list[str]] = {place: [] for place in (*FIELDS.values(), "mot voisin")}
    for hit in row["found"]:
        if hit["neighbour"]:
            places["mot voisin"].append(f"« {hit['neighbour']} » ({FIELDS[hit['field']]})")
        else:
            places[FIELDS[hit["field"]]].append(f"« {hit['spelled']} »")
    return " ; ".join(f"{place} : {', '.join(dict.fromkeys(words))}" for place, words in places.items() if words)


def calendar(row: dict) -> str:
    """The calendar as printed, or its dates."""
    dates = [f"début : {labels.partial_date(row['starts_on'])}"] if row["starts_on"] else []
    dates += [f"fin : {labels.partial_date(row['ends_on'])}"] if row["ends_on"] else []
    printed = f"« {row['calendar_label']} »" if row["calendar_label"] else ""
    return " ; ".join([*([printed] if printed else []), *dates]) or labels.ABSENT


def themes(row: dict) -> str:
    """The themes, the main one first, each with where it comes from."""
    told = [f"{theme['label']} ({labels.THEME_BASES[theme['basis']]})" for theme in row["themes_told"] or []]
    return " ; ".join(told) or labels.ABSENT


def promise(row: dict) -> str:
    """Which of PROMISES an indicator is."""
    if row["answer"] == "text":
        return "text"
    if row["measure_id"] is None:
        return "unmeasured"
    return "reported" if row["reported_ids"] else "announced" if row["announced_ids"] else "absent"


def says(row: dict) -> str:
    return f"{row['title']} ({row['territory_name']}) : {counted_figures(row['observations_count'])}"


def says_cost(row: dict) -> str:
    return f"{row['title']}, {row['measure_label']} : {_amount(row)} ({labels.NATURES[row['nature']]})"


def says_promise(row: dict) -> str:
    return f"{row['title']}, indicateur « {row['label']} » : {PROMISES[promise(row)]}"


def counted_figures(count: int) -> str:
    return (
        f"{labels.number(count)}{labels.NBSP}chiffre{'s imprimés' if count > 1 else ' imprimé'}"
        if count
        else "aucun chiffre"
    )


def counted_actions(count: int) -> str:
    return f"{labels.number(count)}{labels.NBSP}action{'s' if count > 1 else ''}" if count else "Aucune action"
