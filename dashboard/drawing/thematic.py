"""The flat thematic map: shades for ratios and shares, circles for numbers, on the composed map of France.

Drawn as filled lines and not as tiles: sharp at any size, hatched where a figure is missing, the same on paper.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from textwrap import wrap

import polars as pl

from dashboard.drawing import france, map_labels, map_scale
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, INK, RED
from dashboard.drawing.ground import HERE, lines
from dashboard.drawing.map_looks import MISSING, SHADES, Pattern, look
from dashboard.words import grades, labels, money, ratios
from dashboard.words.rates import PER_1000, per_inhabitants
from geo import composition
from geo.composition import Frames

HOVER_LETTERS = 52  # of a line under the pointer: what a phone holds
OVERSEAS = "Outre-mer : aucun chiffre publié"
SILENT = ("no_data", "other_amount")  # no figure of what is mapped


@dataclass(frozen=True)
class Subject:
    """What a map shows: the column it draws and how it is put into words; classes are bounds of `queries.classes`.

    With `years`, one small map for each, of the rows of that `map_year`; all have the same classes or scale.
    `base` is what a ratio is divided by; `documents` where each figure is printed, by its identifier. Where it
    `is_written`, names and values stand beside the marks. `unit` heads the legend.
    """

    level: str
    column: str
    words: Sequence[str]
    places: Sequence[int | None]
    chosen: Sequence[str] = ()
    years: Sequence[int] = ()
    base: str = ""
    is_written: bool = False
    unit: str = ""
    documents: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> float:
        """Of a mark, against those of a map alone."""
        return 0.5 if self.years else 1


def shades(frame: pl.DataFrame, subject: Subject, backdrop: str) -> Chart:
    """A choropleth; a territory without an outline of its own at this scale is a mark of the same shade."""
    frames = frames_of(frame)
    figure = _ground(subject, backdrop, frames)
    rows = _rows(frame, subject, frames)
    for place, words in enumerate(subject.words):
        own = [row for row in rows if row["class"] == place]
        shade, pattern, mark = look(place, len(subject.words))
        for row in own:
            row["mark"] = mark * subject.size
        france.areas(figure, subject.level, own, f"{words} ({labels.number(len(own))})", shade, pattern, mark)
    for status, (words, color, pattern) in _missing(subject):
        own = [row for row in rows if row["class"] is None and row["status"] == status]
        if own:
            france.areas(figure, subject.level, own, f"{words} ({labels.number(len(own))})", color, pattern)
    return _finished(figure, rows, subject)


def circles(frame: pl.DataFrame, subject: Subject, backdrop: str) -> Chart:
    """Circles whose surface is the number; a territory that has none is hatched or left as it is."""
    frames = frames_of(frame)
    figure = _ground(subject, backdrop, frames)
    rows = _rows(frame, subject, frames)
    for status, (words, color, pattern) in _missing(subject):
        own = [row for row in rows if row["status"] == status and row[subject.column] in (None, 0)]
        if own:
            france.areas(figure, subject.level, own, f"{words} ({labels.number(len(own))})", color, pattern)
    drawn = sorted((row for row in rows if row[subject.column]), key=lambda row: -row[subject.column])
    if drawn:
        _sized(figure, drawn, subject)  # says of each row how large its mark is, for what is drawn around
    if subject.is_written:
        bounds = [row for row in rows if row["status"] == "bound"]
        others = [row for row in rows if row["status"] not in ("value", "bound")]
        compared = [row for row in others if row["territory_id"] in subject.chosen]
        told = [*drawn, *bounds, *compared]
        silent = [row for row in others if row not in compared]
        map_labels.written(figure, told, lambda row: value_words(row, subject), silent, is_all=True)
    return _finished(figure, rows, subject)


def situation(territory: dict) -> Chart:
    """Where a territory lies: its département among the régions, and a star where it is."""
    frames = france.frames_of([territory["region_code"]])
    figure = france.grounded("region", keep=3, frames=frames)
    own = composition.rings("departement", frames).get(f"dep-{territory['departement_code']}", [])
    figure.add_scatter(
        **lines(own), mode="lines", fill="toself", fillcolor=SHADES[0].shade, line={"width": 1, "color": BLUE},
        hoverinfo="skip", showlegend=False,
    )  # fmt: skip
    places = france.marks({**territory, "frames": frames})
    figure.add_scatter(
        x=[x for x, _ in places], y=[y for _, y in places], mode="markers", showlegend=False, hoverinfo="skip",
        marker={"size": 12, "color": BLUE, "symbol": "star"},
    )  # fmt: skip
    return france.framed(figure, height=380)


def _sized(figure: Chart, drawn: list[dict], subject: Subject) -> None:
    """The circles, the largest below, and the scale to read them by."""
    largest = max(row[subject.column] for row in drawn)
    for row in drawn:
        row["mark"] = subject.size * map_scale.diameter(row[subject.column], largest)
    places = [(row, x, y) for row in drawn for x, y in france.marks(row)]
    figure.add_scatter(
        x=[x for _, x, _ in places],
        y=[y for _, _, y in places],
        mode="markers",
        name=f"surface proportionnelle {'au nombre' if subject.column == 'value' else 'à la valeur'} "
        f"({labels.number(len(drawn))})",
        marker={
            "size": [row["mark"] for row, _, _ in places],
            "color": BLUE,
            "opacity": 0.75,
            "line": {"width": 1, "color": "#ffffff"},
        },
        hoverinfo="skip",
    )
    if subject.years:  # too small to hold a scale
        map_scale.named(figure, places[0][1:], largest, _unit(drawn))
    elif not subject.is_written:  # what is written beside each mark says more
        map_scale.drawn(figure, largest, _unit(drawn))


def _unit(rows: list[dict]) -> str:
    return "\u00a0€" if rows[0]["unit"] == "eur" else ""


def frames_of(frame: pl.DataFrame) -> Frames:
    """Those where something is printed; no région needs to be larger."""
    told = frame.filter(~pl.col("status").is_in(SILENT) & (pl.col("place") == 1) & pl.col("longitude").is_not_null())
    found = france.frames_of(told["region_code"])
    return replace(found, has_enlargement=found.has_enlargement and "region" not in frame["level"])


def _ground(subject: Subject, backdrop: str, frames: Frames) -> Chart:
    if subject.years:  # drawn small, and once more for each year
        return france.grounded("region", 3, france.grid(len(subject.years), frames), frames=frames)
    if subject.level == "contrat":
        return france.grounded(backdrop, frames=frames)
    return france.grounded(subject.level, is_filled=True, frames=frames)


def _missing(subject: Subject) -> list[tuple[str, tuple[str, str, Pattern]]]:
    """What is no value, and its sign; on small maps the ground tells where no figure is printed."""
    return [(status, sign) for status, sign in MISSING.items() if not (subject.years and status == "no_data")]


def _finished(figure: Chart, rows: list[dict], subject: Subject) -> Chart:
    """With what lies over the figures, and the frames."""
    _doubts(figure, rows)
    _chosen(figure, rows, subject)
    told = [row for row in rows if row["status"] not in SILENT]
    _targets(figure, told if subject.years else rows, subject)
    france.measured_in(figure, subject.unit)
    if not subject.years:
        return france.framed(figure, overseas=OVERSEAS)
    counts = [sum(row["map_year"] == year for row in told) for year in subject.years]
    titles = [f"{year} ({labels.number(count)})" for year, count in zip(subject.years, counts, strict=True)]
    return france.framed_each(figure, titles)


def _rows(frame: pl.DataFrame, subject: Subject, frames: Frames) -> list[dict]:
    """The rows to draw, each with its place in the frame, its class, its mark in pixels, its rank, its small map."""
    shifts = dict(zip(subject.years, france.grid(len(subject.years), frames), strict=True))
    ranks = _ranks(frame, subject.column)
    return [
        {
            **row,
            "place_in_frame": place,
            "class": subject.places[place],
            "mark": france.MARK * subject.size,
            "shift": shifts[row["map_year"]] if shifts else HERE,
            "frames": frames,
            "rank": ranks[place],
        }
        for place, row in enumerate(frame.iter_rows(named=True))
        if is_drawn(row)
    ]


def _ranks(frame: pl.DataFrame, column: str) -> list[str]:
    """« 3e sur 8 », of each row among those of its map that have a value."""
    is_ranked = (pl.col("place") == 1) & pl.col(column).is_not_null()
    value = pl.when(is_ranked).then(pl.col(column))
    ranked = frame.select(
        rank=value.rank("min", descending=True).over("map_year"), count=value.count().over("map_year")
    )
    return [
        f"{labels.ordinal(int(rank))} sur {labels.number(count)}" if rank is not None and count > 1 else ""
        for rank, count in ranked.rows()
    ]


def is_drawn(row: dict) -> bool:
    """One figure of each territory that has a place."""
    return row["place"] == 1 and row["longitude"] is not None


def _doubts(figure: Chart, rows: list[dict]) -> None:
    """A ring around what is of low confidence, or contradicted by another source."""
    doubtful = [
        row for row in rows if row["status"] not in SILENT and (row["confidence"] == "L" or money.doubts_of_figure(row))
    ]
    if doubtful:
        name = f"confiance basse ou sources contradictoires ({labels.number(len(doubtful))})"
        france.around(figure, doubtful, name, "circle-open", RED, 6)


def _chosen(figure: Chart, rows: list[dict], subject: Subject) -> None:
    """A square around the marks of the territories that the reader compares, where it would cross no words."""
    shown = [] if subject.is_written else rows
    own = [
        row
        for row in shown
        if row["territory_id"] in subject.chosen and not (subject.years and row["status"] in SILENT)
    ]
    if own:
        name = f"territoires comparés ({labels.number(len({row['territory_id'] for row in own}))})"
        france.around(figure, own, name, "square-open", INK, 11)


def _targets(figure: Chart, rows: list[dict], subject: Subject) -> None:
    """Unseen marks over each territory: they tell its figure under the pointer, and a click makes of one a ring."""
    marks = [(row, x, y) for row in rows for x, y in france.marks(row)]
    figure.add_scatter(
        x=[x for _, x, _ in marks], y=[y for _, _, y in marks], mode="markers", showlegend=False,
        **france.ring([row["mark"] for row, _, _ in marks]),
        hovertext=[row_words(row, subject) for row, _, _ in marks], hoverinfo="text",
        customdata=[row["place_in_frame"] for row, _, _ in marks],
    )  # fmt: skip


def row_words(row: dict, subject: Subject) -> str:
    """A territory's figure with its base, year, nature, degree of confidence and source, or why there is none."""
    cited = row["observation_ids"] or []
    documents = dict.fromkeys(subject.documents[each] for each in cited if each in subject.documents)
    source = "<br>".join(wrap(f"Source : {' ; '.join(documents)}", HOVER_LETTERS)) if documents else ""
    # Of a thousand territories of which nothing is published, each letter counts.
    name = f"<b>{row['territory_name']}</b>" if cited else row["territory_name"]
    return "<br>".join(line for line in [name, *_figure_lines(row, subject), source] if line)


def _figure_lines(row: dict, subject: Subject) -> list[str]:
    if row["status"] in MISSING and row["status"] not in ("zero", "bound"):
        return [MISSING[row["status"]][0]]
    grade = grades.shown(row["grade"], row["qualifier"])
    figure = f"{figure_words(row)} ({labels.NATURES[row['nature']]}, {row['year']})"
    rate = (
        f"{per_inhabitants(row)} pour 1\u202f000 habitants (population {row['population_year']})"
        if any(row.get(name) for name in PER_1000)
        else ""
    )
    return [
        *([rate, figure] if subject.column == "value_per_1000" and rate else [figure, rate]),
        f"Base : {subject.base} ({grades.said(grade)})" if subject.base and grade else "",
        f"Rang : {row['rank']}" if row.get("rank") else "",
        money.doubts_of_figure(row),
        "confiance basse" if row["confidence"] == "L" else "",
    ]


def figure_words(row: dict) -> str:
    """A printed figure, or an amount per person."""
    if row["grade"]:
        return ratios.words(row["value"], row["value_low"], row["value_high"], row["qualifier"])
    return labels.printed_figure(row["value"], row["value_low"], row["value_high"], row["unit"], row["qualifier"])


def value_words(row: dict, subject: Subject) -> str:
    """What the map shows of a row, as it is written beside its mark."""
    if row["status"] in MISSING and row["status"] not in ("zero", "bound"):
        return MISSING[row["status"]][0]
    return per_inhabitants(row) if subject.column == "value_per_1000" else figure_words(row)
