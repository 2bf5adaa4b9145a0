"""Names and values beside the marks of a map, where they are few: each where it covers neither a mark nor another.

Words stand nearer to their own mark than to any other, or a line leads to them from it. What finds no room is not
written: the list beside the map and the pointer say it.
"""

from collections.abc import Callable, Iterator, Sequence
from math import cos, dist, hypot, pi, sin
from typing import NamedTuple

from dashboard.drawing import france
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import INK, MUTED
from geo import composition
from geo.composition import Frames

MOST = 12  # of a map: more would leave no land to see
MOST_SOUGHT = 120  # for which room is sought: among a thousand marks there is none, and finding that out takes a minute
WIDTH = 760  # pixels of a map beside its list
SIZE, LETTER, LINE = 13, 6.8, 16  # pixels: of the letters, across one of them, from a line to the next
ASIDE = 4  # pixels between a mark and its words
Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top, in pixels
Disc = tuple[Point, float]  # a mark: its middle and its radius, in pixels
# Lines that lead to words: how long they may be, in pixels, the shortest first, how many ways they go, and every so many
# pixels of them what they cross.
LEADERS, WAYS, STEP = range(14, 120, 8), 32, 4


class Place(NamedTuple):
    """Where words may stand: what they cover there, on which side of their mark, or at the end of which line."""

    box: Box
    side: str = ""
    line: tuple[Point, ...] = ()  # points of it, from the edge of the mark to the words


def written(
    figure: Chart, rows: Sequence[dict], value: Callable[[dict], str], others: Sequence[dict] = (), width: float = WIDTH,
    is_all: bool = False,
) -> None:  # fmt: skip
    """The name of each row and its value beside its mark, `mark` pixels wide; the first rows have the first choice.

    `others` are marks without words, which no words may cover; `width` is that of the map, in pixels. All
    are written where `is_all`, those without room where they hide least; none of a number of rows that no map has room for.
    """
    if len(rows) > MOST_SOUGHT:
        return
    frames = figure.ground.frames if figure.ground else composition.EVERY
    scale = _pixels(frames, width)
    west, _south, east, _north = composition.extent(frames)
    edges = west * scale, east * scale
    marks = [(_seen(at, scale), row["mark"] / 2) for row in (*rows, *others) for at in france.marks(row)]
    taken = [_around(*mark) for mark in marks]
    told: list[tuple[Point, str, Place, float]] = []
    without: list[tuple[Point, str, Disc, float]] = []
    for row in rows:
        for at in france.marks(row)[-1:]:  # where the map enlarges, there
            words, own = f"{row['territory_name']}<br><b>{value(row)}</b>", (_seen(at, scale), row["mark"] / 2)
            if place := _beside(own, words, marks, taken, edges):
                taken.append(place.box)
                told.append((at, words, place, row["mark"]))
            else:
                without.append((at, words, own, row["mark"]))
    for at, words, own, mark in without if is_all else ():
        place = _led(own, words, [box for box in taken if box != _around(*own)], edges)
        taken += [place.box, *(_around(point, 1) for point in place.line)]
        told.append((at, words, place, mark))
    _write_beside(figure, [each for each in told if not each[2].line])
    for at, words, place, mark in told:
        if place.line:
            _write_led(figure, at, words, place, _seen(at, scale), mark)


def _write_beside(figure: Chart, told: Sequence[tuple[Point, str, Place, float]]) -> None:
    if not told:
        return
    figure.add_scatter(
        x=[at[0] for at, *_ in told], y=[at[1] for at, *_ in told], mode="markers+text",
        text=[words for _, words, *_ in told], textposition=[place.side for _, _, place, _ in told],
        textfont={"size": SIZE, "color": INK}, hoverinfo="skip", showlegend=False,
        cliponaxis=False,
        # Unseen marks as large as those they name: the words stand beside them.
        marker={"size": [mark for *_, mark in told], "opacity": 0},
    )  # fmt: skip


def _write_led(figure: Chart, at: Point, words: str, place: Place, seen: Point, mark: float) -> None:
    """Words in the middle of their box, as many pixels away at every size of the map, and the line that leads to them."""
    left, bottom, right, top = place.box
    align = "left" if left > seen[0] else "right" if right < seen[0] else "center"  # letters at the end of the line
    figure.add_annotation(
        x=at[0], y=at[1], ax=round((left + right) / 2 - seen[0], 1), ay=round(seen[1] - (bottom + top) / 2, 1), text=words,
        showarrow=True, arrowhead=0, arrowwidth=1.5, arrowcolor=MUTED, standoff=mark / 2, align=align,
        font={"size": SIZE, "color": INK},
    )  # fmt: skip


def _pixels(frames: Frames, width: float) -> float:
    """How many make a degree of the plane."""
    west, south, east, north = composition.extent(frames)
    return min(france.PLANE / (north - south), width / (east - west))


def _seen(at: Point, scale: float) -> Point:
    return at[0] * scale, at[1] * scale


def _around(at: Point, radius: float) -> Box:
    return at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius


def _beside(
    own: Disc, words: str, marks: Sequence[Disc], taken: Sequence[Box], edges: tuple[float, float]
) -> Place | None:
    """The first side of their mark where words hide nothing, and their mark is the nearest; none where there is none."""
    sides = (place for place in _sides(*own, words) if _is_nearest(own, place.box, marks))
    return next((place for place in sides if not _hidden(place, taken, edges)), None)


def _led(own: Disc, words: str, taken: Sequence[Box], edges: tuple[float, float]) -> Place:
    """The nearest place, at the end of a line, where words hide nothing; or that where they hide least."""
    least: tuple[float, Place] | None = None
    near = _near(_reach(*own, words), taken)  # of a thousand marks, a few
    for place in _around_it(*own, words):
        hidden = _hidden(place, near, edges)
        if not hidden:
            return place
        least = min(least or (hidden, place), (hidden, place), key=lambda each: each[0])
    assert least is not None
    return least[1]


def _is_nearest(own: Disc, box: Box, marks: Sequence[Disc]) -> bool:
    """Whether words there stand nearer to their own mark than to any other, which a reader would take them for."""
    return all(_apart(own, box) <= _apart(mark, box) for mark in marks)


def _apart(mark: Disc, box: Box) -> float:
    """How far the edge of a mark is from words."""
    (x, y), radius = mark
    left, bottom, right, top = box
    return max(hypot(max(left - x, 0, x - right), max(bottom - y, 0, y - top)) - radius, 0)


def _around_it(at: Point, radius: float, words: str) -> Iterator[Place]:
    """Where words may stand at the end of a line, the nearest first."""
    wide, high = _size(words)
    for length in LEADERS:
        for way in range(WAYS):
            across, up = cos(2 * pi * way / WAYS), sin(2 * pi * way / WAYS)
            far = radius + length
            x, y = at[0] + across * (far + wide / 2), at[1] + up * (far + high / 2)
            box = x - wide / 2, y - high / 2, x + wide / 2, y + high / 2
            yield Place(box, line=_line(at, radius, (x, y), box))


def _reach(at: Point, radius: float, words: str) -> Box:
    """What holds every place that words may have at the end of a line, and the line."""
    (wide, high), (x, y), far = _size(words), at, radius + LEADERS[-1]
    return x - far - wide, y - far - high, x + far + wide, y + far + high


def _line(at: Point, radius: float, to: Point, box: Box) -> tuple[Point, ...]:
    """Points from the edge of a mark towards the middle of words, as far as their edge."""
    whole = dist(at, to)
    steps = range(round(radius), round(whole), STEP)
    points = [(at[0] + (to[0] - at[0]) * step / whole, at[1] + (to[1] - at[1]) * step / whole) for step in steps]
    return tuple(point for point in points if _apart((point, 0), box))


def _size(words: str) -> Point:
    """How wide and how high words are."""
    lines = words.replace("<b>", "").replace("</b>", "").split("<br>")
    return LETTER * max(map(len, lines)), LINE * len(lines)


def _sides(at: Point, radius: float, words: str) -> Iterator[Place]:
    """Where words may stand beside their mark, the best first."""
    wide, high = _size(words)
    (x, y), far = at, radius + ASIDE
    yield Place((x + far, y - high / 2, x + far + wide, y + high / 2), "middle right")
    yield Place((x - far - wide, y - high / 2, x - far, y + high / 2), "middle left")
    yield Place((x - wide / 2, y + far, x + wide / 2, y + far + high), "top center")
    yield Place((x - wide / 2, y - far - high, x + wide / 2, y - far), "bottom center")
    yield Place((x + far, y + far, x + far + wide, y + far + high), "top right")
    yield Place((x + far, y - far - high, x + far + wide, y - far), "bottom right")
    yield Place((x - far - wide, y + far, x - far, y + far + high), "top left")
    yield Place((x - far - wide, y - far - high, x - far, y - far), "bottom left")


def _hidden(place: Place, taken: Sequence[Box], edges: tuple[float, float]) -> float:
    """How much of what is taken words and their line would cover, and how much of them would be cut at the west or the east."""
    box = place.box
    cut = max(edges[0] - box[0], 0) + max(box[2] - edges[1], 0)
    across, up = (*(x for x, _y in place.line), box[0], box[2]), (*(y for _x, y in place.line), box[1], box[3])
    near = _near((min(across), min(up), max(across), max(up)), taken)
    crossed = sum(len(_near((x, y, x, y), near)) for x, y in place.line)
    return sum(_shared(box, one) for one in near) + cut * (box[3] - box[1]) + crossed * LINE * LETTER


def _near(box: Box, taken: Sequence[Box]) -> list[Box]:
    """Those that a box touches."""
    left, bottom, right, top = box
    return [one for one in taken if one[0] <= right and one[2] >= left and one[1] <= top and one[3] >= bottom]


def _shared(one: Box, other: Box) -> float:
    """The area that two boxes have in common."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    up = min(one[3], other[3]) - max(one[1], other[1])
    return across * up if across > 0 and up > 0 else 0.0
