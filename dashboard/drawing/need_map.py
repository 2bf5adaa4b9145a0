"""The need of départements, in light shades, and over it a circle as large as the amount of each contract known there."""

from collections.abc import Callable, Sequence

import polars as pl

from dashboard.drawing import france, map_labels, map_scale
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import INK, RED
from dashboard.drawing.charts import placed
from dashboard.drawing.map_looks import LIGHT, MISSING, look
from dashboard.drawing.need_charts import rate
from dashboard.words import labels
from dashboard.words.territories import NO_AMOUNT, latest_amount, other_amounts

LEVEL = "departement"
# A contract without a yearly amount: another one is published, or none.
OTHERS = {
    "other_amount": ("contrat, autre montant", "circle-dot"),
    "no_data": ("contrat, aucun montant", "circle"),
}
HEIGHT = 700  # pixels: its legend is longer than that of other maps, and leaves it as much
SMALL = 9  # pixels of a contract without an amount
Size = Callable[[dict], float | None]
Words = Callable[[dict], str]


def need(frame: pl.DataFrame, words: Sequence[str], places: Sequence[int | None], year: int) -> Chart:
    """Départements by class of need, and over them a circle for each territory under contract.

    `words` and `places` are the classes and the class of each row, of the `year` of the need.
    """
    figure = france.grounded(LEVEL, is_filled=True)
    every = [
        {**row, "class": places[row["place"]], "mark": _mark(row)}
        for row in placed(frame).iter_rows(named=True)
        if row["longitude"] is not None
    ]
    rows = [row for row in every if row["kind"] == "departement"]
    contracts = [row for row in every if row["kind"] == "contract" and row["level"] != "region"]
    _shaded(figure, rows, words)
    _targets(figure, rows, need_words)
    _contracts(figure, contracts)
    _targets(figure, contracts, contract_words, is_over=True)
    unit = f"BPI signataires du CIR pour 100\u202f000\u00a0habitants, {year}<br>Cercles : € par an"
    return france.measured_in(france.framed(figure, HEIGHT), unit)


def _mark(row: dict) -> float:
    """Of a contract, in pixels; of a département, of which nothing is drawn but its surface."""
    if row["kind"] == "departement":
        return france.MARK
    return SMALL if row["money"] != "amount" else 0


def _shaded(figure: Chart, rows: Sequence[dict], words: Sequence[str]) -> None:
    for place, told in enumerate(words):
        own = [row for row in rows if row["class"] == place]
        shade, pattern, mark = look(place, len(words), LIGHT)
        france.areas(figure, LEVEL, own, f"{told} ({labels.number(len(own))})", shade, pattern, mark)
    for status, (told, color, pattern) in MISSING.items():
        own = [row for row in rows if row["class"] is None and row["status"] == status]
        if own:
            counted = told.removesuffix(" publié").removesuffix(" publié")  # counted in a file, and printed nowhere
            france.areas(figure, LEVEL, own, f"{counted} ({labels.number(len(own))})", color, pattern)


def _targets(figure: Chart, rows: Sequence[dict], told: Words, is_over: bool = False) -> None:
    """Unseen marks over each place: they tell its figure under the pointer, and a click makes of one a ring."""
    marks = [(row, x, y) for row in rows for x, y in france.marks(row)]
    figure.add_scatter(
        x=[x for _, x, _ in marks], y=[y for _, _, y in marks], mode="markers", showlegend=False,
        **france.ring([row["mark"] for row, _, _ in marks], is_over), hovertext=[told(row) for row, _, _ in marks],
        hoverinfo="text", customdata=[row["place"] for row, _, _ in marks],
    )  # fmt: skip


def need_words(row: dict) -> str:
    """« Guyane : 475 BPI signataires en 2020, 161,6 pour 100 000 habitants ; aucun contrat connu »."""
    if row["bpi_signatories"] is None:
        return f"<b>{row['territory_name']}</b><br>{MISSING[row['status']][0]}"
    names = row["contract_territory_names"] or []
    contracts = f"Contrats connus : {', '.join(names)}" if names else "aucun contrat connu"
    return (
        f"<b>{row['territory_name']}</b><br>{rate(row)} BPI signataires du CIR pour 100\u202f000 habitants"
        f"<br>{labels.number(row['bpi_signatories'])} en {row['year']} ; rang : {labels.ordinal(row['need_rank'])}"
        f"<br>{contracts}"
    )


def money(row: dict) -> float | None:
    """What the circle and the bar of a contract show: its amount, or what is sure of it."""
    known = (row["latest_committed_eur"], row["latest_committed_low_eur"], row["latest_committed_high_eur"])
    return next((amount for amount in known if amount is not None), None)


def amount(row: dict) -> str:
    """The latest yearly amount in few words: what is said of its sources is under the pointer."""
    silent = dict.fromkeys(("latest_committed_set_aside_low_eur", "latest_committed_set_aside_high_eur"))
    return latest_amount(row | silent | {"latest_committed_is_contradictory": False})


def contract_words(row: dict) -> str:
    """« Metz : 200 000 € de l'État en 2022, CTAI »."""
    amount = f"{latest_amount(row)} de l'État, par an ({row['year']})" if row["money"] == "amount" else otherwise(row)
    return f"<b>{row['territory_name']}</b><br>{amount}<br>{row['programmes']}"


def _contracts(figure: Chart, contracts: Sequence[dict]) -> None:
    """Circles whose surface is the amount, with their words; a small form where none is known."""
    known = sorted((row for row in contracts if money(row)), key=lambda row: -(money(row) or 0))
    largest = max((money(row) or 0 for row in known), default=0)
    for row in known:
        row["mark"] = 0.7 * map_scale.diameter(money(row) or 0, largest)
    for status, (name, symbol) in OTHERS.items():
        own = [row for row in contracts if row["money"] == status]
        _drawn(figure, own, name, {"color": "#ffffff", "symbol": symbol, "line": {"width": 2, "color": RED}})
    name = "contrat, montant annuel"
    _drawn(figure, known, name, {"color": RED, "opacity": 0.85, "line": {"width": 1.5, "color": INK}})
    if len(known) <= map_labels.MOST:
        others = [row for row in contracts if row["money"] != "amount"]
        map_labels.written(figure, known, amount, others, is_all=True)


def _drawn(figure: Chart, rows: Sequence[dict], name: str, marker: dict) -> None:
    marks = [(row, x, y) for row in rows for x, y in france.marks(row)]
    if marks:
        figure.add_scatter(
            x=[x for _, x, _ in marks], y=[y for _, _, y in marks], mode="markers", hoverinfo="skip",
            name=f"{name} ({labels.number(len(rows))})", marker={"size": [row["mark"] for row, _, _ in marks], **marker},
        )  # fmt: skip


def otherwise(row: dict) -> str:
    """What is known of the money of a contract that has no yearly amount: « 300 000 € sur 3 ans », or that nothing is."""
    return " ; ".join(other_amounts(row["other_amounts"] or [])) or NO_AMOUNT
