"""The matrix of coverage as a chart: territory × theme, what actions bear and what axes only announce."""

from collections.abc import Callable, Mapping
from textwrap import wrap
from typing import Any

import polars as pl

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import AXIS, BLUE, INK, PLUM
from dashboard.drawing.charts import placed
from dashboard.words import labels

CELL = {"symbol": "square", "size": 26, "opacity": 0}
CROSS = {"symbol": "x-thin", "size": 8, "color": AXIS, "line": {"width": 1.5, "color": AXIS}}
ANNOUNCED = {"symbol": "diamond-open", "size": 13, "color": PLUM, "line": {"width": 2, "color": PLUM}}
ANNOUNCED_WORDS = "axe annoncé, sans action publiée"
SCALE = [[0, "#e3e3fd"], [1, "#8585f6"]]
# By what is said best of a cell. NOTE: Plotly has no half-filled square; pictures draw this symbol as one.
SIGNS = {
    "contracted": {"symbol": "square", "size": 13, "color": BLUE},
    "running": {"symbol": "square-dot", "size": 13, "color": BLUE},
    "proposed": {"symbol": "square-open", "size": 12, "color": BLUE, "line": {"width": 1.5, "color": BLUE}},
    "without_contract": {"symbol": "circle-open", "size": 12, "color": BLUE, "line": {"width": 2, "color": BLUE}},
    "announced": ANNOUNCED,
    "none": CROSS,
    "unread": {"symbol": "line-ew", "size": 7, "color": AXIS, "line": {"width": 1.5, "color": AXIS}},
}


def coverage(frame: pl.DataFrame, column: str, words: Callable[[Any], str]) -> Chart:
    """Territory × theme in a scale of blues: `column` is shown in `words`; a cell without actions bears a cross.

    What an axis announces where nobody published an action is an open diamond: a presence, without number or share.
    """
    territories = frame["territory_name"].unique(maintain_order=True).to_list()
    themes = frame.sort("theme_order")["theme_label"].unique(maintain_order=True).to_list()
    rows = {(row["territory_name"], row["theme_label"]): row for row in placed(frame).iter_rows(named=True)}
    cells = [[rows[territory, theme] for territory in territories] for theme in themes]
    figure = Chart()
    figure.add_heatmap(
        x=[_folded(territory) for territory in territories],
        y=themes,
        z=[[cell[column] if cell["actions_count"] else None for cell in line] for line in cells],
        text=[[_cell_text(cell, column, words) for cell in line] for line in cells],
        texttemplate="%{text}",
        colorscale=SCALE,
        textfont={"color": INK},
        xgap=2,
        ygap=2,
        showscale=False,
        hoverongaps=False,
        hoverinfo="skip",
    )
    _marks(figure, list(rows.values()))
    is_announced = any(_is_announced(row) for row in rows.values())
    height = 120 + 34 * len(themes) + (40 if is_announced else 0)
    figure.update_layout(height=height, showlegend=is_announced, legend={"y": 0, "yanchor": "top"})
    _ordered(figure, territories, themes)
    return figure


def _ordered(figure: Chart, territories: list[str], themes: list[str]) -> None:
    """Where no cell has a number the marks alone are drawn: without its own order an axis would take theirs."""
    figure.update_yaxes(autorange="reversed", showgrid=False, categoryorder="array", categoryarray=themes)
    figure.update_xaxes(
        side="top", showgrid=False, tickangle=-50 if len(territories) > 3 else 0,
        categoryorder="array", categoryarray=[_folded(territory) for territory in territories],
    )  # fmt: skip


def stages(frame: pl.DataFrame, key: Mapping[str, str], beside: Callable[[dict[str, Any]], str]) -> Chart:
    """Territory × theme by signs: the surest stage of each cell, and `beside` it how many. `key` says each sign."""
    territories = frame["territory_name"].unique(maintain_order=True).to_list()
    themes = frame["theme_label"].unique(maintain_order=True).to_list()
    figure = Chart()
    for stage, words in key.items():
        rows = frame.filter(best_stage=stage)
        if rows.is_empty():
            continue
        figure.add_scatter(
            x=[_folded(name) for name in rows["territory_name"]],
            y=rows["theme_label"].to_list(),
            mode="markers+text",
            marker=SIGNS[stage],
            text=[beside(row) for row in rows.iter_rows(named=True)],
            textposition="middle right",
            textfont={"color": INK},
            name=words,
        )
    figure.update_layout(height=120 + 34 * len(themes) + 40, showlegend=True)
    _ordered(figure, territories, themes)
    return figure


def _marks(figure: Chart, rows: list[dict]) -> None:
    """A mark in each cell, to be clicked: unseen over actions, a diamond on an announced axis, a cross elsewhere."""
    for kind, style in ((_has_actions, CELL), (_is_announced, ANNOUNCED), (_is_empty, CROSS)):
        drawn = [row for row in rows if kind(row)]
        is_told = style is ANNOUNCED and bool(drawn)
        figure.add_scatter(
            x=[_folded(row["territory_name"]) for row in drawn],
            y=[row["theme_label"] for row in drawn],
            mode="markers",
            marker=style,
            hovertext=[_cell_hover(row) for row in drawn],
            customdata=[row["place"] for row in drawn],
            hoverinfo="text",
            name=ANNOUNCED_WORDS if is_told else None,
            showlegend=is_told,
        )


def _has_actions(row: dict) -> bool:
    return bool(row["actions_count"])


def _is_announced(row: dict) -> bool:
    return not _has_actions(row) and bool(row.get("announced_axes"))


def _is_empty(row: dict) -> bool:
    """Where no action of the territory is published there is nothing to find, not even none."""
    return row["actions_count"] == 0 and not _is_announced(row)


def _cell_text(row: dict, column: str, words: Callable[[Any], str]) -> str:
    """The figure, and beside a number of actions where their themes come from."""
    if not row["actions_count"]:
        return "·" if _is_empty(row) else ""
    if row[column] is None:
        return "—"
    if column != "actions_count":
        return words(row[column])
    bases = (("p", row["printed_count"]), ("a", row["axis_count"]), ("é", row["editorial_count"]))
    return f"{words(row[column])} ({''.join(letter for letter, count in bases if count)})"


def _cell_hover(row: dict) -> str:
    where = f"{row['territory_name']} · {row['theme_label']}"
    if _is_announced(row):
        return f"{where} : axe annoncé ({' ; '.join(row['announced_axes'])}), aucune action publiée"
    count = row["actions_count"] or "aucune action trouvée dans les documents"
    cost = f", {labels.euros(row['planned_cost_eur'])} prévus" if row["planned_cost_eur"] is not None else ""
    return f"{where} : {count}{cost}"


def _folded(name: str) -> str:
    """A name on lines short enough to stand beside its neighbours on a narrow screen."""
    return "<br>".join(wrap(name, width=13, break_long_words=False))
