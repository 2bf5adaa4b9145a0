"""The composed map of France as a Plotly figure: its ground, areas, marks and frames, whatever is told by them.

Drawn as filled lines and not as tiles: sharp at any size, hatched where a figure is missing, the same on paper.
"""

from collections.abc import Sequence

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import AXIS, GREY, INK
from dashboard.drawing.ground import HERE, NOTHING, Ground, Shift, border, lines, shifted
from geo import composition

MARK = 13  # pixels of a territory that has no outline
COLUMNS = 2  # of small maps: a phone shows no more
TITLE_ROOM = 2.4  # degrees above a small map
SMALL_HEIGHT = 350  # pixels of a small map and its title


def grounded(level: str, keep: int = 1, shifts: Sequence[Shift] = (HERE,), is_filled: bool = False) -> Chart:
    """A map of nothing yet: the outlines, for the eye to know where it is; of a small one a point in `keep` is enough."""
    figure = Chart()
    figure.ground = Ground(level, keep, shifts, is_filled)
    return figure


def grid(count: int) -> list[Shift]:
    """Where small maps stand, from left to right and downwards."""
    west, south, east, north = composition.extent()
    across, down = east - west + 0.8, north - south + TITLE_ROOM
    return [(place % COLUMNS * across, -(place // COLUMNS) * down) for place in range(count)]


def areas(figure: Chart, level: str, rows: list[dict], name: str, color: str, pattern: str) -> None:
    """Territories of one colour and pattern: areas where they have an outline, marks where they have none."""
    outlines = composition.rings(level) if level != "contrat" else {}
    inside = [row for row in rows if row["territory_id"] in outlines]
    if inside:
        if not _is_ground(figure, color):
            rings = [shifted(ring, row.get("shift", HERE)) for row in inside for ring in outlines[row["territory_id"]]]
            _fill(figure, level, rings, color, pattern)
            _covered(figure).update(row["territory_id"] for row in inside)
        # A bar that is not there: its sign in the legend bears the pattern, which that of a line does not.
        figure.add_bar(
            x=[None], y=[None], name=name, hoverinfo="skip",
            marker={
                "color": color, "line": {"width": 1, "color": AXIS},
                "pattern": {"shape": pattern, "fgcolor": GREY, "size": 6, "solidity": 0.25, "fillmode": "overlay"},
            },
        )  # fmt: skip
    points = [(x, y) for row in rows if row["territory_id"] not in outlines for x, y in marks(row)]
    if points:
        figure.add_scatter(
            x=[x for x, _ in points], y=[y for _, y in points], mode="markers", name=name, hoverinfo="skip",
            showlegend=not inside,
            marker={
                "size": 8 if color == NOTHING else MARK, "color": color, "symbol": _symbol(pattern),
                "line": {"width": 1.5, "color": INK},
            },
        )  # fmt: skip


def _is_ground(figure: Chart, color: str) -> bool:
    """Whether what lies under the map shows already the territories of this colour."""
    return figure.ground is not None and figure.ground.is_filled and color == NOTHING


def _covered(figure: Chart) -> set[str]:
    assert figure.ground is not None, "areas are drawn over a ground"
    return figure.ground.covered


def _fill(figure: Chart, level: str, rings: Sequence[composition.Ring], color: str, pattern: str) -> None:
    figure.add_scatter(
        **lines(rings), mode="lines", fill="toself", fillcolor=color, hoverinfo="skip", line=border(level),
        showlegend=False,
        fillpattern={"shape": pattern, "fgcolor": GREY, "bgcolor": color, "size": 6, "solidity": 0.25},
    )  # fmt: skip


def _symbol(pattern: str) -> str:
    """A mark has no pattern: its form tells what a pattern tells."""
    forms = {
        "": "circle",
        ".": "circle-dot",
        "x": "x",
        "+": "cross",
        "-": "square",
        "/": "diamond",
        "\\": "triangle-right",
    }
    return forms[pattern]


def marks(row: dict) -> list[tuple[float, float]]:
    """Everywhere the place of a row is marked, on its small map when it has a `shift`."""
    across, up = row.get("shift", HERE)
    return [(x + across, y + up) for x, y in composition.marks(row["longitude"], row["latitude"], row["region_code"])]


def framed(figure: Chart, height: int = 700) -> Chart:
    """The frames, their names, and as much of the plane as the map takes; `height` in pixels, where the width allows."""
    for label, (left, _bottom, _right, top) in composition.frames():
        _name(figure, (left, top), label, 12 if height > 500 else 8)
    return _laid_out(figure, [HERE], height, 0)


def framed_each(figure: Chart, titles: Sequence[str]) -> Chart:
    """Small maps, each under its title; the frames, which the large map names, are drawn on each."""
    shifts = grid(len(titles))
    west, _south, _east, north = composition.extent()
    for (across, up), title in zip(shifts, titles, strict=True):
        _name(figure, (west + across, north + up + TITLE_ROOM - 0.3), title, 14)
    return _laid_out(figure, shifts, SMALL_HEIGHT * -(-len(titles) // COLUMNS), TITLE_ROOM)


def _name(figure: Chart, corner: tuple[float, float], words: str, size: int) -> None:
    # To the left within its own box: smaller on a phone, it stays where it begins.
    figure.add_annotation(
        x=corner[0], y=corner[1], text=words, showarrow=False, xanchor="left", yanchor="top", align="left",
        font={"size": size, "color": INK},
    )  # fmt: skip


def _laid_out(figure: Chart, shifts: Sequence[Shift], height: int, above: float) -> Chart:
    west, south, east, north = composition.extent()
    corners = [(shift, frame) for shift in shifts for _label, frame in composition.frames()]
    figure.add_scatter(
        **lines([shifted(_rectangle(frame), shift) for shift, frame in corners]), mode="lines",
        line={"width": 1, "color": GREY}, hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    figure.update_layout(
        height=height, hovermode="closest", hoverdistance=40,
        margin={"l": 2, "r": 2, "t": 8, "b": 2},
    )  # fmt: skip
    right, bottom = max(across for across, _ in shifts), min(up for _, up in shifts)
    figure.update_xaxes(visible=False, range=[west - 0.2, east + right + 0.2], constrain="domain")
    figure.update_yaxes(
        visible=False, range=[south + bottom - 0.2, north + above + 0.2], scaleanchor="x", scaleratio=1,
        constrain="domain", constraintoward="top",
    )  # fmt: skip
    return figure


def _rectangle(frame: tuple[float, float, float, float]) -> composition.Ring:
    left, bottom, right, top = frame
    return [left, right, right, left, left], [bottom, bottom, top, top, bottom]
