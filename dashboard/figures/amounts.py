"""The money of contracts: by year and nature, and for the population."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.drawing import charts, gutter
from dashboard.drawing.chart import Chart
from dashboard.figures import amounts_told, provenance, same_data
from dashboard.figures.spec import AMOUNT, Answer, Ask, Column, Figure, Filters, Printed, Row
from dashboard.words import grammar, labels, money
from dashboard.words.contract_words import OF_ALL_ACTIONS
from dashboard.words.rates import PER_1000, per_inhabitants
from queries import comparability, orders

Words = Callable[[Row], str]
RATE = ("amount_per_1000_inhabitants_eur", "low_per_1000_inhabitants_eur", "high_per_1000_inhabitants_eur")
UNRANKED = "Des natures différentes ne se classent pas."
ROW = ("territory_id", "contract_id", "nature", "year", "observation_ids")


def counted(row: Row) -> str:
    """What an amount of a contract is."""
    return OF_ALL_ACTIONS.get(row["measure_id"]) or row["measure_label"]


def _territory(row: Row) -> str:
    return row["territory_name"]


def _period(row: Row) -> str:
    return labels.period(None if row["spans_years"] else row["year"], row["period_start"], row["period_end"])


def _rule(row: Row) -> str:
    if row["is_computed"]:
        return f"calculé : {row['priced_actions_count']} actions sur {row['actions_count']} ont un montant lisible"
    doubtful = "confiance basse" if row["confidence"] == "L" else ""
    chosen = comparability.RULES[row["rule"]]
    return f"{chosen}, {doubtful}" if doubtful else chosen


COLUMNS = (
    Column("territory", "Territoire", _territory),
    Column("period", "Période", _period),
    Column("amount", "Montant", money.amount, value=AMOUNT),
    Column("nature", "Nature", labels.nature),
    Column("programme", "Programme", lambda row: labels.PROGRAMMES[row["programme"]]),
    Column("rule", "Règle de choix", _rule),
)


def _says(row: Row) -> str:
    figure = (row["amount_eur"], row["amount_low_eur"], row["amount_high_eur"], "eur", row["qualifier"])
    amount = labels.printed_figure(*figure)
    return f"{row['territory_name']}, {_period(row)} : {amount} ({labels.NATURES[row['nature']]})"


def _pins(row: Row) -> dict[str, object]:
    year = str(row["year"]) if row["year"] is not None else EVERY
    return {"territoires": (row["territory_id"],), "nature": row["nature"], "annee": year}


def _filters(chosen: Selection) -> Filters:
    nature = () if chosen.nature == EVERY else (chosen.nature,)
    year = same_data.of_year(chosen.annee)
    return {"territoire": chosen.territoires, "mesure": (chosen.argent,), "nature": nature, **year}


def reading(frame: pl.DataFrame) -> str:
    """The highest and the lowest amount of each nature, and what the chart leaves to the table."""
    known = frame.filter(pl.col("amount_eur").is_not_null() & orders.enters_extremes(amounts_told.SET_ASIDE))
    if not known["spans_years"].all():
        known = known.filter(~pl.col("spans_years"))
    if known.is_empty():
        return _no_exact_amount(frame)
    by_nature = known.partition_by("nature", maintain_order=True)
    if len(by_nature) == 1:
        sentence = f"Montant le plus élevé : {_of_a_nature(known)}."
    else:
        told = [f"{labels.NATURES[each['nature'][0]]} : {_of_a_nature(each)}" for each in by_nature]
        sentence = f"Montant le plus élevé de chaque nature — {' ; '.join(told)}. {UNRANKED}"
    return " ".join([sentence, *_beside_the_chart(frame), *amounts_told.disputed(frame)])


def _beside_the_chart(frame: pl.DataFrame) -> list[str]:
    told = []
    if frame["spans_years"].any():
        told.append(
            "Un total de plusieurs années n'est jamais divisé ; à côté de montants annuels, il est au tableau seulement."
        )
    if frame["is_computed"].any():
        told.append("Un total « calculé » est la somme des actions, là où le document ne publie pas de total.")
    if frame["is_conditional"].any():
        told.append("« Sous condition » : le document met une condition à ce montant.")
    return told


def _of_a_nature(known: pl.DataFrame) -> str:
    """« 300 000 €, Dijon (2019, engagé) ; le plus bas : 0 €, Thiers (2023, engagé) »."""
    highest, lowest = _extremes(known, "amount_eur")
    words = f"{labels.euros(highest)}, {_where(known, 'amount_eur', highest)}"
    if highest != lowest:
        words += f" ; le plus bas : {labels.euros(lowest)}, {_where(known, 'amount_eur', lowest)}"
    return words


def _no_exact_amount(frame: pl.DataFrame) -> str:
    has_bound = frame.select(pl.any_horizontal(pl.col("amount_low_eur", "amount_high_eur").is_not_null())).to_series()
    if has_bound.any():
        return "Aucun montant exact de ce genre n'est publié : les bornes et les intervalles se lisent au tableau."
    return "Aucun montant lisible de ce genre n'est publié pour ces territoires."


def _reading(answer: Answer) -> str:
    drawn = charts.is_drawn_amount(answer.frame) | charts.is_range(*AMOUNT[1:])
    told = amounts_told.ranges(answer.frame.filter(drawn), AMOUNT[0], money.alone) or _no_exact_amount(answer.frame)
    return " ".join([told, *amounts_told.named_otherwise(answer)])


def _reading_per_inhabitant(answer: Answer) -> str:
    told = amounts_told.ranges(answer.frame.filter(pl.any_horizontal(pl.col(RATE).is_not_null())), RATE[0], rate)
    return f"{told} Tous les habitants sont comptés, non les seuls bénéficiaires."


def _bars(frame: pl.DataFrame, columns: Sequence[str], title: str, words: Words, is_drawn: pl.Expr) -> Chart:
    """A bar an amount; where sources contradict each other, from the lowest to the highest that they say."""
    value, low, high = columns

    def span(row: Row) -> gutter.Span:
        return (row[low], row[high]) if row[value] is None else (0, row[value])

    return gutter.bars(
        frame, value, title, _territory, _period, words, charts.of_nature, is_drawn | charts.is_range(low, high), span
    )


def _chart(answer: Answer) -> Chart:
    return _bars(answer.frame, AMOUNT, "Montant, en euros", money.alone, charts.is_drawn_amount(answer.frame))


def _notes(answer: Answer) -> Sequence[str]:
    unranked = [UNRANKED] if answer.frame["nature"].n_unique() > 1 else []
    told = [*unranked, *_beside_the_chart(answer.frame), *amounts_told.disputed(answer.frame)]
    return [*told, *amounts_told.otherwise(answer), *_divergences(answer)]


def _extremes(frame: pl.DataFrame, column: str) -> tuple[float, float]:
    values = frame[column].drop_nulls().to_list()
    return max(values), min(values)


def _where(frame: pl.DataFrame, column: str, value: float) -> str:
    """All the lines of the frame that hold this value: a tie names every one."""
    rows = frame.filter(pl.col(column) == value).iter_rows(named=True)
    return grammar.listed([f"{row['territory_name']} ({_period(row)}, {labels.nature(row)})" for row in rows])


def _divergences(answer: Answer) -> Sequence[str]:
    return provenance.divergences(answer.read, answer.frame, "observation_ids", "set_aside_ids")


AMOUNTS = Figure(
    key="montants",
    title="Montant par année de contrat",
    ask=Ask("funding_amounts", ("territoires", "argent", "nature", "annee")),
    row=ROW,
    cites=("observation_ids",),
    sets_aside=("set_aside_ids",),
    rules={"montant": "rule"},
    says=_says,
    pins=_pins,
    columns=COLUMNS,
    chart=_chart,
    reading=_reading,
    notes=_notes,
    sources=("observation_ids", "set_aside_ids"),
    same_data=_filters,
    is_drawn_by_parts=True,
)


def rate(row: Row) -> str:
    """« 2 050 € », « de 666 à 775 € » where sources contradict each other: as the map says it."""
    return per_inhabitants({"unit": "eur"} | {name: row[column] for name, column in zip(PER_1000, RATE, strict=True)})


PER_INHABITANT = replace(
    AMOUNTS,
    key="montants-par-habitant",
    title="Montant annuel rapporté à la population",
    rows=lambda answer: answer.frame.filter(pl.any_horizontal(pl.col(RATE).is_not_null())),
    says=lambda row: (
        f"{_says(row)}, soit {rate(row)} pour mille habitants ({labels.number(row['population'])} habitants)"
    ),
    calculation=lambda row: (
        f"{money.divided(row)} × 1\u202f000 ÷ {labels.number(row['population'])} habitants "
        f"({row['population_year']}) = {rate(row)}"
    ),
    columns=(
        Column("territory", "Territoire", _territory),
        Column("year", "Année", lambda row: str(row["year"]), value="year"),
        Column("rate", "Pour mille habitants", rate, value=RATE),
        Column(
            "amount",
            "Montant",
            lambda row: f"{money.amount(row)} ({labels.nature(row)})",
            value=AMOUNT,
        ),
        Column(
            "population",
            "Population",
            lambda row: f"{labels.number(row['population'])} ({row['population_year']})",
            value="population",
        ),
    ),
    chart=lambda answer: _bars(
        answer.frame, RATE, "Euros pour 1\u202f000 habitants", rate, pl.col(RATE[0]).is_not_null()
    ),
    reading=_reading_per_inhabitant,
    notes=lambda _answer: (),
    sources=("observation_ids",),
)
STATE_OF_A_TERRITORY = replace(
    AMOUNTS,
    key="fiche-montants",
    title="Contribution de l'État, par année et nature",
    ask=Ask("sheet_amounts", ("fiche",), {"is_state": True}),
    columns=(*COLUMNS, Column("rate", "Pour mille habitants", rate, value=RATE)),
    chart=lambda answer: charts.amounts(answer.frame),
    reading=lambda answer: reading(answer.frame),
    notes=_divergences,
    same_data=None,
    nothing="",
    printed=Printed(("territory", "period", "amount", "nature", "rate"), is_drawn=True),
)
OTHERS_OF_A_TERRITORY = replace(
    AMOUNTS,
    key="fiche-autres-montants",
    title="Autres montants des contrats",
    ask=Ask("sheet_amounts", ("fiche",), {"is_state": False}),
    row=("measure_id", *ROW),
    columns=(Column("counted", "Ce qui est compté", counted), *COLUMNS),
    chart=None,
    reading="D'un autre genre ou d'un autre payeur, ces montants ne s'ajoutent pas à la contribution de l'État.",
    notes=lambda _answer: (),
    same_data=None,
    nothing="",
    printed=Printed(("counted", "territory", "period", "amount", "nature")),
)
