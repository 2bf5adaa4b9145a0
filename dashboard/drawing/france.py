"""The composed map of France as a Plotly figure: its ground, areas, marks and frames, whatever is told by them.

Drawn as filled lines and not as tiles: sharp at any size, hatched where a figure is missing, the same on paper.
"""

from collections.abc import Iterable, Sequence

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import AXIS, GREY, INK
from dashboard.drawing.ground import HERE, Ground, Shift, border, lines, shifted
from dashboard.drawing.map_looks import NOTHING, Pattern
from geo import composition
from geo.composition import EVERY, Frames

MARK = 13  # pixels of a territory that has no outline
OVER, TARGET = 18, 22  # pixels around the middle of a territory, where it is clicked
COLUMNS = 2  # of small maps: a phone shows no more
TITLE_ROOM = 2.4  # degrees above a small map
HEIGHT, SMALL_HEIGHT = 640, 350  # pixels of a map, and of a small one and its title
EXACT = 4  # digits of a place, in degrees: a dozen metres; unrounded ones are a tenth of what a page of a map sends
PLANE = 560  # pixels of a map that its legend leaves to the plane


def grounded(
    level: str, keep: int = 1, shifts: Sequence[Shift] = (HERE,), is_filled: bool = False, frames: Frames = EVERY
) -> Chart:
    """A map of nothing yet: the outlines, for the eye to know where it is; of a small one a point in `keep` is enough."""
    figure = Chart()
    figure.ground = Ground(level, keep, shifts, is_filled, frames=frames)
    return figure


def frames_of(region_codes: Iterable[str | None]) -> Frames:
    """The frames that hold something of these régions: an empty one would only take room."""
    known = set(region_codes)
    return Frames(bool(known & composition.OVERSEAS_REGIONS), composition.ENLARGED_REGION in known)


def grid(count: int, frames: Frames = EVERY) -> list[Shift]:
    """Where small maps stand, from left to right and downwards."""
    west, south, east, north = composition.extent(frames)
    across, down = east - west + 0.8, north - south + TITLE_ROOM
    return [(place % COLUMNS * across, -(place // COLUMNS) * down) for place in range(count)]


def areas(
    figure: Chart, level: str, rows: list[dict], name: str, color: str, pattern: Pattern, mark: int | None = None
) -> None:  # fmt: skip
    """Territories of one colour and pattern: areas where they have an outline, marks where they have none.

    The size of a mark tells what a pattern does, or its form where no size is given. Of no territory, the sign of the
    legend alone is drawn.
    """
    outlines = composition.rings(level, _frames(figure)) if level != "contrat" else {}
    inside = [row for row in rows if row["territory_id"] in outlines]
    if inside or not rows:
        if not _is_ground(figure, color) and inside:
            rings = [shifted(ring, row.get("shift", HERE)) for row in inside for ring in outlines[row["territory_id"]]]
            _fill(figure, level, rings, color, pattern)
            _covered(figure).update(row["territory_id"] for row in inside)
        # A bar that is not there: its sign in the legend bears the pattern, which that of a line does not.
        figure.add_bar(
            x=[None], y=[None], name=name, hoverinfo="skip",
            marker={
                "color": color, "line": {"width": 1, "color": AXIS},
                "pattern": pattern.over(fillmode="overlay"),
            },
        )  # fmt: skip
    points = [(x, y) for row in rows if row["territory_id"] not in outlines for x, y in marks(row)]
    if points:
        figure.add_scatter(
            x=[x for x, _ in points], y=[y for _, y in points], mode="markers", name=name, hoverinfo="skip",
            showlegend=not inside,
            marker={
                "size": 8 if color == NOTHING else mark or MARK, "color": color,
                "symbol": "circle" if color == NOTHING or mark else _symbol(pattern.shape),
                "line": {"width": 1.5, "color": INK},
            },
        )  # fmt: skip


def _is_ground(figure: Chart, color: str) -> bool:
    """Whether what lies under the map shows already the territories of this colour."""
    return figure.ground is not None and figure.ground.is_filled and color == NOTHING


def _covered(figure: Chart) -> set[str]:
    assert figure.ground is not None, "areas are drawn over a ground"
    return figure.ground.covered


def _frames(figure: Chart) -> Frames:
    assert figure.ground is not None, "a map has a ground"
    return figure.ground.frames


def _fill(figure: Chart, level: str, rings: Sequence[composition.Ring], color: str, pattern: Pattern) -> None:
    figure.add_scatter(
        **lines(rings), mode="lines", fill="toself", fillcolor=color, hoverinfo="skip", line=border(level),
        showlegend=False,
        fillpattern=pattern.over(bgcolor=color),
    )  # fmt: skip


def _symbol(pattern: str) -> str:
    """A mark has no pattern: its form tells what a pattern tells."""
    forms = {
        "": "circle",
        ".": "pentagon",
        "x": "x",
        "+": "cross",
        "-": "square",
        "/": "diamond",
        "\\": "triangle-right",
        "|": "circle-dot",
    }
    return forms[pattern]


def marks(row: dict) -> list[tuple[float, float]]:
    """Everywhere the place of a row is marked, on its small map when it has a `shift`, in the `frames` that are drawn."""
    across, up = row.get("shift", HERE)
    found = composition.marks(row["longitude"], row["latitude"], row["region_code"], row.get("frames", EVERY))
    return [(round(x + across, EXACT), round(y + up, EXACT)) for x, y in found]


def around(figure: Chart, rows: list[dict], name: str, symbol: str, color: str, room: float) -> None:
    """An open form around each mark, so many pixels larger: it hides nothing of what the mark says."""
    places = [(row, x, y) for row in rows for x, y in marks(row)]
    figure.add_scatter(
        x=[x for _, x, _ in places], y=[y for _, _, y in places], mode="markers", hoverinfo="skip", name=name,
        marker={
            "size": [row["mark"] + room for row, _, _ in places], "color": color, "symbol": symbol,
            "line": {"width": 2, "color": color},
        },
    )  # fmt: skip


def ring(marks: Sequence[float], is_over: bool = False) -> dict[str, object]:
    """Unseen rings around marks so wide, large enough to be clicked; one that is chosen is seen, as wide as `meta` says.

    Of two under the pointer Plotly takes the smaller: those of marks that lie `over` others are.
    """
    wide = [max(TARGET, mark + 9) for mark in marks]
    return {
        "meta": wide,
        "marker": {
            "symbol": "circle-open", "size": OVER if is_over else wide, "opacity": 0, "color": INK,
            "line": {"width": 3, "color": INK},
        },
        "selected": {"marker": {"opacity": 1, "color": INK}},
    }  # fmt: skip


def framed(figure: Chart, height: int = HEIGHT, overseas: str = "") -> Chart:
    """The frames, their names, and as much of the plane as the map takes; `height` in pixels, where the width allows.

    `overseas` is said in the place of the frames of overseas France, where they would hold nothing.
    """
    frames = _frames(figure)
    for label, (left, _bottom, _right, top) in composition.frames(frames):
        _name(figure, (left, top), label, 12 if height > 500 else 8)
    if overseas and not frames.has_overseas:
        west, south, _east, _north = composition.extent(frames)
        _name(figure, (west, south + 0.5), overseas, 12)
    return _laid_out(figure, [HERE], height, 0)


def framed_each(figure: Chart, titles: Sequence[str]) -> Chart:
    """Small maps, each under its title; the frames, which the large map names, are drawn on each."""
    frames = _frames(figure)
    shifts = grid(len(titles), frames)
    west, _south, _east, north = composition.extent(frames)
    for (across, up), title in zip(shifts, titles, strict=True):
        _name(figure, (west + across, north + up + TITLE_ROOM - 0.3), title, 14)
    return _laid_out(figure, shifts, SMALL_HEIGHT * -(-len(titles) // COLUMNS), TITLE_ROOM)


def _name(figure: Chart, corner: tuple[float, float], words: str, size: int) -> None:
    # To the left within its own box: smaller on a phone, it stays where it begins.
    figure.add_annotation(
        x=corner[0], y=corner[1], text=words, showarrow=False, xanchor="left", yanchor="top", align="left",
        font={"size": size, "color": INK},
    )  # fmt: skip


def measured_in(figure: Chart, unit: str) -> Chart:
    """The map, its legend headed by the unit of what it shows: « € pour 1 000 habitants »."""
    figure.update_layout(legend={"title": {"text": unit, "side": "top", "font": {"size": 13, "color": INK}}})
    return figure


def _laid_out(figure: Chart, shifts: Sequence[Shift], height: int, above: float) -> Chart:
    frames = _frames(figure)
    west, south, east, north = composition.extent(frames)
    corners = [(shift, frame) for shift in shifts for _label, frame in composition.frames(frames)]
    if corners:
        figure.add_scatter(
            **lines([shifted(_rectangle(frame), shift) for shift, frame in corners]), mode="lines",
            line={"width": 1, "color": GREY}, hoverinfo="skip", showlegend=False,
        )  # fmt: skip
    _keep_colours(figure)
    figure.update_layout(
        height=height, hovermode="closest", hoverdistance=40, dragmode="pan",
        margin={"l": 2, "r": 2, "t": 2, "b": 2}, legend={"yanchor": "top", "y": 0},
    )  # fmt: skip
    right, bottom = max(across for across, _ in shifts), min(up for _, up in shifts)
    figure.update_xaxes(
        visible=False, range=[west - 0.2, east + right + 0.2], constrain="domain", fixedrange=False,
    )  # fmt: skip
    figure.update_yaxes(
        visible=False, range=[south + bottom - 0.2, north + above + 0.2], scaleanchor="x", scaleratio=1,
        constrain="domain", constraintoward="top", fixedrange=False,
    )  # fmt: skip
    return figure


def _keep_colours(figure: Chart) -> None:
    """What is not chosen keeps its look: a faded mark would no longer be of a colour of the legend."""
    for trace in figure.data:
        if trace["type"] == "scatter" and "markers" in trace["mode"]:
            trace.setdefault("unselected", {"marker": {"opacity": trace["marker"].get("opacity", 1)}})
        if trace["type"] == "scatter" and "text" in trace["mode"]:
            color = trace.get("textfont", {}).get("color", INK)
            trace["unselected"] = {**trace.get("unselected", {}), "textfont": {"color": color}}


def _rectangle(frame: tuple[float, float, float, float]) -> composition.Ring:
    left, bottom, right, top = frame
    return [left, right, right, left, left], [bottom, bottom, top, top, bottom]
