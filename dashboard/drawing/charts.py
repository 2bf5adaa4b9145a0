"""Plotly figures from frames: what is drawn is what the frame says. Knows nothing of the page.

Every mark carries the place of its row in the frame (`customdata`), so that a click on it leads to the row's receipt.
Form tells what colour tells, so that neither is needed alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from textwrap import wrap

import polars as pl

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, GREY, INK, MID_BLUE, PLUM, RED
from dashboard.words import grades, labels
from dashboard.words import ratios as ratios_in_words

NATURE_STYLES = {
    "committed": (BLUE, ""),
    "paid": (BLUE, "."),
    "planned": (MID_BLUE, "/"),
    "ceiling": (PLUM, "x"),
    "requested": (RED, "\\"),
    "realised": (GREY, "+"),
}
GRADE_STYLES = {
    "A": (BLUE, "circle"), "B": (MID_BLUE, "diamond-open"), grades.BOUND: (PLUM, "triangle-right-open"),
    grades.ROUGH: (GREY, "circle-open"),
}  # fmt: skip
BRIEF = {"au moins ": "≥ ", "au plus ": "≤ "}  # what a bound begins with in words, and beside its mark
LONGEST_NAME, LONGEST_LINE = 46, 56  # signs of the name of a line that a phone shows whole, and of each of its lines
LOWER_BOUND, UPPER_BOUND = "triangle-right-open", "triangle-left-open"


def placed(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the place of each row in it."""
    return frame.with_row_index("place")


@dataclass(frozen=True)
class Group:
    """What bars of one kind have in common: their name in the legend, their colour, the pattern over it."""

    name: str
    color: str = BLUE
    pattern: str = ""


ALIKE = Group("")
ROOM, ROOM_FOR_A_RANGE = 1.2, 1.3  # of the largest bar, for what is written beside it


def bars(
    frame: pl.DataFrame, column: str, title: str, line: Callable[[dict], str], words: Callable[[float], str],
    group: Callable[[dict], Group] = lambda _row: ALIKE, is_drawn: pl.Expr | None = None,
    bounds: tuple[str, str] | None = None,
) -> Chart:  # fmt: skip
    """A bar a row that has a value in `column`, told in `words`, under the name that `line` gives it.

    `title` says what is measured. Each `group` has its look and its word; of the rows, those that are `is_drawn`.
    One drawn without a value has a bar from the first of its `bounds` to the second.
    """
    low, high = bounds or (column, column)

    def ends(row: dict) -> tuple[float, float]:
        return (row[low], row[high]) if row[column] is None else (0, row[column])

    def told(row: dict) -> str:
        return words(row[column]) if row[column] is not None else f"de {words(row[low])} à {words(row[high])}"

    known = placed(frame).filter(pl.col(column).is_not_null() if is_drawn is None else is_drawn)
    rows = list(known.iter_rows(named=True))
    lines = [line(row) for row in rows]
    figure = empty(len(dict.fromkeys(lines)), per_line=62)
    for kind in dict.fromkeys(group(row) for row in rows):
        _add_bars(figure, [row for row in rows if group(row) == kind], kind, ends, line, told)
    room = ROOM_FOR_A_RANGE if any(row[column] is None for row in rows) else ROOM
    return horizontal(figure, lines, title, largest=room * max((ends(row)[1] for row in rows), default=0) or 1)


def _add_bars(
    figure: Chart, rows: list[dict], kind: Group, ends: Callable[[dict], tuple[float, float]], line: Callable[[dict], str],
    told: Callable[[dict], str],
) -> None:  # fmt: skip
    figure.add_bar(
        y=[line(row) for row in rows],
        x=[end - start for start, end in map(ends, rows)],
        base=[start for start, _end in map(ends, rows)],
        orientation="h",
        name=kind.name or None,
        # Overlay keeps the colour under the pattern; the default would draw white on white.
        marker={
            "color": kind.color,
            "pattern": {"shape": kind.pattern, "fgcolor": "#ffffff", "size": 7, "solidity": 0.2, "fillmode": "overlay"},
        },
        text=[told(row).replace(" à ", "<br>à ") for row in rows],  # a phone has no room for both ends on a line
        textposition="outside",
        textfont={"size": 13, "color": INK},
        cliponaxis=False,
        hovertext=[f"{line(row)} : {told(row)}" for row in rows],
        customdata=[row["place"] for row in rows],
        hoverinfo="text",
    )


def amounts(frame: pl.DataFrame) -> Chart:
    """Bars of amounts, one line per territory and period, one colour and pattern per nature."""
    bounds = ("amount_low_eur", "amount_high_eur")
    is_drawn = is_drawn_amount(frame) | is_range(*bounds)
    return bars(frame, "amount_eur", "Montant, en euros", _amount_line, labels.euros, of_nature, is_drawn, bounds)


def is_drawn_amount(frame: pl.DataFrame) -> pl.Expr:
    """A total of several years beside amounts of one year would deceive the eye: it is drawn only among its like."""
    is_known = pl.col("amount_eur").is_not_null()
    return is_known if frame.filter(is_known)["spans_years"].all() else is_known & ~pl.col("spans_years")


def is_range(low: str, high: str) -> pl.Expr:
    """An amount of one year of which both ends are known: its bar goes from the one to the other."""
    return pl.all_horizontal(pl.col(low, high).is_not_null()) & ~pl.col("spans_years")


def of_nature(row: dict) -> Group:
    """One colour and pattern for each nature of money."""
    return Group(labels.NATURES[row["nature"]], *NATURE_STYLES.get(row["nature"], (GREY, "")))


def ratios(frame: pl.DataFrame) -> Chart:
    """A mark per ratio: a point, a segment for a range, an arrow from a bound; form and colour by grade."""
    rows = list(placed(frame).iter_rows(named=True))
    line = _ratio_line_with_nature if frame["nature"].n_unique() > 1 else _ratio_line
    lines = [line(row) for row in rows]
    figure = empty(len(lines), per_line=62)
    for grade, (color, symbol) in GRADE_STYLES.items():
        of_grade = [row for row in rows if grades.of(row) == grade]
        if not of_grade:
            continue
        for row in of_grade:
            if row["ratio_eur"] is None and len(points(row)) > 1:
                figure.add_scatter(
                    x=[row["ratio_low_eur"], row["ratio_high_eur"]], y=[line(row)] * 2, mode="lines",
                    line={"color": color, "width": 4}, showlegend=False, hoverinfo="skip",
                )  # fmt: skip
        ends = [(row, bound) for row in of_grade for bound in points(row)]
        figure.add_scatter(
            x=[bound for _, bound in ends],
            y=[line(row) for row, _ in ends],
            mode="markers",
            name=grades.NAMES[grade],
            marker={
                "color": color, "symbol": [ratio_symbol(row, symbol) for row, _ in ends], "size": 13,
                "line": {"width": 2, "color": color},
            },
            hovertext=[f"{line(row)}<br>{ratio_words(row)}, {grades.said(grade)}" for row, _ in ends],
            customdata=[row["place"] for row, _ in ends],
            hoverinfo="text",
        )  # fmt: skip
        for row in of_grade:
            figure.add_annotation(
                x=max(points(row)), y=line(row), text=ratio_words(row), showarrow=False,
                xanchor="left", xshift=14, font={"size": 13, "color": INK},
            )  # fmt: skip
    largest = max((max(points(row)) for row in rows), default=1)
    return horizontal(figure, lines, "Euros par personne", largest=largest * 1.35)


def _amount_line(row: dict) -> str:
    when = labels.period(None if row["spans_years"] else row["year"], row["period_start"], row["period_end"])
    return f"{row['territory_name']} · {when}, {labels.nature(row)}"


def _ratio_line(row: dict) -> str:
    return f"{row['territory_name']} {row['year']} · {row['per_label']}"


def _ratio_line_with_nature(row: dict) -> str:
    return f"{row['territory_name']} {row['year']}, {labels.NATURES[row['nature']]} · {row['per_label']}"


def ratio_words(row: dict) -> str:
    """« 667 € », « de 857 à 1 200 € », « au moins 325 € », « ≈ 773 € »."""
    return ratios_in_words.words(row["ratio_eur"], row["ratio_low_eur"], row["ratio_high_eur"], row["ratio_qualifier"])


def ratio_beside(row: dict) -> str:
    """« ≥ 1 041 € » beside a mark, where a phone has no room for the words that hover and table have; a range in two lines."""
    words = ratio_words(row)
    if words.startswith("de "):
        return words.removeprefix("de ").replace(" à ", " à<br>")
    return next((brief + words.removeprefix(long) for long, brief in BRIEF.items() if words.startswith(long)), words)


def ratio_years(row: dict) -> str:
    """« 2022 », or « 2022 ÷ 2021 » where the money and those that it is divided by are of two years."""
    base_year = row["base_year"]
    return str(row["year"]) if base_year in (None, row["year"]) else f"{row['year']}\u202f÷\u202f{base_year}"


def ratio_symbol(row: dict, symbol: str) -> str:
    """The symbol of its grade, or an arrow that leaves the only bound there is."""
    if grades.of(row) == grades.ROUGH:
        return symbol
    if row["ratio_low_eur"] is None:
        return UPPER_BOUND
    return symbol if row["ratio_high_eur"] is not None else LOWER_BOUND


def points(row: dict) -> list[float]:
    """Where its marks stand: the value, or the bounds that there are."""
    if row["ratio_eur"] is not None:
        return [row["ratio_eur"]]
    return [bound for bound in (row["ratio_low_eur"], row["ratio_high_eur"]) if bound is not None]


def _wrapped(name: str) -> str:
    """In several lines where a phone would cut it."""
    place, separator, rest = name.partition(" · ")
    if len(name) <= LONGEST_NAME:
        return f"<b>{place}</b>{separator}{rest}"
    return "<br>".join([f"<b>{place}</b>", *wrap(rest, LONGEST_LINE)])


def name_lines(name: str) -> int:
    """How many a name takes."""
    return _wrapped(name).count("<br>") + 1


def empty(lines_count: int, per_line: int) -> Chart:
    return Chart(height=110 + per_line * max(lines_count, 1), barmode="overlay", bargap=0.6)


def horizontal(figure: Chart, lines: Sequence[str], title: str, largest: float | None = None) -> Chart:
    """Orders the lines and writes each name above its mark, so that a narrow screen keeps its width for the marks.

    ValueError for a name that reads as a number: a year alone would be taken for a place, and nothing be drawn.
    """
    names = list(dict.fromkeys(lines))
    if numbers := [name for name in names if name.replace(",", ".").replace(".", "").strip().isdigit()]:
        raise ValueError(f"Lines of a chart need words, not {', '.join(numbers)}")
    figure.update_yaxes(categoryorder="array", categoryarray=names, showticklabels=False, showgrid=False)
    figure.update_yaxes(range=[len(names) - 0.5, -0.8])
    for name in names:
        figure.add_annotation(
            x=0, xref="paper", y=name, yshift=24 + 6 * name_lines(name), text=_wrapped(name),
            showarrow=False, xanchor="left", align="left", font={"size": 13, "color": INK},
        )  # fmt: skip
    figure.update_xaxes(title={"text": title, "font": {"size": 13}}, rangemode="tozero", tickformat=",.0f")
    figure.update_xaxes(showline=True, nticks=5, tickangle=0)
    if largest:
        figure.update_xaxes(range=[0, largest])
    return figure
