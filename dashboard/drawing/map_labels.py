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
    figure: Chart, rows: Sequence[dict], value: Callable[[dict], str], others: Sequence[dict] = (), width: float = WIDTH
) -> None:
    """The name of each row and its value beside its mark, `mark` pixels wide; the first rows have the first choice.

    `others` are marks without words, which no words may cover; `width` is that of the map, in pixels.
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
            free = (each for each in sides if _holds(edges, each[1]) and not any(_meet(each[1], one) for one in taken))
            found = next(free, None)
            if found:
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


def _holds(edges: tuple[float, float], box: Box) -> bool:
    """Whether words stand between the west and the east of the map: beyond, they would be cut."""
    return edges[0] <= box[0] and box[2] <= edges[1]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
