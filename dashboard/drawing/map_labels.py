"""Names and values beside the marks of a map, where they are few: each where it covers neither a mark nor another.

What finds no room is not written: the list beside the map and the pointer say it.
"""

from collections.abc import Callable, Iterator, Sequence

from dashboard.drawing import france
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import INK
from geo import composition
from geo.composition import Frames

MOST = 12  # of a map: more would leave no land to see
WIDTH = 760  # pixels of a map beside its list
SIZE, LETTER, LINE = 13, 6.8, 16  # pixels: of the letters, across one of them, from a line to the next
ASIDE = 4  # pixels between a mark and its words
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top, in pixels


def written(
    figure: Chart, rows: Sequence[dict], value: Callable[[dict], str], others: Sequence[dict] = (), width: float = WIDTH,
    is_all: bool = False,
) -> None:  # fmt: skip
    """The name of each row and its value beside its mark, `mark` pixels wide; the first rows have the first choice.

    `others` are marks without words, which no words may cover; `width` is that of the map, in pixels. All
    are written where `is_all`, those without room where they hide least.
    """
    frames = figure.ground.frames if figure.ground else composition.EVERY
    scale = _pixels(frames, width)
    west, _south, east, _north = composition.extent(frames)
    edges = west * scale, east * scale
    taken = [_around(_seen(at, scale), row["mark"] / 2) for row in (*rows, *others) for at in france.marks(row)]
    told: list[tuple[Point, str, str, float]] = []
    for row in rows:
        for at in france.marks(row)[-1:]:  # where the map enlarges, there
            words = f"{row['territory_name']}<br><b>{value(row)}</b>"
            sides = _sides(_seen(at, scale), row["mark"] / 2, words)
            found = min(sides, key=lambda each: _hidden(each[1], taken, edges))
            if is_all or not _hidden(found[1], taken, edges):
                taken.append(found[1])
                told.append((at, words, found[0], row["mark"]))
    if told:
        _write(figure, told)


def _write(figure: Chart, told: Sequence[tuple[Point, str, str, float]]) -> None:
    figure.add_scatter(
        x=[at[0] for at, *_ in told], y=[at[1] for at, *_ in told], mode="markers+text",
        text=[words for _, words, *_ in told], textposition=[side for _, _, side, _ in told],
        textfont={"size": SIZE, "color": INK}, hoverinfo="skip", showlegend=False,
        cliponaxis=False,
        # Unseen marks as large as those they name: the words stand beside them.
        marker={"size": [mark for *_, mark in told], "opacity": 0},
    )  # fmt: skip


def _pixels(frames: Frames, width: float) -> float:
    """How many make a degree of the plane."""
    west, south, east, north = composition.extent(frames)
    return min(france.PLANE / (north - south), width / (east - west))


def _seen(at: Point, scale: float) -> Point:
    return at[0] * scale, at[1] * scale


def _around(at: Point, radius: float) -> Box:
    return at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius


def _sides(at: Point, radius: float, words: str) -> Iterator[tuple[str, Box]]:
    """Where words may stand, the best first, and what they cover there."""
    lines = words.replace("<b>", "").replace("</b>", "").split("<br>")
    wide, high = LETTER * max(map(len, lines)), LINE * len(lines)
    (x, y), far = at, radius + ASIDE
    yield "middle right", (x + far, y - high / 2, x + far + wide, y + high / 2)
    yield "middle left", (x - far - wide, y - high / 2, x - far, y + high / 2)
    yield "top center", (x - wide / 2, y + far, x + wide / 2, y + far + high)
    yield "bottom center", (x - wide / 2, y - far - high, x + wide / 2, y - far)
    yield "top right", (x + far, y + far, x + far + wide, y + far + high)
    yield "bottom right", (x + far, y - far - high, x + far + wide, y - far)
    yield "top left", (x - far - wide, y + far, x - far, y + far + high)
    yield "bottom left", (x - far - wide, y - far - high, x - far, y - far)


def _hidden(box: Box, taken: Sequence[Box], edges: tuple[float, float]) -> float:
    """How much of what is taken words would cover, and how much of them would be cut at the west or the east of the map."""
    cut = max(edges[0] - box[0], 0) + max(box[2] - edges[1], 0)
    return sum(_shared(box, one) for one in taken) + cut * (box[3] - box[1])


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes have in common."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across * up if across > 0 and up > 0 else 0.0
