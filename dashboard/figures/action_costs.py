"""What an action costs: in all, by person, and by which rule the one is divided by the other."""

from dashboard.figures.spec import Ask, Column, Figure, Row
from dashboard.words import labels, ratios

# What « one person » is, by the nature of the persons counted.
PERSONS = {
    "target": "par personne visée", "capacity": "par personne que l'action peut accueillir",
    "planned": "par personne prévue", "realised": "par bénéficiaire", "observed": "par bénéficiaire",
}  # fmt: skip
COST_RULES = {
    "same_period": "coût et effectif sont publiés pour la même période",
    "same_place": "coût et effectif sont publiés au même endroit du document",
    "no_period": "l'effectif est publié ailleurs que le coût, sans période",
    "other_period": "l'effectif et le coût ne sont pas de la même période",
    "other_nature": "l'un est prévu, l'autre réalisé",
    "no_persons": "aucun effectif total de bénéficiaires n'est publié pour cette action",
    "no_amount": "le coût publié est illisible",
    "contradictory": "des coûts différents sont publiés pour la même période",
    "several": "plusieurs effectifs sont publiés, et rien ne les départage",
}


def cost(row: Row) -> str:
    """« 25 000 € (prévu, 2022-2023) », « illisible (prévu, jusqu'en 2024) », or a dash where no cost is printed."""
    if row["cost_nature"] is None:
        return labels.ABSENT
    told = [labels.NATURES[row["cost_nature"]], labels.period(None, row["period_start"], row["period_end"])]
    told += ["somme de ses parts publiées"] if row["is_sum_of_parts"] else []
    return f"{_amount(row)} ({', '.join(told)})"


def _amount(row: Row) -> str:
    if row["is_contradictory"]:
        return "sources contradictoires"
    if row["amount_eur"] is None:
        return "illisible"
    return labels.printed_figure(row["amount_eur"], None, None, "eur", row["cost_qualifier"])


def per_person(row: Row) -> str:
    """« 63 € par personne visée », or a dash: a list has no room for the reason."""
    ratio = ratios.words(
        row["cost_per_person_eur"], row["cost_per_person_low_eur"], row["cost_per_person_high_eur"],
        row["ratio_qualifier"] or "exact",
    )  # fmt: skip
    return ratio if ratio == labels.ABSENT else f"{ratio} {PERSONS[row['persons_nature']]}"


def per_person_explained(row: Row) -> str:
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


def _says_cost(row: Row) -> str:
    return f"{row['title']}, {row['measure_label']} : {_amount(row)} ({labels.NATURES[row['nature']]})"


def _conditional_cost(row: Row) -> str:
    return cost(row | {"cost_nature": row["nature"]}) + (", sous condition" if row["is_conditional"] else "")


COSTS = Figure(
    key="action-couts",
    title="Coût et coût par personne",
    ask=Ask("action_costs", ("action",)),
    row=("action_id", "measure_id", "nature"),
    cites=("observation_ids", "persons_observation_id"),
    says=_says_cost,
    columns=(
        Column("counted", "Ce qui est compté", lambda row: row["measure_label"]),
        Column("amount", "Montant", _conditional_cost, value="amount_eur"),
        Column("per_person", "Coût par personne, et par quelle règle", per_person_explained),
    ),
    reading="Ce que le document publie de l'argent de l'action. Coût, subvention et natures différentes ne s'ajoutent pas.",
)
