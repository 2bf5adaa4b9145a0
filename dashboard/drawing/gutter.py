"""Charts of rows: names in a gutter at the left, a mark and its words, a period at the right; 24 pixels a row.

Rows stand at numbers, from the top, so that one name may come in several panels.
"""

from collections.abc import Callable, Mapping, Sequence
from textwrap import wrap

import polars as pl

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import INK, MUTED
from dashboard.drawing.charts import ALIKE, Group, placed

ROW = 24  # pixels
GUTTER, LONGEST = 166, 26  # pixels, and the signs of a name that they hold
THICK = 0.65  # of a row, a bar
LETTER = 5.8  # pixels of a sign of 12, nearly
BESIDE = 14  # pixels from the middle of a mark to the end of the room between it and its words
WIDTH = 358  # of a chart on the narrowest screen
MOST_STRETCHED = 2.1  # times the largest value: beyond, words may come near the period
ABOVE, BELOW = 4, 76  # pixels around the rows: below are the axis, its title and the legend
SMALL = {"size": 12, "color": INK}
LONGEST_TITLE = 34  # signs of the title of an axis that a phone holds in a line
GREYED = "#666666"
HOVER_WIDTH = 52  # signs
LONGEST_WORDS = 18  # signs that a phone holds beside a bar
# Ticks of an axis whose numbers are as long as this one, or that has no more room than this, for them not to touch.
FEW_TICKS, LONG, NARROW = 3, 100_000, 100
Span = tuple[float, float]  # where a bar begins and ends


def shortened(name: str) -> str:
    """A name that the gutter holds; a longer one is whole where the pointer stops."""
    if len(name) <= LONGEST:
        return name
    return f"{name[: LONGEST - 1].rpartition(' ')[0]}…"


def hovered(*lines: str) -> str:
    """What the pointer shows, in lines that a phone holds."""
    return "<br>".join(part for line in lines for part in wrap(line, HOVER_WIDTH, break_long_words=False))


def rows_chart(
    names: Mapping[float, str], depth: float, title: str, reach: float, periods: Mapping[float, str]
) -> Chart:  # fmt: skip
    """A chart without marks yet, `depth` rows high: `names` and `periods` by the place of their row.

    The axis goes to `reach`: see `scale`.
    """
    height, titles = ROW * depth, wrap(title, LONGEST_TITLE)
    are_few = reach >= LONG or _room(periods) < NARROW
    more = 15 * (len(titles) - 1)  # pixels
    figure = Chart(
        height=round(ABOVE + height + BELOW + more),
        margin={"l": GUTTER, "r": _right(periods), "t": ABOVE, "b": BELOW + more},
        barmode="overlay",
        bargap=0.35,  # for pictures, which know no thickness of a bar
        legend={"yanchor": "top", "y": -(44 + more) / height},
    )
    figure.update_yaxes(
        range=[depth, 0], tickvals=list(names), ticktext=[shortened(name) for name in names.values()],
        tickfont=SMALL, showgrid=False, zeroline=False, automargin=False, ticks="outside", ticklen=5, tickcolor="#ffffff",
    )  # fmt: skip
    figure.update_xaxes(
        title={"text": "<br>".join(titles), "font": {"size": 12}, "standoff": 4}, range=[0, reach], tickformat=",.0f",
        tickfont={"size": 12}, tickangle=0, nticks=FEW_TICKS if are_few else 5, showline=True, automargin=False,
    )  # fmt: skip
    for place, words in periods.items():
        figure.add_annotation(
            x=1, xref="paper", y=place, xanchor="left", xshift=4, text=words, showarrow=False,
            font={"size": 12, "color": GREYED},
        )  # fmt: skip
    return figure


def _room(periods: Mapping[float, str]) -> int:
    """Pixels that names and periods leave to the axis on the narrowest screen."""
    return WIDTH - GUTTER - _right(periods)


def _right(periods: Mapping[float, str]) -> int:
    lengths = [len(words) - 0.6 * words.count("\u202f") for words in periods.values()]  # a narrow space takes less
    return 8 + round(LETTER * 1.15 * max(lengths, default=0))


def scale(
    told: Sequence[tuple[Span, str]], periods: Mapping[float, str], is_either_side: bool = False
) -> tuple[float, list[str]]:  # fmt: skip
    """How far the axis goes for each span to have its words beside it on the narrowest screen, and on which side they stand.

    At the right, or, where marks leave room for them, at the left of those that are too near the end.
    """
    room = _room(periods)
    largest = max((end for (_, end), _ in told), default=0)
    reach = 1.06 * largest or 1
    while True:
        sides = [
            _side(room * start / reach, room * end / reach, BESIDE + LETTER * _longest(words), room, is_either_side)
            for (start, end), words in told
        ]
        if all(sides) or reach > MOST_STRETCHED * largest:
            return reach, [f"middle {side or 'right'}" for side in sides]
        reach *= 1.05


def _longest(words: str) -> int:
    """How many signs the longest line has."""
    return max(map(len, words.split("<br>")))


def _in_lines(words: str) -> str:
    """A range that a phone does not hold beside its bar, in two lines."""
    return words.replace(" à ", "<br>à ") if len(words) > LONGEST_WORDS else words


def _side(start: float, end: float, width: float, room: float, is_either_side: bool) -> str:
    if end + width <= room:
        return "right"
    return "left" if is_either_side and start >= width else ""


def heading(figure: Chart, place: float, words: str, more: str) -> None:
    """What a panel is headed with, from the left edge: a line in bold and a smaller one, above the row at `place`."""
    for above, text, color in ((1.35, f"<b>{words}</b>", INK), (0.65, more, MUTED)):
        figure.add_annotation(
            x=0, xref="paper", xshift=2 - GUTTER, y=place - above, xanchor="left", align="left", text=text,
            showarrow=False, bgcolor="#ffffff", font={"size": 13 if color == INK else 12, "color": color},
        )  # fmt: skip


def bars(
    frame: pl.DataFrame, column: str, title: str, name: Callable[[dict], str], period: Callable[[dict], str],
    words: Callable[[dict], str], group: Callable[[dict], Group] = lambda _row: ALIKE, is_drawn: pl.Expr | None = None,
    span: Callable[[dict], Span] | None = None,
) -> Chart:  # fmt: skip
    """A bar a row that has a value in `column`, which `words` tells; a name is written once, at the first of its periods.

    Where a range alone may be known, `span` says from where to where the bar of a row goes.
    """
    known = placed(frame).filter(pl.col(column).is_not_null() if is_drawn is None else is_drawn)
    rows = list(known.iter_rows(named=True))
    spans = {row["place"]: span(row) if span else (0, row[column]) for row in rows}
    places = {row["place"]: number + 0.5 for number, row in enumerate(rows)}
    periods = {places[row["place"]]: period(row) for row in rows}
    told = {row["place"]: _in_lines(words(row)) for row in rows}
    reach, _ = scale([(spans[row["place"]], told[row["place"]]) for row in rows], periods)
    figure = rows_chart(_first_of_each(places, rows, name), max(len(rows), 1), title, reach, periods)
    for kind in dict.fromkeys(group(row) for row in rows):
        alike = [row for row in rows if group(row) == kind]
        figure.add_bar(
            y=[places[row["place"]] for row in alike],
            x=[high - low for low, high in (spans[row["place"]] for row in alike)],
            base=[spans[row["place"]][0] for row in alike] if span else None,
            orientation="h",
            width=THICK,  # of its own accord a bar is as thick as the rows of its kind are far apart
            name=kind.name or None,
            marker={
                "color": kind.color,
                "pattern": {
                    "shape": kind.pattern, "fgcolor": "#ffffff", "size": 7, "solidity": 0.2, "fillmode": "overlay",
                },
            },
            text=[told[row["place"]] for row in alike],
            textposition="outside",
            constraintext="none",  # of its own accord two lines are as high as the bar
            textfont=SMALL,
            cliponaxis=False,
            hovertext=[f"{name(row)}, {period(row)} : {words(row)}" for row in alike],
            customdata=[row["place"] for row in alike],
            hoverinfo="text",
        )  # fmt: skip
    return figure


def _first_of_each(places: Mapping[int, float], rows: Sequence[dict], name: Callable[[dict], str]) -> dict[float, str]:
    """A name at the first of the rows that bear it one after the other, nothing at the others."""
    before = ["", *(name(row) for row in rows)]
    return {
        places[row["place"]]: "" if name(row) == last else name(row)
        for row, last in zip(rows, before[:-1], strict=True)
    }
