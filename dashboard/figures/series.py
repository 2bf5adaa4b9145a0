"""A measure printed for several years: gaps as gaps, natures told apart, breaks of definition marked."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EVERY
from dashboard.drawing import series_chart, series_words
from dashboard.drawing.chart import Chart
from dashboard.figures import provenance
from dashboard.figures.known_otherwise import known_otherwise
from dashboard.figures.spec import VALUE, Answer, Ask, Column, Figure, Filters, Row
from dashboard.words import grammar, labels, money
from queries import comparability, orders

FEW, MANY_CHANGES = 2, 4
DISPUTED = " Des documents s'écartent les uns des autres sur ces chiffres : « Lire ce graphique » dit en quoi."
NOTES = (
    "Plus de deux territoires ont chacun leur bande, à la même échelle. "
    "Une marche : le chiffre vaut pour toute son année. Deux marques creuses reliées : des sources contradictoires, dont aucune "
    "ne l'emporte. Une marque creuse : un montant annuel sans fin publiée, que rien ne publie pour l'année, ou un chiffre d'une "
    "autre définition. Une flèche pointillée : un montant « par an » dont la fin n'est pas publiée. Un triangle : une autre "
    "source dit autrement, une divergence déclarée concerne le chiffre, ou la définition change.",
    "Une ligne interrompue dit qu'aucun chiffre n'est publié pour l'année ; rien n'est interpolé.",
    "« À la date » dit un état, « cumul » ce qui est compté jusqu'à elle ; sans cette mention, le chiffre est celui de l'année : "
    "ce sont des lignes différentes.",
    "Des natures différentes (engagé, prévu, plafond) sont des lignes différentes ; un total de plusieurs années n'y entre pas.",
)


def name(row: Row) -> str:
    """What a series counts. `row` is a row of `reads/series_choices.sql`."""
    return f"{row['measure_label']}, {row['breakdown_label']}" if row["breakdown_label"] else row["measure_label"]


def _title(answer: Answer) -> str:
    known = answer.read("series_choices")
    return name(known.row(by_predicate=pl.col("series_id") == answer.chosen.serie, named=True))


def _printed(row: Row) -> str:
    return labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])


def _figure(row: Row) -> str:
    doubts = [
        *([money.DISPUTED] if row["is_contradictory"] else []),
        *filter(None, [series_words.contrary(row)]),
        *([labels.HELD] if row["is_held"] else []),
    ]
    return ", ".join([_printed(row), *doubts])


def _rule(row: Row) -> str:
    return comparability.RULES[row["rule"]] + (", confiance basse" if row["confidence"] == "L" else "")


def _says(row: Row) -> str:
    return (
        f"{row['territory_name']}, {row['year']}, {row['measure_label']} : {_printed(row)} "
        f"({labels.NATURES[row['nature']]}{labels.counting(row)})"
    )


def _filters(chosen: Selection) -> Filters:
    return {"territoire": chosen.territoires, "mesure": (chosen.serie.split(":")[0],)}


def _going_on(answer: Answer) -> dict[str, str]:
    """What is told of the figures « par an » whose end nobody printed, by their id: « 349 000 € par an à partir de 2022 »."""
    identifiers = sorted({each for ids in answer.frame["observation_ids"].to_list() for each in ids})
    printed = answer.read("receipt_figures", observation_ids=identifiers)
    return {
        row["observation_id"]: f"{labels.figure_words(row)} par an à partir de {row['period_start'].year}"
        for row in printed.iter_rows(named=True)
        if row["time_basis"] == "per_year" and row["period_end"] is None and row["period_start"] is not None
    }


def _chart(answer: Answer) -> Chart:
    told = _going_on(answer)
    goes_on = [
        place for place, ids in enumerate(answer.frame["observation_ids"].to_list()) if len(ids) == 1 and ids[0] in told
    ]
    return series_chart.series(answer.frame, answer.chosen.territoires, goes_on)


def reading(frame: pl.DataFrame, going_on: Mapping[str, str] = MappingProxyType({})) -> str:
    """What each line says from year to year, or, where it changes often, its ends and extremes; years without a figure."""
    clauses: dict[tuple[str, str], list[str]] = {}
    for line in frame.partition_by(*series_chart.SERIES_LINE, maintain_order=True):
        rows = line.rows(named=True)
        gaps = sorted({*range(rows[0]["year"], rows[-1]["year"])} - {*line["year"]})
        told = ", puis ".join(_runs(rows, going_on))
        told += f", sans chiffre pour {grammar.listed([str(year) for year in gaps])}" if gaps else ""
        counted = f"{labels.NATURES[rows[0]['nature']]}{labels.counting(rows[0])}"
        clauses.setdefault((rows[0]["territory_name"], told), []).append(counted)
    return " ; ".join(f"{name} ({grammar.listed(natures)}) : {told}" for (name, told), natures in clauses.items()) + "."


def _runs(rows: list[Row], going_on: Mapping[str, str]) -> list[str]:
    """« 300 000 € de 2019 à 2021 »: years in a row that say the same are told once; of several, extremes and the last."""
    runs: list[list[Row]] = []
    for row in rows:
        goes_on = runs and row["year"] == runs[-1][-1]["year"] + 1 and _said(row) == _said(runs[-1][-1])
        runs[-1].append(row) if goes_on else runs.append([row])
    known = [run for run in runs if run[0]["value"] is not None and run[0]["confidence"] != orders.DOUBTFUL]
    marks = _extremes(known) if len(runs) > FEW and all(map(_is_sure, rows)) else {}
    if len(runs) > MANY_CHANGES:
        extremes = [min(known or runs, key=_value), max(known or runs, key=_value)]
        runs = [run for run in runs if run in (runs[0], *extremes, runs[-1])]
    told = [f"{_marked(_told(run[0], going_on), marks.get(run[0]['year'], ''))} {_years(run)}" for run in runs]
    return [*told[:-1], f"{told[-1]}, dernière année connue"] if len(told) > FEW else told


def _is_sure(row: Row) -> bool:
    """Whether a year lets its line have a lowest and a highest: of one definition, neither contradicted nor doubtful."""
    is_doubtful = series_words.is_disputed(row) or row["confidence"] == orders.DOUBTFUL
    return row["value"] is not None and not (is_doubtful or row["is_held"] or row["is_break"])


def _extremes(runs: list[list[Row]]) -> dict[int, str]:
    """The first year of the first run that is the lowest, and of the first that is the highest, where they differ."""
    values = [_value(run) for run in runs]
    if len({*values}) < FEW:
        return {}
    found = ((min(values), "le plus bas publié"), (max(values), "le plus haut publié"))
    return {runs[values.index(value)][0]["year"]: words for value, words in found}


def _marked(told: str, mark: str) -> str:
    """« 300 000 € (le plus bas publié) »; with what is in brackets already, in the same ones."""
    if not mark:
        return told
    return f"{told.removesuffix(')')}, {mark})" if told.endswith(")") else f"{told} ({mark})"


def _value(run: list[Row]) -> float:
    return run[0]["value"] or 0


def _years(run: list[Row]) -> str:
    first, last = run[0]["year"], run[-1]["year"]
    return (
        f"en {first}"
        if first == last
        else f"{'en' if last == first + 1 else 'de'} {first} {'et' if last == first + 1 else 'à'} {last}"
    )


def _said(row: Row) -> tuple[object, ...]:
    return _printed(row), row["is_contradictory"], row["is_held"], series_words.contrary(row)


def _told(row: Row, going_on: Mapping[str, str]) -> str:
    """A figure with what makes it doubtful, and the amount without an end that it is contradicted by."""
    if not row["is_contradictory"]:
        doubts = [labels.HELD if row["is_held"] else "", series_words.contrary(row)]
        told = ", ".join(filter(None, doubts))
        return _printed(row) + (f" ({told})" if told else "")
    others = [going_on[each] for each in row["observation_ids"] if each in going_on] if going_on else []
    return f"{_printed(row)} ({', dont '.join(['sources contradictoires', *others])})"


def _divergences(answer: Answer) -> Sequence[str]:
    return provenance.divergences(answer.read, answer.frame, "observation_ids", "set_aside_ids")


def _of_one_year(answer: Answer, codes: Sequence[str]) -> set[str]:
    """Of these territories, those with an amount of one year, which no other follows: another figure tells it."""
    asked = {"territory_ids": tuple(codes), "measure_id": answer.chosen.argent, "nature": None, "year": None}
    amounts = answer.read("funding_amounts", **asked)
    return {*amounts.filter(pl.col("year").is_not_null(), ~pl.col("spans_years"))["territory_id"]}


def without(answer: Answer) -> str:
    """The territories compared that the chart does not show."""
    shown = answer.frame["territory_id"].to_list()
    names = dict(answer.read("territories_known").select("territory_id", "name").iter_rows())
    absent = [code for code in answer.chosen.territoires if code not in shown and code in names]
    is_money = answer.chosen.serie == answer.chosen.argent
    once = _of_one_year(answer, absent) if absent and is_money else set()
    known = known_otherwise(answer.read, answer.chosen.changed(nature=EVERY)) if absent and is_money else {}
    single = [names[code] for code in absent if code in once]
    otherwise = [f"{names[code]} ({' ; '.join(known[code])})" for code in absent if code in known and code not in once]
    nothing = [names[code] for code in absent if code not in known and code not in once]
    return "".join(
        [
            f" Pour une année seulement (voir Financement) : {grammar.listed(single)}." if single else "",
            f" Connu autrement qu'année par année : {grammar.listed(otherwise)}." if otherwise else "",
            f" Pour plusieurs années, rien n'est publié de : {grammar.listed(nothing)}." if nothing else "",
        ]
    )


SERIES = Figure(
    key="evolution",
    title=_title,
    ask=Ask("series", ("serie", "territoires")),
    pins=lambda row: {"territoires": (row["territory_id"],)},
    row=("territory_id", "contract_id", "nature", "counting", "horizon_months", "horizon_from", "year"),
    cites=("observation_ids",),
    sets_aside=("set_aside_ids",),
    rules={"chiffre": "rule"},
    says=_says,
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("year", "Année", lambda row: str(row["year"]), value="year"),
        Column("figure", "Chiffre", _figure, value=VALUE),
        Column("nature", "Nature", lambda row: labels.nature(row) + labels.counting(row)),
        Column("break", "Rupture", lambda row: "changement de définition" if row["is_break"] else labels.ABSENT),
        Column("rule", "Règle de choix", _rule),
    ),
    chart=_chart,
    reading=lambda answer: (
        reading(answer.frame, _going_on(answer)) + (DISPUTED if _divergences(answer) else "") + without(answer)
    ),
    notes=lambda answer: (*NOTES, *_divergences(answer)),
    sources=("observation_ids", "set_aside_ids"),
    same_data=_filters,
)
