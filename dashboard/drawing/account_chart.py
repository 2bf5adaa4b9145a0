"""The money of programme 104 through bilans: a line a period, a mark for each kind of amount, told by form and by colour."""

from datetime import date, timedelta

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
# What was asked, engaged and paid is often one amount: each mark stands within the one before. In pixels, of a row of 24.
SIZES = {"requested": 20, "committed": 16, "paid": 9}
SIZE = 12
LEGEND_LINE = 20  # pixels
# What a line of time has of each contract, by the columns of the read.
IN_TIME = {"committed": "engagé", "paid": "payé", "spent": "dépensé", "carried_out": "reporté"}
THIN, WORDS_AT, MOST_YEARS_TOLD = 0.2, 0.4, 3  # of a row; amounts are written while the axis is of few years


def account(frame: pl.DataFrame) -> Chart:
    """A row per bilan, in the order of the frame; amounts that are not known have no mark."""
    rows = list(placed(frame).filter(pl.col("amount_eur").is_not_null()).iter_rows(named=True))
    bilans = list(dict.fromkeys(row["bilan_id"] for row in rows))
    heights = {bilan: number + 0.5 for number, bilan in enumerate(bilans)}
    first = {row["bilan_id"]: row for row in reversed(rows)}
    names = {heights[bilan]: first[bilan]["territory_name"] for bilan in bilans}
    periods = {
        heights[bilan]: bilan_words.times(first[bilan]["period_start"], first[bilan]["period_end"]) for bilan in bilans
    }
    reach = 1.15 * max((row["amount_eur"] for row in rows), default=0) or 1  # with the half of a mark
    figure = gutter.rows_chart(names, max(len(bilans), 1), "Euros", reach, periods)
    room = LEGEND_LINE * len(LOOKS)  # a word a line, on a phone
    figure.update_layout(
        height=figure.layout["height"] + room,
        margin={"b": figure.layout["margin"]["b"] + room},
        legend={
            "maxheight": room + LEGEND_LINE
        },  # of itself, half the height of the chart, which one bilan does not fill
    )
    for kind, (color, symbol) in LOOKS.items():
        alike = [row for row in rows if row["kind"] == kind]
        if alike:
            figure.add_scatter(
                x=[row["amount_eur"] for row in alike],
                y=[heights[row["bilan_id"]] for row in alike],
                mode="markers",
                name=bilan_words.MONEY_KINDS[kind],
                marker={
                    "color": color,
                    "symbol": symbol,
                    "size": SIZES.get(kind, SIZE),
                    "line": {"width": 2, "color": color or INK},
                },
                hovertext=[
                    f"{row['territory_name']}, {bilan_words.MONEY_KINDS[kind]} : {labels.euros(row['amount_eur'])}"
                    for row in alike
                ],
                customdata=[row["place"] for row in alike],
                hoverinfo="text",
                cliponaxis=False,
            )
    return figure


def over_time(frame: pl.DataFrame) -> Chart:
    """Of each contract a row a kind of amount, of each period a bar as long as it is; the amount stands above it."""
    rows = list(placed(frame).iter_rows(named=True))
    lines = [
        (contract, kind)
        for contract in dict.fromkeys(row["contract_id"] for row in rows)
        for kind in IN_TIME
        if any(row["contract_id"] == contract and row[f"{kind}_eur"] is not None for row in rows)
    ]
    territories = {row["contract_id"]: row["territory_name"] for row in rows}
    starts = [contract != before for (contract, _), (before, _) in zip(lines, [("", ""), *lines], strict=False)]
    names = {
        place + 0.5: territories[contract] if is_first else ""
        for place, ((contract, _), is_first) in enumerate(zip(lines, starts, strict=True))
    }
    first, last = min(row["period_start"].year for row in rows), max(row["period_end"].year for row in rows) + 1
    kinds = {place + 0.5: IN_TIME[kind] for place, (_, kind) in enumerate(lines)}
    figure = gutter.rows_chart(names, max(len(lines), 1), "Année", last, kinds)
    figure.update_xaxes(range=[first, last], tickformat="d", tickvals=list(range(first, last + 1)))
    for kind in IN_TIME:
        told = [
            (lines.index((row["contract_id"], kind)), row)
            for row in rows
            if row[f"{kind}_eur"] is not None
        ]  # fmt: skip
        _add_periods(figure, kind, told, is_written=last - first <= MOST_YEARS_TOLD)
    return figure


def _add_periods(figure: Chart, kind: str, told: list[tuple[int, dict]], is_written: bool) -> None:
    """The bars of one kind of amount, and what they say."""
    spans = [(_in_years(row["period_start"]), _in_years(row["period_end"] + timedelta(1))) for _, row in told]
    amounts = [labels.euros(row[f"{kind}_eur"]) for _, row in told]
    figure.add_bar(
        y=[place + 0.8 for place, _ in told],
        x=[end - start for start, end in spans],
        base=[start for start, _ in spans],
        orientation="h",
        width=THIN,
        marker={"color": LOOKS[kind][0]},
        hovertext=[
            f"{row['territory_name']}, {bilan_words.period(row['period_start'], row['period_end'])} : {amount}, {IN_TIME[kind]}"
            for (_, row), amount in zip(told, amounts, strict=True)
        ],
        customdata=[row["place"] for _, row in told],
        hoverinfo="text",
        showlegend=False,
    )
    if is_written:
        figure.add_scatter(
            x=[(start + end) / 2 for start, end in spans],
            y=[place + WORDS_AT for place, _ in told],
            mode="text",
            text=amounts,
            textposition="middle center",
            textfont=gutter.SMALL,
            hoverinfo="skip",
            showlegend=False,
        )


def _in_years(day: date) -> float:
    return day.year + (day - date(day.year, 1, 1)).days / 366
