"""The need of départements beside the money of the contracts known there."""

import polars as pl

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, INK
from dashboard.drawing.charts import placed
from dashboard.words import labels


def rate(row: dict) -> str:
    """« 161,6 »."""
    return labels.number(row["bpi_signatories_per_100000_inhabitants"], 1)


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
