"""Accueil's map: a mark for each territory whose contract is known, on the composed map of France.

The outlines and the attribution are those of `geo/layers/NOTICE.md`.
"""

from collections.abc import Sequence

import polars as pl

from dashboard.drawing import france
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, INK
from dashboard.drawing.charts import placed
from dashboard.words.territories import known_money, latest_amount
from geo import composition

HEIGHT = 640  # pixels
# In degrees of the plane of a map as wide as half a page: a sign and a line of its words, half of a mark.
LETTER, LINE, MARK = 0.19, 0.42, 0.25
Box = tuple[float, float, float, float]
Side = tuple[int, int]
SIDES: tuple[Side, ...] = ((1, 0), (-1, 0), (0, 1), (0, -1))  # right, left, above, below
ACROSS, UP = {1: "left", -1: "right", 0: "center"}, {1: "bottom", -1: "top", 0: "middle"}
STATES = (
    (pl.col("has_amount"), "montant annuel de l'État connu", BLUE, "circle"),
    (pl.col("has_other_amount"), "autre montant publié", "#ffffff", "circle-dot"),
    (~pl.col("has_amount") & ~pl.col("has_other_amount"), "aucun montant publié", "#ffffff", "circle"),
)


def territories(frame: pl.DataFrame) -> Chart:
    """One mark per territory with a contract: filled when a yearly amount of the State is known, dotted when another
    amount is, open when none is.
    """
    figure = france.grounded("departement", keep=2)
    for known, name, color, symbol in STATES:
        rows = _located(placed(frame)).filter(known)
        marks = [(row, x, y) for row in rows.iter_rows(named=True) for x, y in france.marks(row)]
        figure.add_scatter(
            x=[x for _, x, _ in marks],
            y=[y for _, _, y in marks],
            mode="markers",
            name=f"{name} ({rows.height})",
            marker={"size": 13, "color": color, "symbol": symbol, "line": {"width": 2.5, "color": BLUE}},
            hovertext=[_hover(row) for row, _, _ in marks],
            customdata=[row["place"] for row, _, _ in marks],
            hoverinfo="text",
        )
    figure = france.framed(figure, height=HEIGHT)
    _name_known(figure, _located(frame).filter("has_amount"), _located(frame))
    return figure


def _name_known(figure: Chart, known: pl.DataFrame, located: pl.DataFrame) -> None:
    """The names and the amounts of those that have one, each on the side where it covers neither a mark nor another.

    Sizes are those of a map as wide as half a page: on a phone, the words shrink with it (`static/atlas.css`).
    """
    taken = [_around(x, y) for row in located.iter_rows(named=True) for x, y in france.marks(row)]
    taken += [frame for _name, frame in composition.frames()]
    for row in known.iter_rows(named=True):
        x, y = france.marks(row)[0]
        lines = [row["name"].removeprefix("CC "), latest_amount(row).split(",")[0]]
        wide, high = max(map(len, lines)) * LETTER, LINE * len(lines)
        boxes = {side: _box(x, y, wide, high, side) for side in SIDES}
        across, up = side = min(SIDES, key=lambda each: _hidden(boxes[each], taken))
        taken.append(boxes[side])
        figure.add_annotation(
            x=x, y=y, text=f"<b>{lines[0]}</b><br>{lines[1]}", showarrow=False, align=ACROSS[across],
            xanchor=ACROSS[across], yanchor=UP[up], xshift=11 * across, yshift=9 * up, font={"size": 11, "color": INK},
        )  # fmt: skip


def _around(x: float, y: float) -> Box:
    return x - MARK, y - MARK, x + MARK, y + MARK


def _box(x: float, y: float, wide: float, high: float, side: Side) -> Box:
    """Where words beside a mark lie, in degrees of the plane."""
    across, up = side
    middle, height = x + across * (wide / 2 + 1.4 * MARK), y + up * (high / 2 + 1.4 * MARK)
    return middle - wide / 2, height - high / 2, middle + wide / 2, height + high / 2


def _hidden(box: Box, taken: Sequence[Box]) -> float:
    """How much of what is taken it would cover, and how much of it would fall off the map."""
    inside = _covers(box, composition.extent())
    whole = (box[2] - box[0]) * (box[3] - box[1])
    return sum(_covers(box, other) for other in taken) + 10 * (whole - inside)


def _covers(one: Box, other: Box) -> float:
    """The area that two boxes have in common."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across * up if across > 0 and up > 0 else 0.0


def not_drawn(frame: pl.DataFrame) -> list[str]:
    """A sentence that names the territories without a place of their own; nothing when the map shows all."""
    names = frame.join(_located(frame), on="territory_id", how="anti")["name"].to_list()
    return [f"Sans place sur la carte ({len(names)}) : {', '.join(names)}."] if names else []


def _located(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("longitude").is_not_null() & pl.col("latitude").is_not_null())


def _hover(row: dict) -> str:
    return f"<b>{row['name']}</b><br>{row['programmes']}<br>{known_money(row)}"
