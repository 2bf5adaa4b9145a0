"""The money of programme 104 through bilans: a line a period, a mark for each kind of amount, told by form and by colour."""

import polars as pl

from dashboard.drawing import gutter
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, GREY, INK, MID_BLUE, PLUM, RED
from dashboard.drawing.charts import placed
from dashboard.words import bilan_words, labels

LOOKS = {
    "requested": (RED, "circle-open"),
    "committed": (MID_BLUE, "diamond-open"),
    "carried_in": (GREY, "triangle-right-open"),
    "paid": (BLUE, "circle"),
    "spent": (PLUM, "square"),
    "carried_out": (GREY, "triangle-left-open"),
}
LEGEND_LINE = 20  # pixels


def account(frame: pl.DataFrame) -> Chart:
    """A row per bilan, in the order of the frame; amounts that are not known have no mark."""
    rows = list(placed(frame).filter(pl.col("amount_eur").is_not_null()).iter_rows(named=True))
    bilans = list(dict.fromkeys(row["bilan_id"] for row in rows))
    heights = {bilan: number + 0.5 for number, bilan in enumerate(bilans)}
    first = {row["bilan_id"]: row for row in reversed(rows)}
    names = {heights[bilan]: first[bilan]["territory_name"] for bilan in bilans}
    periods = {
        heights[bilan]: bilan_words.period(first[bilan]["period_start"], first[bilan]["period_end"]) for bilan in bilans
    }
    reach = 1.06 * max((row["amount_eur"] for row in rows), default=0) or 1
    figure = gutter.rows_chart(names, max(len(bilans), 1), "Euros", reach, periods)
    room = LEGEND_LINE * len(LOOKS)  # a word a line, on a phone
    figure.update_layout(height=figure.layout["height"] + room, margin={"b": figure.layout["margin"]["b"] + room})
    for kind, (color, symbol) in LOOKS.items():
        alike = [row for row in rows if row["kind"] == kind]
        if alike:
            figure.add_scatter(
                x=[row["amount_eur"] for row in alike],
                y=[heights[row["bilan_id"]] for row in alike],
                mode="markers",
                name=bilan_words.MONEY_KINDS[kind],
                marker={"color": color, "symbol": symbol, "size": 12, "line": {"width": 2, "color": color or INK}},
                hovertext=[
                    f"{row['territory_name']}, {bilan_words.MONEY_KINDS[kind]} : {labels.euros(row['amount_eur'])}"
                    for row in alike
                ],
                customdata=[row["place"] for row in alike],
                hoverinfo="text",
                cliponaxis=False,
            )
    return figure
