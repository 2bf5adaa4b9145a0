"""A sentence or two that say what a chart shows, made from columns of the very frame it draws.

They serve as caption and as alternative text; every number in them is a cell of the frame.
"""

import polars as pl

from dashboard import labels
from dashboard.exit_charts import counted_line, exit_words


def amounts(frame: pl.DataFrame) -> str:
    known = frame.filter(pl.col("amount_eur").is_not_null())
    if not known["spans_years"].all():
        known = known.filter(~pl.col("spans_years"))
    if known.is_empty():
        return _no_exact_amount(frame)
    by_nature = known.partition_by("nature", maintain_order=True)
    if len(by_nature) == 1:
        sentence = f"Montant le plus élevé : {_amounts_of_a_nature(known)}"
    else:
        told = [f"{labels.NATURES[each['nature'][0]]} : {_amounts_of_a_nature(each)}" for each in by_nature]
        sentence = (
            f"Montant le plus élevé de chaque nature — {' ; '.join(told)}. Des natures différentes ne se classent pas"
        )
    notes = []
    if frame["spans_years"].any():
        notes.append(
            "Un total de plusieurs années n'est jamais divisé ; à côté de montants annuels, il est au tableau seulement."
        )
    if frame["is_computed"].any():
        notes.append("Un total « calculé » est la somme des actions, là où le document n'imprime pas de total.")
    if frame["is_conditional"].any():
        notes.append("« Sous condition » : le document imprime une condition à ce montant.")
    disputed = frame.filter("is_contradictory")
    if disputed.height:
        told = [
            f"{row['territory_name']} ({row['year']}, {labels.amount(row)})" for row in disputed.iter_rows(named=True)
        ]
        notes.append(f"Au tableau seulement : {listed(told)}.")
    return " ".join([sentence + ".", *notes])


def _amounts_of_a_nature(known: pl.DataFrame) -> str:
    """« 300 000 €, Dijon (2019, engagé) ; le plus bas : 0 €, Thiers (2023, engagé) »."""
    highest, lowest = _extremes(known, "amount_eur")
    words = f"{labels.euros(highest)}, {_where(known, 'amount_eur', highest)}"
    if highest != lowest:
        words += f" ; le plus bas : {labels.euros(lowest)}, {_where(known, 'amount_eur', lowest)}"
    return words


def _no_exact_amount(frame: pl.DataFrame) -> str:
    has_bound = frame.select(pl.any_horizontal(pl.col("amount_low_eur", "amount_high_eur").is_not_null())).to_series()
    if has_bound.any():
        return "Aucun montant exact de ce genre n'est imprimé : les bornes et les intervalles se lisent au tableau."
    return "Aucun montant lisible de ce genre n'est imprimé pour ces territoires."


def amounts_per_inhabitant(frame: pl.DataFrame) -> str:
    column = "amount_per_1000_inhabitants_eur"
    highest, lowest = _extremes(frame, column)
    sentence = f"Rapporté à la population, le montant le plus élevé est de {labels.euros(highest)}, "
    sentence += _where(frame, column, highest)
    if highest != lowest:
        sentence += f" ; le plus bas, de {labels.euros(lowest)}, {_where(frame, column, lowest)}"
    return f"{sentence}. La population est celle de tous les habitants, non des bénéficiaires."


def ratios(frame: pl.DataFrame) -> str:
    if frame.is_empty():
        return "Aucun rapport n'existe pour ce choix."
    has_natures = frame["nature"].n_unique() > 1
    facts = [
        f"{row['territory_name']}, {_ratio(row)} {row['per_label']}"
        + (f" ({labels.NATURES[row['nature']]}, {row['year']})" if has_natures else "")
        for row in frame.filter(pl.col("grade") == "A").iter_rows(named=True)
    ]
    like_for_like = f"Degré A : {' ; '.join(facts)}." if facts else "Aucun rapport de degré A."
    others = [grade for grade in ("B", "C") if grade in frame["grade"].to_list()]
    rest = f" Les autres rapports sont de degré {' ou '.join(others)}." if others else ""
    return f"{like_for_like}{rest} Des bases différentes ne se classent pas entre elles."


def pairs(frame: pl.DataFrame) -> str:
    comparable = frame.filter(pl.col("is_comparable"))
    if comparable.height:
        named = [
            f"{row['territory_name']} et {row['other_territory_name']}" for row in comparable.iter_rows(named=True)
        ]
        return f"Strictement comparables : {' ; '.join(named)}."
    return (
        "Aucune paire de territoires n'est strictement comparable. Il faudrait, pour la même année et la même "
        "génération de contrat, un effectif imprimé du public à qui s'adresse l'argent, sur le territoire du contrat."
    )


def coverage(frame: pl.DataFrame) -> str:
    """Common themes of the territories shown; a largest count only where every document says it is exhaustive.

    What an axis only announces is told apart: it is no action.
    """
    announced = frame.filter(~pl.col("has_actions"))["territory_name"].unique(maintain_order=True).to_list()
    told = f" Axes annoncés, sans action publiée : {listed(announced)}." if announced else ""
    frame = frame.filter("has_actions")
    with_actions = frame.filter(pl.col("actions_count") > 0)
    if with_actions.is_empty():
        return f"Aucune action de ce stade n'a été trouvée pour ces territoires.{told}"
    clauses = []
    if frame["territory_id"].n_unique() > 1:
        clauses.append(_common_themes(frame))
    if frame["is_exhaustive"].all():
        largest = with_actions.filter(pl.col("actions_count") == pl.col("actions_count").max())
        cells = [f"{row['territory_name']} ({row['theme_label'].lower()})" for row in largest.iter_rows(named=True)]
        clauses.append(f"Plus grand nombre d'actions sur un thème : {largest['actions_count'][0]}, {listed(cells)}.")
    else:
        clauses.append("Un document non exhaustif donne une présence, jamais une part ni un plus grand nombre.")
    return " ".join([*clauses, "Une action peut porter plusieurs thèmes."]) + told


def themes(frame: pl.DataFrame) -> str:
    """The themes that most actions of one territory bear, stage by stage."""
    clauses = []
    for stage in frame.partition_by("stage", maintain_order=True):
        largest = stage.filter(pl.col("actions_count") == pl.col("actions_count").max())
        names = listed([theme.lower() for theme in largest["theme_label"]])
        count = labels.quantity(largest["actions_count"][0], "action")
        least = "" if stage["is_exhaustive"].all() else "au moins "
        clauses.append(f"{labels.STAGES[stage['stage'][0]]} : {names}, {least}{count}")
    told = " ; ".join(clauses)
    return f"Thèmes les plus portés — {told}. Une action peut porter plusieurs thèmes."


def _common_themes(frame: pl.DataFrame) -> str:
    shared = [
        theme.lower()
        for (theme,), rows in frame.group_by(["theme_label"], maintain_order=True)
        if (rows["actions_count"] > 0).all()
    ]
    if not shared:
        return "Aucun thème n'est commun à tous les territoires montrés."
    return f"Thèmes communs à tous les territoires montrés : {', '.join(shared)}."


MANY_RATES = 4


def exit_rates(frame: pl.DataFrame) -> str:
    if frame.is_empty():
        return "Aucun taux de ce genre n'est imprimé."
    facts = [exit_words(row) for row in frame.iter_rows(named=True)]
    if len(facts) > MANY_RATES:
        points = frame.filter(pl.col("rate_pct").is_not_null()).sort("rate_pct")
        ends = [exit_words(points.row(place, named=True)) for place in (0, -1)] if points.height else []
        facts = [
            "Ces taux n'ont ni la même définition, ni le même horizon, ni la même base : ils ne se classent pas",
            *ends,
        ]
    impossible = frame.filter(~pl.col("is_possible_on_cohort"))
    warning = " Certains taux sont impossibles sur la cohorte imprimée." if impossible.height else ""
    return f"{' ; '.join(facts)}.{warning}"


def peers(frame: pl.DataFrame, name: str) -> str:
    """Which neighbours do not depend on the weights, and what is missing."""
    firm = frame.filter(pl.col("kept_count") == pl.col("trials_count"))["territory_name"].to_list()
    loose = frame.filter(pl.col("kept_count") < pl.col("trials_count"))["territory_name"].to_list()
    clauses = [f"Voisins de {name} quels que soient les poids essayés : {listed(firm)}." if firm else ""]
    clauses += [f"Dépendent des poids : {listed(loose)}." if loose else ""]
    clauses += [
        "Des caractéristiques manquent : la distance n'en tient pas compte." if frame["missing_count"].sum() else ""
    ]
    return " ".join(clause for clause in clauses if clause)


def sensitivity(frame: pl.DataFrame) -> str:
    """Whether the order depends on the base, from the pairs of bases that order the same territories."""
    changed = frame.filter(pl.col("changed_count") > 0)
    if changed.is_empty():
        return "L'ordre des territoires que deux bases permettent d'ordonner est le même sous chacune."
    clauses = [
        f"{row['changed_pairs']} s'inversent entre « {row['base_label']} » et « {row['other_base_label']} »"
        for row in changed.iter_rows(named=True)
    ]
    return f"L'ordre dépend de la base : {' ; '.join(clauses)}. Aucun classement ne vaut donc sans dire sa base."


def counted_rates(frame: pl.DataFrame) -> str:
    """The span of the rates, what the ranks can tell, and what has none."""
    known = frame.filter(pl.col("rate_pct").is_not_null())
    if known.is_empty():
        return _no_rate(frame)
    highest, lowest = _extremes(known, "rate_pct")
    clauses = [f"{'Taux' if highest == lowest else 'Taux le plus élevé'} : {_rated(known, highest)}"]
    clauses[0] += f" ; le plus bas : {_rated(known, lowest)}." if highest != lowest else "."
    ranked = known.filter(pl.col("refusal").is_null())
    alone = ranked.filter(pl.col("best_rank") == pl.col("worst_rank"))
    if ranked.height and alone.is_empty():
        clauses.append("Les effectifs ne suffisent à donner un rang unique à aucun territoire.")
    elif ranked.height:
        clauses.append(f"Rang unique : {listed([counted_line(row) for row in alone.iter_rows(named=True)])}.")
    without = frame.filter(pl.col("refusal").is_not_null())
    if without.height:
        clauses.append(f"Sans rang : {listed([counted_line(row) for row in without.iter_rows(named=True)])}.")
    return " ".join(clauses)


NO_RATE = {
    "not_counted": "les sorties du parcours ne sont pas comptées",
    "nobody_left": "personne n'est sorti du parcours",
    "incoherent": "plus de sorties positives et inconnues que de sorties",
    "contradictory": "les sources se contredisent",
}


def _no_rate(frame: pl.DataFrame) -> str:
    """Why none can be computed, each reason once with those it holds for."""
    clauses = []
    for reason in frame["refusal"].unique(maintain_order=True):
        lines = [counted_line(row) for row in frame.filter(refusal=reason).iter_rows(named=True)]
        clauses.append(f"{NO_RATE[reason]} ({listed(lines)})")
    return f"Aucun taux ne se calcule : {' ; '.join(clauses)}."


def _rated(known: pl.DataFrame, rate: float) -> str:
    """A rate, and all the lines that have it."""
    lines = [counted_line(row) for row in known.filter(rate_pct=rate).iter_rows(named=True)]
    return f"{labels.rate(rate)} ({listed(lines)})"


def coverage_index(frame: pl.DataFrame) -> str:
    """Who covers most and least, where every document is exhaustive; what one territory alone covers."""
    ends = [frame.row(0, named=True)] + ([frame.row(-1, named=True)] if frame.height > 1 else [])
    counts = [f"{row['territory_name']}, {row['covered_count']} sur {row['themes_count']}" for row in ends]
    told = f"Thèmes couverts : {' ; '.join(counts)}."
    if not frame["is_exhaustive"].all():
        told += " Des documents ne se disent pas exhaustifs : ce sont alors des minimums, qui ne se classent pas."
    return told


def territories(frame: pl.DataFrame) -> str:
    clauses = []
    for known, words in (
        (pl.col("has_amount"), "Territoires dont un montant annuel engagé par l'État est imprimé"),
        (pl.col("has_other_amount"), "Autre montant seulement, de plusieurs années, sans année ou d'un groupe"),
        (~pl.col("has_amount") & ~pl.col("has_other_amount"), "Aucun montant imprimé"),
    ):
        names = frame.filter(known)["name"].to_list()
        if names:
            clauses.append(f"{words} : {listed(names)}.")
    disputed = frame.filter("latest_committed_is_contradictory")["name"].to_list()
    if disputed:
        clauses.append(f"Sources contradictoires : {listed(disputed)}.")
    return " ".join(clauses)


def _extremes(frame: pl.DataFrame, column: str) -> tuple[float, float]:
    values = frame[column].drop_nulls().to_list()
    return max(values), min(values)


def _where(frame: pl.DataFrame, column: str, value: float) -> str:
    """All the lines of the frame that hold this value: a tie names every one."""
    lines = []
    for row in frame.filter(pl.col(column) == value).iter_rows(named=True):
        when = labels.period(None if row["spans_years"] else row["year"], row["period_start"], row["period_end"])
        lines.append(f"{row['territory_name']} ({when}, {labels.nature(row)})")
    return listed(lines)


def listed(names: list[str]) -> str:
    return ", ".join(names[:-1]) + " et " + names[-1] if len(names) > 1 else names[0]


def _ratio(row: dict) -> str:
    return labels.ratio(row["ratio_eur"], row["ratio_low_eur"], row["ratio_high_eur"], row["ratio_qualifier"])
