"""The flat thematic map: shades for ratios and shares, circles for numbers, on the composed map of France.

Drawn as filled lines and not as tiles: sharp at any size, hatched where a figure is missing, the same on paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import plotly.graph_objects as go
import polars as pl

from dashboard import labels
from dashboard.chart_style import AXIS, BLUE, GREY, INK, RED, TEMPLATE
from geo import composition

SHADES = ("#e3e3fd", "#b1b1f9", "#8585f6", "#4646d8", "#000091")
NOTHING = "#f6f6f6"
LARGEST_MARK = 54
SMALLEST_MARK = 5
# How what is no value is told: by a pattern and a word, never by a shade.
MISSING = {
    "no_data": ("aucun chiffre imprimé", NOTHING, ""),
    "zero": ("zéro imprimé", "#ffffff", "."),
    "not_applicable": ("sans objet", "#dddddd", "x"),
    "suppressed": ("secret", "#dddddd", "+"),
    "not_measured": ("non mesuré", "#ffffff", "-"),
    "not_transmitted": ("non transmis ou illisible", "#ffffff", "/"),
    "bound": ("intervalle ou borne", "#ffffff", "\\"),
}


@dataclass(frozen=True)
class Subject:
    """What a map shows: the column it draws and how it is put into words; classes are bounds of `queries.classes`."""

    level: str
    column: str
    words: Sequence[str]
    places: Sequence[int | None]
    chosen: Sequence[str] = ()


def shades(frame: pl.DataFrame, subject: Subject, backdrop: str) -> go.Figure:
    """A choropleth; a territory without an outline of its own at this scale is a mark of the same shade."""
    figure = _ground(backdrop if subject.level == "contrat" else subject.level)
    rows = _rows(frame, subject)
    for place, words in enumerate(subject.words):
        own = [row for row in rows if row["class"] == place]
        shade = _shade(place, len(subject.words))
        if own:
            _areas(figure, subject.level, own, f"{words} ({labels.number(len(own))})", shade, "")
    for status, (words, color, pattern) in MISSING.items():
        own = [row for row in rows if row["class"] is None and row["status"] == status]
        if own:
            _areas(figure, subject.level, own, f"{words} ({labels.number(len(own))})", color, pattern)
    _doubts(figure, rows)
    _chosen(figure, rows, subject.chosen)
    _targets(figure, rows)
    return _framed(figure)


def circles(frame: pl.DataFrame, subject: Subject, backdrop: str) -> go.Figure:
    """Circles whose surface is the number; a territory that has none is hatched or left as it is."""
    figure = _ground(backdrop if subject.level == "contrat" else subject.level)
    rows = _rows(frame, subject)
    for status, (words, color, pattern) in MISSING.items():
        own = [row for row in rows if row["status"] == status and row[subject.column] in (None, 0)]
        if own:
            _areas(figure, subject.level, own, f"{words} ({labels.number(len(own))})", color, pattern)
    drawn = sorted((row for row in rows if row[subject.column]), key=lambda row: -row[subject.column])
    largest = max((row[subject.column] for row in drawn), default=1)
    places = [(row, x, y) for row in drawn for x, y in _marks(row)[:1]]
    figure.add_scatter(
        x=[x for _, x, _ in places],
        y=[y for _, _, y in places],
        mode="markers",
        name=f"surface proportionnelle au nombre ({labels.number(len(drawn))})",
        marker={
            "size": [_diameter(row[subject.column], largest) for row, _, _ in places],
            "color": BLUE,
            "opacity": 0.75,
            "line": {"width": 1, "color": "#ffffff"},
        },
        hoverinfo="skip",
    )
    _scale(figure, largest, "\u00a0€" if drawn and drawn[0]["unit"] == "eur" else "")
    _doubts(figure, rows)
    _chosen(figure, rows, subject.chosen)
    _targets(figure, rows)
    return _framed(figure)


def situation(territory: dict) -> go.Figure:
    """Where a territory lies: its département among the régions, and a star where it is."""
    figure = _ground("region", keep=3)
    own = composition.rings("departement").get(f"dep-{territory['departement_code']}", [])
    figure.add_scatter(
        **_lines(own), mode="lines", fill="toself", fillcolor=SHADES[0], line={"width": 1, "color": BLUE},
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    places = _marks(territory)
    figure.add_scatter(
        x=[x for x, _ in places], y=[y for _, y in places], mode="markers", showlegend=False, hoverinfo="text",
        hovertext=[territory["name"]] * len(places), marker={"size": 12, "color": BLUE, "symbol": "star"},
    )  # fmt: skip
    return _framed(figure, height=380)


def _rows(frame: pl.DataFrame, subject: Subject) -> list[dict]:
    """The rows to draw, each with its place in the frame and its class."""
    return [
        {**row, "place_in_frame": place, "class": subject.places[place]}
        for place, row in enumerate(frame.iter_rows(named=True))
        if is_drawn(row)
    ]


def is_drawn(row: dict) -> bool:
    """One figure of each territory that has a place."""
    return row["place"] == 1 and row["longitude"] is not None


def _ground(level: str, keep: int = 1) -> go.Figure:
    """The outlines, for the eye to know where it is; of a small drawing one point in `keep` is enough."""
    figure = go.Figure()
    figure.add_scatter(
        **_lines([(x[::keep], y[::keep]) for rings in composition.rings(level).values() for x, y in rings]),
        mode="lines", line=_border(level), hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    return figure


def _border(level: str) -> dict[str, object]:
    """Thinner where there are many."""
    return {"width": 0.3 if level == "epci" else 0.6, "color": AXIS}


def _areas(figure: go.Figure, level: str, rows: list[dict], name: str, color: str, pattern: str) -> None:
    """Territories of one colour and pattern: areas where they have an outline, marks where they have none."""
    outlines = composition.rings(level) if level != "contrat" else {}
    inside = [row for row in rows if row["territory_id"] in outlines]
    rings = [ring for row in inside for ring in outlines[row["territory_id"]]]
    if rings:
        figure.add_scatter(
            **_lines(rings), mode="lines", fill="toself", fillcolor=color, hoverinfo="skip",
            line=_border(level), showlegend=False,
            fillpattern={"shape": pattern, "fgcolor": GREY, "bgcolor": color, "size": 6, "solidity": 0.25},
        )  # fmt: skip
        # A bar that is not there: its sign in the legend bears the pattern, which that of a line does not.
        figure.add_bar(
            x=[None], y=[None], name=name, hoverinfo="skip",
            marker={
                "color": color, "line": {"width": 1, "color": AXIS},
                "pattern": {"shape": pattern, "fgcolor": GREY, "size": 6, "solidity": 0.25, "fillmode": "overlay"},
            },
        )  # fmt: skip
    points = [(x, y) for row in rows if row["territory_id"] not in outlines for x, y in _marks(row)]
    if points:
        figure.add_scatter(
            x=[x for x, _ in points], y=[y for _, y in points], mode="markers", name=name, hoverinfo="skip",
            showlegend=not rings,
            marker={
                "size": 8 if color == NOTHING else 13, "color": color, "symbol": _symbol(pattern),
                "line": {"width": 1.5, "color": INK},
            },
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


def _shade(place: int, count: int) -> str:
    """The lightest for the lowest; few classes are spread over the whole scale."""
    return SHADES[round(place * (len(SHADES) - 1) / (count - 1))] if count > 1 else SHADES[2]


def _doubts(figure: go.Figure, rows: list[dict]) -> None:
    """A ring around what is of low confidence, or contradicted by another source."""
    doubtful = [
        row for row in rows if row["status"] != "no_data" and (row["confidence"] == "L" or row["is_contradictory"])
    ]
    points = [point for row in doubtful for point in _marks(row)[:1]]
    if points:
        figure.add_scatter(
            x=[x for x, _ in points], y=[y for _, y in points], mode="markers", hoverinfo="skip",
            name=f"confiance basse ou sources contradictoires ({labels.number(len(doubtful))})",
            marker={"size": 20, "color": RED, "symbol": "circle-open", "line": {"width": 2, "color": RED}},
        )  # fmt: skip


def _chosen(figure: go.Figure, rows: list[dict], territories: Sequence[str]) -> None:
    """A star on the territories that the reader compares."""
    own = [row for row in rows if row["territory_id"] in territories]
    points = [point for row in own for point in _marks(row)[:1]]
    if points:
        figure.add_scatter(
            x=[x for x, _ in points], y=[y for _, y in points], mode="markers", hoverinfo="skip",
            name=f"territoires comparés ({labels.number(len(own))})",
            marker={"size": 15, "color": "#ffffff", "symbol": "star", "line": {"width": 1.5, "color": INK}},
        )  # fmt: skip


def _targets(figure: go.Figure, rows: list[dict]) -> None:
    """Unseen marks over each territory: they tell its figure under the pointer, and can be clicked."""
    marks = [(row, x, y) for row in rows for x, y in _marks(row)]
    figure.add_scatter(
        x=[x for _, x, _ in marks], y=[y for _, _, y in marks], mode="markers", showlegend=False,
        marker={"size": 22, "opacity": 0}, hovertext=[row_words(row) for row, _, _ in marks], hoverinfo="text",
        customdata=[row["place_in_frame"] for row, _, _ in marks],
    )  # fmt: skip


def _scale(figure: go.Figure, largest: float, unit: str) -> None:
    """Three circles to read the others by, in the sea above the east."""
    _west, _south, east, north = composition.extent()
    amounts = [_round(largest), _round(largest / 4), _round(largest / 16)]
    figure.add_scatter(
        x=[east - 1.4] * 3, y=[north - 0.9 - 1.4 * place for place in range(3)],
        mode="markers+text", text=[f"{labels.number(amount)}{unit} " for amount in amounts], textposition="middle left",
        marker={
            "size": [_diameter(amount, largest) for amount in amounts], "color": "#ffffff",
            "line": {"width": 1.5, "color": BLUE},
        },
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip


def _round(amount: float) -> float:
    """One significant digit, never above: 13 934 -> 10 000."""
    if amount <= 1:
        return 1
    size = 10 ** (len(str(int(amount))) - 1)
    return int(amount / size) * size


def _diameter(amount: float, largest: float) -> float:
    return max(SMALLEST_MARK, LARGEST_MARK * sqrt(amount / largest))


def _marks(row: dict) -> list[tuple[float, float]]:
    return composition.marks(row["longitude"], row["latitude"], row["region_code"])


def _lines(rings: Sequence[composition.Ring]) -> dict[str, list[float | None]]:
    """Rings as one line with gaps."""
    x: list[float | None] = []
    y: list[float | None] = []
    for across, up in rings:
        x += [*across, None]
        y += [*up, None]
    return {"x": x, "y": y}


def _framed(figure: go.Figure, height: int = 700) -> go.Figure:
    west, south, east, north = composition.extent()
    for label, (left, bottom, right, top) in composition.frames():
        figure.add_scatter(
            x=[left, right, right, left, left], y=[bottom, bottom, top, top, bottom], mode="lines",
            line={"width": 1, "color": GREY}, hoverinfo="skip", showlegend=False,
        )  # fmt: skip
        figure.add_annotation(
            x=left, y=top, text=label, showarrow=False, xanchor="left", yanchor="top",
            font={"size": 12 if height > 500 else 8, "color": INK},
        )  # fmt: skip
    figure.update_layout(template=TEMPLATE, height=height, hovermode="closest", hoverdistance=40)
    figure.update_xaxes(visible=False, range=[west - 0.2, east + 0.2], constrain="domain")
    figure.update_yaxes(
        visible=False, range=[south - 0.2, north + 0.2], scaleanchor="x", scaleratio=1,
        constrain="domain", constraintoward="top",
    )  # fmt: skip
    return figure


def row_words(row: dict) -> str:
    """A territory's figure with its year, nature and degree of confidence, or why there is none."""
    name = f"<b>{row['territory_name']}</b>"
    if row["status"] in MISSING and row["status"] not in ("zero", "bound"):
        return f"{name}<br>{MISSING[row['status']][0]}"
    figure = labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])
    rate = f"<br>{labels.number(row['value_per_1000'], 2)} pour 1\u202f000 habitants" if row["value_per_1000"] else ""
    doubt = "<br>confiance basse" if row["confidence"] == "L" else ""
    return f"{name}<br>{figure} ({labels.NATURES[row['nature']]}, {row['year']}){rate}{doubt}"
