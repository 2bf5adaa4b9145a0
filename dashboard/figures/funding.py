"""Funding per person: ratios with their grade, what keeps territories from being compared, and the bases themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from dashboard.drawing import charts
from dashboard.drawing.charts import ratio_words
from dashboard.figures import amounts_told, peers, provenance
from dashboard.figures.known_otherwise import known_otherwise
from dashboard.figures.spec import AMOUNT, RATIO, Answer, Ask, Column, Figure, Printed, Row
from dashboard.words import grades, grammar, labels, money, ratios
from queries import comparability, orders

NO_RATIO = "Aucun montant par personne n'existe pour ce choix. Changez « Rapporté à », ou la nature du montant."
NO_STRICT = (
    "Aucun territoire choisi n'est strictement comparable à un autre. Il faudrait, pour la même génération de contrat et à un "
    "an près, la même base publiée sur le territoire même du contrat, du public à qui va l'argent. Le tableau ci-dessous "
    "dit, paire par paire, ce qui manque."
)
NO_NATIONAL = (
    "Aucun repère national : aucun document ne publie, pour la France, le même argent rapporté à la même base."
)
UNRANKED = "Des bases différentes ne se classent pas entre elles."
ASK = Ask("funding_ratios", ("base", "territoires", "argent", "nature", "annee"), also=("strict", "repere", "poids"))
MOST_TOLD = 3  # amounts that are to be read with reserve, in a sentence
UNSURE_SCOPE = "périmètre incertain"  # of persons that are published as those of another territory too
CITED = ("observation_ids", "base_observation_ids", "set_aside_ids", "base_set_aside_ids")


def _territory(row: Row) -> str:
    return row["territory_name"]


def _persons(row: Row) -> str:
    return labels.printed_figure(row["base_value"], row["base_low"], row["base_high"], "person", row["base_qualifier"])


def _divisor(row: Row) -> str:
    """In brackets when it is an interval: « 300 000 € ÷ (de 250 à 350 personnes) »."""
    return f"({_persons(row)})" if row["base_value"] is None else _persons(row)


def _base(row: Row) -> str:
    unsure = UNSURE_SCOPE if row["reason"] == "scope_unsure" else ""
    told = [row["base_label"], row["base_territory_name"], str(row["base_year"] or ""), unsure]
    return f"{_persons(row)} ({', '.join(filter(None, told))})"


def _reason(row: Row) -> str:
    return " ; ".join(filter(None, [grades.why(row), doubts(row), doubtful(row)]))


def doubtful(row: Row) -> str:
    """Which of its figures is of low confidence, where its reason does not say so."""
    which = {"argent": row["confidence"], "effectif": row["base_confidence"]}
    low = [] if row["reason"] == "doubtful" else [what for what, sure in which.items() if sure == orders.DOUBTFUL]
    return f"{grammar.listed(low)} de confiance basse" if low else ""


def _calculation(row: Row) -> str:
    """« 300 000 € ÷ environ 450 personnes = environ 667 € »; of what is rough, why."""
    rough = f" ; ordre de grandeur : {grades.apart(row['year'], row['base_year'])}"
    division = f"{money.divided(row)} ÷ {_divisor(row)} {ratios.result(ratio_words(row))}"
    return division + rough if grades.of(row) == grades.ROUGH else division


def doubts(row: Row) -> str:
    """What other sources say of the money or of the base: « argent : contre 300 000 € selon une autre source »."""
    base = money.contrary(row["base_set_aside_low"], row["base_set_aside_high"], "person")
    base = money.DISPUTED if row["base_is_contradictory"] else base
    return " ; ".join(f"{what} : {told}" for what, told in (("argent", money.doubts(row)), ("effectif", base)) if told)


def without_ratio(answer: Answer) -> pl.DataFrame:
    """The territories chosen that have no ratio for these choices, each with the reason."""
    return answer.read("funding_without_ratio", **ASK.parameters(answer.chosen))


def refusals(answer: Answer) -> list[str]:
    """Why each of them has none, with what else is known of its money."""
    otherwise = known_otherwise(answer.read, answer.chosen)
    rows = without_ratio(answer).iter_rows(named=True)
    return [f"{row['territory_name']} : {refusal(row, otherwise)}." for row in rows]


def refusal(row: Row, otherwise: Mapping[str, list[str]]) -> str:
    """Why a territory has no ratio: « aucun montant … » never stands alone where one is known in another form."""
    known = [] if row["has_amount"] else otherwise.get(row["territory_id"], [])
    return " ; ".join([comparability.refusal(row), *([f"connu autrement : {' ; '.join(known)}"] if known else [])])


def verdicts(answer: Answer) -> pl.DataFrame:
    return comparability.pairs(answer.frame, without_ratio(answer))


def strict_or_all(answer: Answer) -> pl.DataFrame:
    if answer.chosen.strict == "oui":
        return comparability.strictly_comparable(answer.frame, verdicts(answer))
    return answer.frame


def reading(frame: pl.DataFrame) -> str:
    """The ratios of grade A, and the grades of the others; without any, a few that are to be read with reserve."""
    if frame.is_empty():
        return "Aucun montant par personne n'existe pour ce choix."
    found = _found(frame)
    has_natures = frame["nature"].n_unique() > 1
    facts, reserved = (
        [
            f"{row['territory_name']}, {ratio_words(row)} {row['per_label']}"
            + (f" ({labels.NATURES[row['nature']]}, {row['year']})" if has_natures else "")
            for row in frame.filter(grade=grade).iter_rows(named=True)
        ]
        for grade in "AB"
    )
    sound = (
        f"Sur une base adaptée : {' ; '.join(facts)}."
        if facts
        else "Aucun de ces montants par personne n'a de base adaptée."
    )
    named = f" ({' ; '.join(reserved)})" if not facts and 0 < len(reserved) <= MOST_TOLD else ""
    others = [f"{words}{named if grade == 'B' else ''}" for grade, words in grades.OTHERS.items() if grade in found]
    whose = "Les autres" if facts else "Ceux qui existent"
    rest = f" {whose} sont {' ou '.join(others)}." if others else ""
    return " ".join([f"{sound}{rest} {UNRANKED}", *amounts_told.disputed(frame)])


def _notes(answer: Answer) -> list[str]:
    return [
        *map(grades.meaning, grades.NAMES),
        *about_choice(answer),
        *_medians(answer.frame, "de la sélection"),
        *divergences(answer),
    ]


def about_choice(answer: Answer) -> list[str]:
    """What holds for all the ratios of a choice: who has none and why, the peers of the territory of reference."""
    is_concerned = answer.chosen.repere in answer.chosen.territoires
    return [*refusals(answer), *(_medians_of_peers(answer) if is_concerned else []), NO_NATIONAL]


def about_rows(answer: Answer) -> list[str]:
    """What holds for these rows: their grades, their middle, the declared discrepancies of their bases."""
    return [*_grades(answer), *_medians(answer.frame, "de la sélection"), *divergences(answer)]


def _grades(answer: Answer) -> list[str]:
    return [grades.meaning(grade) for grade in _found(answer.frame)]


def _found(ratios: pl.DataFrame) -> list[str]:
    """The grades that are said of these amounts, the surest first."""
    return sorted({grades.of(row) for row in ratios.iter_rows(named=True)})


def divergences(answer: Answer) -> Sequence[str]:
    return provenance.divergences(answer.read, answer.frame, "base_observation_ids", "base_set_aside_ids")


def _medians(ratios: pl.DataFrame, of_whom: str) -> list[str]:
    found = orders.medians(ratios).iter_rows(named=True)
    return [
        f"Médiane {of_whom}, {labels.NATURES[row['nature']]}, {grades.said(row['grade'])} : "
        f"{labels.euros(row['median_eur'])} {row['per_label']} ({row['territories_count']} territoires)."
        for row in found
    ]


def _medians_of_peers(answer: Answer) -> list[str]:
    """The same money and bases, for the territories most like the one of reference; or why there is no median."""
    group = peers.chosen_group(answer.read, answer.chosen)
    if group is None:
        return []
    chosen = answer.chosen.changed(territoires=group.territory_ids)
    ratios = ASK.answer(answer.read, chosen)
    names = ", ".join(group.frame["territory_name"])
    return _medians(ratios, f"du groupe de pairs de {group.name}") or [
        f"Groupe de pairs de {group.name} : aucune médiane, moins de trois montants aussi sûrs sur une même base ({names})."
    ]


RATIOS = Figure(
    key="financement-par-personne",
    title="Financement par personne",
    ask=ASK,
    rows=strict_or_all,
    row=("territory_id", "base_id", "nature"),
    pins=lambda row: {
        "territoires": (row["territory_id"],),
        "base": row["base_id"],
        "nature": row["nature"],
        "annee": str(row["year"]),
    },
    cites=("observation_ids", "base_observation_ids"),
    sets_aside=("set_aside_ids", "base_set_aside_ids"),
    rules={"montant": "rule", "base": "base_rule"},
    says=lambda row: (
        f"{row['territory_name']}, {row['year']} : {ratio_words(row)} {row['per_label']}, {grades.said(grades.of(row))}"
    ),
    calculation=_calculation,
    columns=(
        Column("territory", "Territoire", _territory),
        Column("ratio", "Par personne", lambda row: f"{ratio_words(row)} {row['per_label']}", value=RATIO),
        Column("grade", "Calcul", lambda row: grades.NAMES[grades.of(row)]),
        Column(
            "amount",
            "Montant",
            lambda row: f"{money.amount(row)} ({labels.nature(row)}, {row['year']})",
            value=AMOUNT,
        ),
        Column("base", "Base", _base, value=("base_value", "base_low", "base_high")),
        Column("reason", "Pourquoi", _reason),
    ),
    chart=lambda answer: charts.ratios(answer.frame),
    reading=lambda answer: reading(answer.frame),
    notes=_notes,
    sources=CITED,
    nothing=lambda answer: NO_STRICT if answer.chosen.strict == "oui" else NO_RATIO,
    is_drawn_by_parts=True,
)


RATIOS_OF_A_TERRITORY = replace(
    RATIOS,
    key="fiche-rapports",
    title="Financement engagé par l'État, par personne",
    ask=Ask("sheet_ratios", ("fiche",)),
    rows=lambda answer: answer.frame,
    notes=lambda answer: [*_grades(answer), *divergences(answer)],
    nothing="",
    printed=Printed(is_drawn=True),
)


def _how_many_bases(answer: Answer) -> str:
    count, own = answer.frame.height, answer.frame.filter(relation="equal").height
    where = "sur ce territoire" if own == count else f"dont {own} sur ce territoire même" if own else "autour de lui"
    persons = labels.counted(count, "effectif qui peut", "effectifs qui peuvent")
    return f"{persons} servir de base, {where}. Un effectif compté sur un territoire plus large ne donne qu'une borne."


def _disputed_persons(row: Row) -> str:
    doubts = {money.DISPUTED: row["base_is_contradictory"], UNSURE_SCOPE: row["base_is_of_unsure_scope"]}
    return ", ".join([_persons(row), *(words for words, is_so in doubts.items() if is_so)])


def _base_label(row: Row) -> str:
    """What a base counts; of part of a year, not « dans l'année »."""
    return row["base_label"].removesuffix(" dans l'année") if row["base_is_part_of_year"] else row["base_label"]


def _base_period(row: Row) -> str:
    return labels.period(None, row["base_period_start"], row["base_period_end"])


BASE_OF_A_TERRITORY: Sequence[str] = (
    "base_id",
    "base_territory_id",
    "base_contract_id",
    "base_period_start",
    "base_period_end",
)
BASES = Figure(
    key="fiche-bases",
    title="Bases publiées",
    ask=Ask("sheet_bases", ("fiche",)),
    row=(*BASE_OF_A_TERRITORY, "base_observation_ids"),
    cites=("base_observation_ids",),
    sets_aside=("base_set_aside_ids",),
    rules={"base": "base_rule"},
    says=lambda row: f"{row['base_territory_name']}, {_base_label(row)} : {_persons(row)} ({_base_period(row)})",
    columns=(
        Column("base", "Base", _base_label),
        Column("persons", "Effectif", _disputed_persons, value=("base_value", "base_low", "base_high")),
        Column(
            "where",
            "Où",
            lambda row: row["base_territory_name"] + ("" if row["relation"] == "equal" else " (plus large)"),
        ),
        Column("period", "Quand", _base_period),
        Column("rule", "Règle de choix", lambda row: comparability.RULES[row["base_rule"]]),
    ),
    reading=_how_many_bases,
    sources=("base_observation_ids", "base_set_aside_ids"),
    printed=Printed(("base", "persons", "where", "period")),
)
