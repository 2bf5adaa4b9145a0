"""Évolution: a measure year by year, one line per territory, nature and way of counting."""

import polars as pl

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, GREY, MID_BLUE, PLUM, RED
from dashboard.drawing.charts import placed
from dashboard.words import labels

SERIES_COLORS = (BLUE, RED, PLUM, MID_BLUE, "#18753c", "#b34000", GREY)
SERIES_SYMBOLS = ("circle", "square", "diamond", "triangle-up", "pentagon", "star", "hexagon")
COUNTED = ("counting", "horizon_months", "horizon_from")
SERIES_LINE = ("territory_id", "contract_id", "nature", *COUNTED)
SERIES_DASHES = {"planned": "dash", "ceiling": "dot", "requested": "dashdot"}


def series(frame: pl.DataFrame) -> Chart:
    """A line per territory, contract and way of counting: a gap where no year is printed, a ring where the definition changes."""
    figure = Chart()
    lines = placed(frame).partition_by(*SERIES_LINE, maintain_order=True)
    kinds = frame.select("territory_name", *COUNTED).unique(maintain_order=True).rows()
    for place, line in enumerate(lines):
        rows = {row["year"]: row for row in line.iter_rows(named=True)}
        first = next(iter(rows.values()))
        kind = kinds.index(tuple(first[name] for name in ("territory_name", *COUNTED)))
        color = SERIES_COLORS[kind % len(SERIES_COLORS)]
        symbol = SERIES_SYMBOLS[kind % len(SERIES_SYMBOLS)]
        years = range(min(rows), max(rows) + 1)
        figure.add_scatter(
            x=list(years),
            y=[_drawn(rows.get(year)) for year in years],
            mode="lines+markers",
            connectgaps=False,
            name=f"{first['territory_name']}, {labels.NATURES[first['nature']]}{labels.counting(first)}",
            line={"color": color, "width": 2, "dash": SERIES_DASHES.get(first["nature"], "solid")},
            marker={
                "size": max(8, 20 - 3 * place),  # marks of equal figures stay seen, one inside the other
                "color": color,
                "symbol": [
                    f"{symbol}-open"
                    if rows.get(year, first)["is_break"] or rows.get(year, first)["is_held"]
                    else symbol
                    for year in years
                ],
            },
            hovertext=[_year_text(rows[year]) if year in rows else "" for year in years],
            customdata=[rows[year]["place"] if year in rows else None for year in years],
            hoverinfo="text",
        )
        _draw_contradictions(figure, [row for row in rows.values() if row["is_contradictory"]], color, symbol)
    figure.update_layout(height=380, legend={"y": 1.02})
    figure.update_xaxes(dtick=1, tickformat="d")
    figure.update_yaxes(rangemode="tozero", title={"text": labels.UNITS[frame["unit"][0]]}, tickformat=",d")
    return figure


def _draw_contradictions(figure: Chart, rows: list[dict], color: str, symbol: str) -> None:
    """Two hollow marks, joined: what contradictory sources say of one year, the line passing between them for none."""
    for row in rows:
        bounds = [row[name] for name in ("value_low", "value_high") if row[name] is not None]
        figure.add_scatter(
            x=[row["year"]] * len(bounds), y=bounds, mode="lines+markers", showlegend=False,
            line={"color": color, "width": 2, "dash": "dot"},
            marker={"size": 13, "color": color, "symbol": f"{symbol}-open"},
            hovertext=[_year_text(row)] * len(bounds), customdata=[row["place"]] * len(bounds), hoverinfo="text",
        )  # fmt: skip


def _drawn(row: dict | None) -> float | None:
    """Where a line passes in a year: nowhere without a figure, nor between sources that contradict each other."""
    return None if row is None or row["is_contradictory"] else _middle(row)


def _middle(row: dict) -> float | None:
    """The value, or the bound that is printed; a range is drawn at its low bound."""
    return next((row[name] for name in ("value", "value_low", "value_high") if row[name] is not None), None)


def _year_text(row: dict) -> str:
    figure = labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])
    doubts = [
        *(["sources contradictoires"] if row["is_contradictory"] else []),
        *([labels.HELD] if row["is_held"] else []),
    ]
    told = ", ".join([f"{labels.nature(row)}{labels.counting(row)}", *doubts])
    return f"{row['territory_name']}, {row['year']} : {figure} ({told})"
