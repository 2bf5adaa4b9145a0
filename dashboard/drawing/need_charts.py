"""The need of départements and the contracts known there: on the map, and beside the money of each contract."""

from collections.abc import Sequence

import polars as pl

from dashboard.drawing import france
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, INK, RED
from dashboard.drawing.charts import placed
from dashboard.drawing.thematic import MISSING, shade
from dashboard.words import labels

LEVEL = "departement"
# A contract with a known yearly amount, and one without: told by the form as well as by the colour.
KNOWN, UNKNOWN = ("montant annuel connu", "square", RED), ("montant annuel inconnu", "square", "#ffffff")


def need(
    frame: pl.DataFrame, words: Sequence[str], places: Sequence[int | None], contracts: pl.DataFrame
) -> Chart:  # fmt: skip
    """Départements by class of need, and over them a square for each territory under contract.

    `words` and `places` are the classes and the class of each row; `contracts` has the territories with their place.
    """
    figure = france.grounded(LEVEL, is_filled=True)
    rows = [{**row, "class": places[row["place"]], "mark": france.MARK} for row in placed(frame).iter_rows(named=True)]
    for place, told in enumerate(words):
        own = [row for row in rows if row["class"] == place]
        if own:
            france.areas(figure, LEVEL, own, f"{told} ({labels.number(len(own))})", shade(place, len(words)), "")
    for status, (told, color, pattern) in MISSING.items():
        own = [row for row in rows if row["class"] is None and row["status"] == status]
        if own:
            counted = told.removesuffix(" publié")  # counted in a file, and printed nowhere
            france.areas(figure, LEVEL, own, f"{counted} ({labels.number(len(own))})", color, pattern)
    _targets(figure, rows)
    _contracts(figure, contracts, {row["departement_code"]: row["place"] for row in rows})
    return france.framed(figure)


def _targets(figure: Chart, rows: list[dict]) -> None:
    """Unseen marks over each département: they tell its figure under the pointer, and can be clicked."""
    marks = [(row, x, y) for row in rows for x, y in france.marks(row)]
    figure.add_scatter(
        x=[x for _, x, _ in marks], y=[y for _, _, y in marks], mode="markers", showlegend=False,
        marker={"size": 22, "opacity": 0}, hovertext=[need_words(row) for row, _, _ in marks], hoverinfo="text",
        customdata=[row["place"] for row, _, _ in marks],
    )  # fmt: skip


def need_words(row: dict) -> str:
    """« Guyane : 475 BPI signataires en 2020, 161,6 pour 100 000 habitants ; aucun contrat connu »."""
    if row["bpi_signatories"] is None:
        return f"<b>{row['territory_name']}</b><br>{MISSING[row['status']][0]}"
    count = labels.number(row["contracts_count"])
    contracts = f"contrats connus : {count}" if row["contracts_count"] else "aucun contrat connu"
    return (
        f"<b>{row['territory_name']}</b><br>BPI signataires du CIR en {row['year']} : "
        f"{labels.number(row['bpi_signatories'])}<br>pour 100\u202f000 habitants : {rate(row)}<br>{contracts}"
    )


def rate(row: dict) -> str:
    """« 161,6 »."""
    return labels.number(row["bpi_signatories_per_100000_inhabitants"], 1)


def _contracts(figure: Chart, contracts: pl.DataFrame, places: dict[str, int]) -> None:
    """A click on a contract leads where one on its département does."""
    for is_known, (name, symbol, color) in ((True, KNOWN), (False, UNKNOWN)):
        own = [row for row in contracts.iter_rows(named=True) if row["has_amount"] == is_known]
        marks = [(row, x, y) for row in own for x, y in france.marks(row)]
        if marks:
            figure.add_scatter(
                x=[x for _, x, _ in marks], y=[y for _, _, y in marks], mode="markers",
                name=f"contrat, {name} ({labels.number(len(own))})", hoverinfo="text",
                hovertext=[f"<b>{row['name']}</b><br>{row['programmes']}, {name}" for row, _, _ in marks],
                customdata=[places.get(row["departement_code"]) for row, _, _ in marks],
                marker={
                    "size": 10, "color": color, "symbol": symbol,
                    "line": {"width": 2, "color": "#ffffff" if is_known else RED},
                },
            )  # fmt: skip


def need_and_money(frame: pl.DataFrame) -> Chart:
    """A mark per contract: across, the need of its département; up, its yearly amount for the population."""
    rows = list(placed(frame).iter_rows(named=True))
    figure = Chart()
    figure.add_scatter(
        x=[row["bpi_signatories_per_100000_inhabitants"] for row in rows],
        y=[row["amount_per_1000_inhabitants_eur"] for row in rows],
        mode="markers+text",
        text=[row["territory_name"] for row in rows],
        textposition=["bottom center" if _is_crowded(row, rows) else "top center" for row in rows],
        textfont={"size": 13, "color": INK},
        marker={"size": 12, "color": BLUE},
        hovertext=[money_words(row) for row in rows],
        hoverinfo="text",
        customdata=[row["place"] for row in rows],
        showlegend=False,
        cliponaxis=False,
    )
    needs = [row["bpi_signatories_per_100000_inhabitants"] for row in rows]
    amounts = [row["amount_per_1000_inhabitants_eur"] for row in rows]
    figure.update_layout(height=440)
    figure.update_xaxes(
        title={"text": f"BPI signataires pour 100\u202f000 habitants, {rows[0]['need_year']}", "font": {"size": 13}},
        range=[0, 1.25 * max(needs)], tickformat=",.0f",
    )  # fmt: skip
    figure.update_yaxes(
        title={"text": "Euros par an pour 1\u202f000 habitants", "font": {"size": 13}},
        range=[0, 1.2 * max(amounts)], tickformat=",.0f",
    )  # fmt: skip
    return figure


def _is_crowded(row: dict, rows: list[dict]) -> bool:
    """Whether another mark stands close above: its name would be written over this one's."""
    highest = max(each["amount_per_1000_inhabitants_eur"] for each in rows)
    widest = max(each["bpi_signatories_per_100000_inhabitants"] for each in rows)
    return any(
        0 < each["amount_per_1000_inhabitants_eur"] - row["amount_per_1000_inhabitants_eur"] < 0.1 * highest
        and abs(each["bpi_signatories_per_100000_inhabitants"] - row["bpi_signatories_per_100000_inhabitants"])
        < 0.25 * widest
        for each in rows
    )


def money_words(row: dict) -> str:
    return (
        f"<b>{row['territory_name']}</b><br>{labels.euros(row['amount_eur'])} en {row['year']}, soit "
        f"{labels.euros(row['amount_per_1000_inhabitants_eur'])} pour 1\u202f000 habitants<br>"
        f"{row['departement_name']} : {rate(row)} BPI signataires pour 100\u202f000 habitants"
    )
