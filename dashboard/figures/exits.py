"""Positive exits: the rates that documents print, programmes' targets, and the rates that printed counts allow."""

from collections.abc import Mapping

import polars as pl

from dashboard.drawing import exit_charts
from dashboard.figures import pages
from dashboard.figures.spec import Answer, Ask, Column, Figure, Row, count
from dashboard.words import grammar, labels, passages
from queries import exit_statistics, orders

MANY_RATES = 4
MOST_LINES = 3  # named in a sentence: the table has them all
# Of the cohort that it is printed with; nothing is impossible of an unknown one.
IS_POSSIBLE = pl.col("is_possible_on_cohort").fill_null(True)
POSSIBLE = {
    True: "oui",
    False: "non : aucun nombre entier de personnes ne donne ce taux",
    None: "la cohorte ou le taux ne permet pas de le dire",
}


def _measure(answer: Answer) -> Row:
    """The measure chosen, with its definition."""
    known = answer.read("exit_measures")
    return known.row(by_predicate=pl.col("measure_id") == answer.chosen.mesure, named=True)


def _notes(answer: Answer) -> list[str]:
    measure = _measure(answer)
    return [
        f"Définition ({measure['definition_source']}) : {measure['definition']}",
        "Tous les taux connus de cette mesure sont montrés, quels que soient les territoires choisis.",
    ]


def _when(row: Row) -> str:
    if row["horizon_months"] is None:
        return "non publié"
    return labels.horizon(row["horizon_months"], row["horizon_from"])


def cohort(row: Row) -> str:
    """What the rate is printed with: persons most often, sometimes leases."""
    if row["cohort_unit"] is None:
        return labels.ABSENT
    figure = (row["cohort_count"], row["cohort_low"], row["cohort_high"])
    return labels.printed_figure(*figure, row["cohort_unit"], row["cohort_qualifier"])


def reading(frame: pl.DataFrame) -> str:
    """Each rate, or, of many, that they do not compare, with the lowest and the highest; that some are impossible."""
    facts = [exit_charts.exit_words(row) for row in frame.iter_rows(named=True)]
    if len(facts) > MANY_RATES:
        points = frame.filter(pl.col("rate_pct").is_not_null() & IS_POSSIBLE & orders.IS_SURE).sort("rate_pct")
        rows = [points.row(place, named=True) for place in (0, -1)] if points.height else []
        ends = [f"{exit_charts.exit_text(row)} ({exit_charts.exit_line(row)})" for row in rows]
        facts = [
            (f"De {' à '.join(ends)} : ces" if ends else "Ces")
            + " taux n'ont ni la même définition, ni le même horizon, ni la même base, et ne se comparent pas"
        ]
    impossible = "Certains taux sont impossibles sur la cohorte publiée."
    if len(frame) > MANY_RATES:
        impossible = "Les taux impossibles sur la cohorte publiée n'y sont pas compris."
    return " ".join([f"{' ; '.join(facts)}.", *([impossible] if frame.filter(~IS_POSSIBLE).height else [])])


def published(rates: pl.DataFrame, of_contracts_count: int) -> str:
    """What there is, before any other word: rates that contracts publish or do not, from which to which."""
    published_rates = rates.filter(pl.col("missing_reason").is_null())
    if of_contracts_count or published_rates.filter(IS_POSSIBLE)["rate_pct"].drop_nulls().is_empty():
        return "Aucun document ne publie de quoi calculer un taux de sortie positive."
    counts = of_initiatives(published_rates, published_rates.height)
    return f"Aucun contrat ne publie de taux de sortie positive ; {counts}. Ils ne se comparent pas."


def of_initiatives(rates: pl.DataFrame, rates_count: int) -> str:
    """« 8 taux d'initiatives publiés : 5 de 18 à 71 %, 3 impossibles sur leur effectif »: the parts add up to the whole."""
    impossible = rates.filter(~IS_POSSIBLE).height
    known = rates.filter(IS_POSSIBLE)["rate_pct"].drop_nulls().unique().sort().to_list()
    told = labels.counted(rates_count, "taux d'initiative publié", "taux d'initiatives publiés")
    start = f"{labels.plain(known[0])} à " if len(known) > 1 else ""
    parts = [f"{rates_count - impossible} de {start}{labels.quantity(known[-1], 'pct')}"] if known else []
    whose = grammar.plural(impossible, "son effectif", "leur effectif")
    parts += [f"{labels.counted(impossible, 'impossible')} sur {whose}"] if impossible else []
    return f"{told} : {', '.join(parts)}" if parts else told


RATES = Figure(
    key="sorties",
    title=lambda answer: _measure(answer)["label"],
    ask=Ask("exit_rates", ("mesure",)),
    row=("observation_id",),
    cites=("observation_id",),
    says=exit_charts.exit_words,
    columns=(
        Column(
            "initiative",
            "Initiative",
            exit_charts.exit_line,
            address=lambda row, chosen: pages.action(chosen, row["action_id"]) if row["action_id"] else "",
        ),
        Column("rate", "Taux publié", exit_charts.exit_text, value=("rate_pct", "rate_low_pct", "rate_high_pct")),
        Column("horizon", "Horizon", _when),
        Column("cohort", "Cohorte", cohort, value=("cohort_count", "cohort_low", "cohort_high")),
        Column("base", "Base", lambda row: labels.BASE_STATUSES[row["base_status"]]),
        Column("is_possible", "Le taux est-il possible ?", lambda row: POSSIBLE[row["is_possible_on_cohort"]]),
        Column("passage", "Passage", passages.passage),
    ),
    chart=lambda answer: exit_charts.exit_rates(answer.frame),
    reading=lambda answer: reading(answer.frame),
    notes=_notes,
    sources=("observation_id",),
    same_data=lambda chosen: {"mesure": (chosen.mesure,)},
    nothing="Aucun taux de ce genre n'est publié.",
    is_drawn_by_parts=True,
)


def _percentage(row: Row, name: str) -> str:
    figure = (row[f"{name}_pct"], row[f"{name}_low_pct"], row[f"{name}_high_pct"])
    return labels.printed_figure(*figure, "pct", row[f"{name}_qualifier"])


def _horizon(row: Row, name: str) -> str:
    """Said of both as soon as one of them prints it."""
    if row["target_horizon_months"] is None and row["reached_horizon_months"] is None:
        return ""
    months, origin = row[f"{name}_horizon_months"], row[f"{name}_horizon_from"]
    return ", horizon non publié" if months is None else f", {labels.horizon(months, origin)}"


def _programme(row: Row) -> str:
    return " · ".join(words for words in (row["territory_name"], row["breakdown_label"]) if words)


def _reached(row: Row) -> str:
    if row["reached_observation_id"] is None:
        return "aucun n'est publié sur le même résultat"
    if row["reached_missing_reason"]:
        return labels.MISSING_REASONS[row["reached_missing_reason"]]
    year = f" ({row['reached_year']})" if row["reached_year"] else ""
    return f"{_percentage(row, 'reached')}{_horizon(row, 'reached')}{year}"


# A programme's targets stand beside the rates of that programme and of no other.
TARGETS = Figure(
    key="objectifs",
    title="Objectifs publiés, et taux du même programme",
    ask=Ask("exit_targets", ("mesure",)),
    row=("observation_id", "reached_observation_id"),
    cites=("observation_id", "reached_observation_id"),
    says=lambda row: f"{row['breakdown_label'] or row['territory_name']}, objectif : {_percentage(row, 'target')}",
    columns=(
        Column("programme", "Programme", _programme),
        Column(
            "target", "Objectif", lambda row: _percentage(row, "target") + _horizon(row, "target"),
            value=("target_pct", "target_low_pct", "target_high_pct"),
        ),
        Column("reached", "Taux publié du même programme", _reached),
    ),
    reading="Un objectif ne se lit qu'à côté des taux de son propre programme ; aucun n'est celui d'un contrat.",
)  # fmt: skip

COUNTED_NOTES = (
    "Taux : bénéficiaires en sortie positive (emploi, quel qu'il soit, ou formation diplômante, certifiante, qualifiante ou "
    "pré-qualifiante), rapportés aux bénéficiaires sortis du parcours.",
    "Intervalle de Wilson à 95 %. Rang : les rangs que des intervalles simultanés à 95 % laissent possibles ; des territoires "
    "que les effectifs ne séparent pas partagent leurs rangs.",
    "« Sur les bénéficiaires » est une autre mesure, un minimum : des bénéficiaires n'ont pas encore quitté le parcours.",
)
REFUSALS = {
    "contradictory": "aucun taux : sources contradictoires",
    "not_counted": "aucun rang : les sorties ne sont pas comptées",
    "withheld": "aucun taux : un effectif est tenu secret",
    "unknown_withheld": "aucun rang : le nombre d'issues inconnues est tenu secret",
    "nobody_left": "aucun rang : personne n'est sorti du parcours",
    "too_few": f"aucun rang : moins de {exit_statistics.SMALLEST_COUNT} sorties",
    "incoherent": "aucun taux : plus de sorties positives et inconnues que de sorties",
    "part_of_contract": "aucun rang : une action, non le contrat entier",
    "superseded": "aucun rang : une période plus récente est comptée",
    "alone": "aucun rang : un seul taux à comparer",
}
NO_RATE = {
    "not_counted": "les sorties du parcours ne sont pas comptées",
    "withheld": "un effectif est tenu secret",
    "nobody_left": "personne n'est sorti du parcours",
    "incoherent": "plus de sorties positives et inconnues que de sorties",
    "contradictory": "les sources se contredisent",
}


def _counted_title(answer: Answer) -> str:
    origin, _, months = answer.chosen.horizon.partition("-")
    return f"Taux de sortie positive, calculés sur les effectifs ({labels.horizon(int(months), origin)})"


def _who(row: Row) -> str:
    return row["territory_name"] + (f" · {row['action_title']}" if row["action_title"] else "")


def _interval(row: Row) -> str:
    if row["rate_pct"] is None:
        return labels.ABSENT
    return f"de {labels.rate(row['low_pct'])} à {labels.rate(row['high_pct'])}"


def _if_unknown(row: Row) -> str:
    if row["refusal"] == "unknown_withheld" or row.get("unknown_missing_reason") == "suppressed":
        return "nombre d'issues inconnues tenu secret"
    if not row["unknown_count"]:
        return "aucune issue inconnue déclarée"
    return f"négatives {labels.rate(row['lowest_pct'])}, positives {labels.rate(row['highest_pct'])}"


def _rank(row: Row) -> str:
    if row["refusal"]:
        return REFUSALS[row["refusal"]]
    return labels.ranks(row["best_rank"], row["worst_rank"], row["ranked_count"])


def _of_beneficiaries(row: Row) -> str:
    share = row["positive_of_beneficiaries_pct"]
    return labels.ABSENT if share is None else f"au moins {labels.rate(share)}"


def _says_counts(row: Row) -> str:
    exits = labels.number(row["exit_count"]) if row["exit_count"] is not None else "un nombre inconnu de"
    return f"{row['territory_name']} : {labels.number(row['positive_count'])} sorties positives sur {exits} sorties"


def counted_reading(frame: pl.DataFrame) -> str:
    """The span of the rates, of those that have a rank where some have one, what the ranks can tell, and what has none."""
    known = frame.filter(pl.col("rate_pct").is_not_null())
    if known.is_empty():
        return f"Aucun taux ne se calcule : {_by_reason(frame, NO_RATE)}."
    ranked = known.filter(pl.col("refusal").is_null())
    told = known if ranked.is_empty() else ranked
    highest, lowest = max(told["rate_pct"]), min(told["rate_pct"])
    among = "" if known["rate_pct"].is_between(lowest, highest).all() else " de ceux qui ont un rang"
    clauses = [f"Taux{'' if highest == lowest else ' le plus élevé'}{among} : {_rated(told, highest)}"]
    clauses[0] += f" ; le plus bas : {_rated(told, lowest)}." if highest != lowest else "."
    alone = ranked.filter(pl.col("best_rank") == pl.col("worst_rank"))
    if ranked.height and alone.is_empty():
        clauses.append("Les effectifs ne suffisent à donner un rang unique à aucun territoire.")
    elif ranked.height:
        clauses.append(f"Rang unique : {_lines(alone)}.")
    without = frame.filter(pl.col("refusal").is_not_null())
    if without.height:
        why = {reason: words.partition(" : ")[2] for reason, words in REFUSALS.items()}
        clauses.append(f"Sans rang : {_by_reason(without, why)}.")
    return " ".join(clauses)


def _by_reason(frame: pl.DataFrame, words: Mapping[str, str]) -> str:
    """« personne n'est sorti du parcours (Metz · contrat, 2016) ; … »: each reason once with those it holds for."""
    reasons = frame["refusal"].unique(maintain_order=True)
    return " ; ".join(f"{words[reason]} ({_lines(frame.filter(refusal=reason))})" for reason in reasons)


def _rated(known: pl.DataFrame, rate: float) -> str:
    """A rate, and all the lines that have it."""
    return f"{labels.rate(rate)} ({_lines(known.filter(rate_pct=rate))})"


def _lines(frame: pl.DataFrame) -> str:
    """« Metz · contrat, 2016, Dijon · contrat, 2016, Redon · contrat, 2016 et 2 autres, au tableau »; contracts first."""
    contracts_first = frame.sort(pl.col("action_title").is_not_null(), maintain_order=True)
    names = [exit_charts.counted_line(row) for row in contracts_first.iter_rows(named=True)]
    if (more := len(names) - MOST_LINES) <= 0:
        return grammar.listed(names)
    return f"{', '.join(names[:MOST_LINES])} et {labels.counted(more, 'autre')}, au tableau"


COUNTED_RATES = Figure(
    key="sorties-comptees",
    title=_counted_title,
    ask=Ask("exit_counts_compared", ("horizon",)),
    rows=lambda answer: exit_statistics.exit_rates(answer.frame),
    row=("territory_id", "contract_id", "action_id", "period_start", "period_end"),
    cites=("observation_ids",),
    says=_says_counts,
    columns=(
        Column("territory", "Territoire", _who),
        Column("rate", "Taux", lambda row: labels.rate(row["rate_pct"]), value="rate_pct"),
        Column("interval", "Intervalle à 95 %", _interval),
        Column("if_unknown", "Si les issues inconnues étaient…", _if_unknown),
        Column("rank", "Rang", _rank),
        count("positive_exits", "Sorties positives", "positive_count"),
        count("path_exits", "Sorties", "exit_count"),
        Column("of_beneficiaries", "Sur les bénéficiaires", _of_beneficiaries, value="positive_of_beneficiaries_pct"),
    ),
    chart=lambda answer: exit_charts.counted_rates(answer.frame) if answer.frame["rate_pct"].count() else None,
    reading=lambda answer: counted_reading(answer.frame),
    notes=lambda _answer: COUNTED_NOTES,
    sources=("observation_ids",),
    same_data=lambda _chosen: {"mesure": ("positive_exits", "path_exits", "beneficiaries"), "nature": ("realised",)},
)
