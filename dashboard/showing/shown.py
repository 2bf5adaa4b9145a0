"""What a page sends of a figure: its chart as JSON, its words and tables as markup. Made once, kept.

It is made of a figure's content alone: the same question, choices and version of the data give the same.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from sys import getsizeof

from dashboard.drawing.chart import Chart
from dashboard.figures import changes_since
from dashboard.figures.content import EXTRACT_MARK, EXTRACT_NOTE, Content, Link, Table
from dashboard.showing.markup import Html, html_each, html_of, html_paragraph, html_table
from dashboard.words import labels

FILES = {"csv": "Télécharger (CSV)", "png": "Image PNG", "svg": "Image SVG"}


@dataclass(frozen=True)
class Plot:
    """A chart: its JSON and the digest of it, its height in pixels, the lines of its legend, its height for a width."""

    spec: str
    digest: str
    height: int
    legend_lines: int
    proportion: float


@dataclass(frozen=True)
class Shown:
    """A figure as it is sent: markup above and below its folded parts. `identifiers` name the printed figures behind it."""

    key: str
    title: str
    reading: str
    plot: Plot | None
    has_receipts: bool
    above: Html
    below: Html
    sources: Html
    sources_count: int
    attribution: str
    taken: Html
    identifiers: Sequence[str]

    @property
    def size(self) -> int:
        """Bytes of memory, nearly."""
        values = [getattr(self, each.name) for each in fields(self)]
        told = [value for value in (*values, *self.identifiers) if isinstance(value, str)]
        return sum(map(getsizeof, told)) + (getsizeof(self.plot.spec) if self.plot else 0) + 2_000


def encoded(figure: Content) -> Shown:
    """The figure as it is sent."""
    return Shown(
        key=figure.key,
        title=figure.title,
        reading=figure.reading,
        plot=plot(figure.chart) if figure.chart is not None else None,
        has_receipts=bool(figure.receipts),
        above=_told(figure),
        below=_listed(figure),
        sources=Html("<ul class='sources'>{}</ul>").format(
            html_each("<li>{}</li>", (each.line for each in figure.sources))
        ),
        sources_count=len(figure.sources),
        attribution=figure.attribution,
        taken=_taken(figure),
        identifiers=changes_since.shown_ids(figure.frame, [source.identifier for source in figure.sources]),
    )


def plot(chart: Chart) -> Plot:
    """The chart as it is sent."""
    spec, across, up = chart.spec(), chart.layout["xaxis"].get("range"), chart.layout["yaxis"].get("range")
    return Plot(
        spec,
        hashlib.sha256(spec.encode()).hexdigest(),
        chart.layout["height"],
        sum(bool(trace.get("name")) for trace in chart.data),
        abs((up[1] - up[0]) / (across[1] - across[0])) if across and up else 1.0,
    )


def _told(figure: Content) -> Html:
    notes = Html('<ul class="notes">{}</ul>').format(html_each("<li>{}</li>", figure.notes)) if figure.notes else ""
    return html_paragraph(figure.reading, "lecture") + notes


def _listed(figure: Content) -> Html:
    is_extract = bool(figure.receipts) and any(figure.extracts)
    note = html_paragraph(EXTRACT_NOTE, "aide") if is_extract else ""
    return html_table(figure.title, _with_receipts(figure), figure.key) + note


def _taken(figure: Content) -> Html:
    """Where the figure is taken away: its files, which the server makes when they are asked for, and its figures."""
    files = [
        html_of(Link(FILES[form], address, f"{FILES[form]} : {figure.title}")) for form, address in figure.files.items()
    ]
    told = Html('<p class="fichiers">{}</p>').format(Html("").join(files)) if files else Html("")
    if figure.same_data:
        label = f"Ces données : les chiffres de « {figure.title} »"
        told += Html('<p class="ces-donnees">{}</p>').format(html_of(Link("Ces données", figure.same_data, label)))
    return told


def row_words(figure: Content, place: int) -> str:
    """What names a row: its first two cells."""
    cells = figure.table.rows[place][:2]
    return ", ".join(cell.words if isinstance(cell, Link) else cell for cell in cells)


def _with_receipts(figure: Content) -> Table:
    if not figure.receipts:
        return figure.table
    rows = [
        [*row, _receipt(address, row_words(figure, place), is_extract)]
        for place, (row, address, is_extract) in enumerate(
            zip(figure.table.rows, figure.receipts, figure.extracts, strict=False)
        )
    ]
    return Table([*figure.table.headers, "Source"], rows)


def _receipt(address: str, words: str, is_extract: bool) -> Link:
    if is_extract:
        return Link(f"Source{labels.NBSP}{EXTRACT_MARK}", address, f"Source : {words}, document lu par extraits")
    return Link("Source", address, f"Source : {words}")
