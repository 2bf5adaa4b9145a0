"""What a page sends of a figure: its chart as JSON, its words and tables as markup. Made once, kept.

It is made of a figure's content alone: the same question, choices and version of the data give the same.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from sys import getsizeof
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard.choices.address import SAFE
from dashboard.drawing.chart import Chart
from dashboard.figures import changes_since
from dashboard.figures.content import EXTRACT_MARK, EXTRACT_NOTE, Content, Link, Table, words_of
from dashboard.figures.parts import ROWS, suite_of
from dashboard.showing.abbreviations import html_spelled
from dashboard.showing.markup import (
    Html,
    html_each,
    html_folded,
    html_linked,
    html_links,
    html_marks,
    html_paragraph,
    html_quoting,
)
from dashboard.showing.matrix import html_matrix
from dashboard.showing.ranking import html_rankings
from dashboard.showing.tables import html_table
from dashboard.words import labels

FILES = {
    "csv": "Télécharger (CSV)", "xlsx": "Tableau (XLSX)", "fr.csv": "Tableau (CSV français)", "png": "Image PNG",
    "svg": "Image SVG", "pptx": "Diapositive (PPTX)",
}  # fmt: skip


OTHER_SOURCES = "Les {} autres se lisent ligne par ligne, par « Source »."
MOST_SOURCES = 250  # lines, all of them; of more, the first
LONGEST_OPEN = 400  # signs of a table that is not folded
MOST_NOTES_OPEN = 2  # above a table
MOST_UPRIGHT = 3  # rows


@dataclass(frozen=True)
class Plot:
    """A chart: its JSON and the digest of it, its height in pixels, the lines of its legend, its height for a width, and
    whether it is a map.
    """

    spec: str
    digest: str
    height: int
    legend_lines: int
    proportion: float
    is_map: bool = False


@dataclass(frozen=True)
class Shown:
    """A figure as it is sent. `told` are its reading and notes, `listed` its table, sources and files; `marks` says that
    its marks can be clicked.

    `alternative` tells the chart to who does not see it. `is_wide`: the chart takes the whole width, and what is told
    stands below it; else they stand side by side.
    `identifiers` name the printed figures behind it.
    """

    key: str
    title: str
    alternative: str
    plot: Plot | Html | None
    is_wide: bool
    told: Html
    marks: Html
    listed: Html
    identifiers: Sequence[str]

    @property
    def size(self) -> int:
        """Bytes of memory, nearly."""
        values = [getattr(self, each.name) for each in fields(self)]
        told = [value for value in (*values, *self.identifiers) if isinstance(value, str)]
        return sum(map(getsizeof, told)) + (getsizeof(self.plot.spec) if isinstance(self.plot, Plot) else 0) + 2_000


def encoded(figure: Content, is_folded: bool = False, is_upright: bool = False) -> Shown:
    """The figure as it is sent: a long table below a chart, or where it `is_folded`, is one click away; one of few rows told
    line by line where it `is_upright`.
    """
    return Shown(
        key=figure.key,
        title=figure.title,
        alternative=_alternative(figure),
        plot=_drawn(figure),
        is_wide=figure.is_wide,
        told=_told(figure),
        marks=_marks(figure),
        listed=_listed(figure, is_folded, is_upright),
        identifiers=changes_since.shown_ids(figure.frame, [source.identifier for source in figure.sources]),
    )


def _alternative(figure: Content) -> str:
    """What a chart is, then what is read of it, then where all of it is told: of a chart alone, for who does not see it."""
    if figure.chart is None:
        return ""
    end = "" if figure.title.endswith("?") else "."
    rows = how_many(figure)
    told = f"{figure.chart.kind} : {figure.title}{end} {figure.reading} Détail dans le tableau qui suit ({rows})."
    return labels.spaced(told)


def _drawn(figure: Content) -> Plot | Html | None:
    """The matrix, or else the chart, if there is one."""
    if figure.matrix is not None:
        return html_matrix(figure.title, figure.matrix)
    return plot(figure.chart) if figure.chart is not None else None


def plot(chart: Chart) -> Plot:
    """The chart as it is sent."""
    spec, across, up = chart.spec(), chart.layout["xaxis"].get("range"), chart.layout["yaxis"].get("range")
    return Plot(
        spec,
        hashlib.sha256(spec.encode()).hexdigest(),
        chart.layout["height"],
        sum(bool(trace.get("name")) for trace in chart.data) + _is_headed(chart),
        abs((up[1] - up[0]) / (across[1] - across[0])) if across and up else 1.0,
        chart.ground is not None,
    )


def _is_headed(chart: Chart) -> bool:
    """Whether the unit heads the legend, in a line of its own."""
    return bool(chart.layout.get("legend", {}).get("title", {}).get("text"))


def _told(figure: Content) -> Html:
    reading, *told = html_spelled([figure.reading, *figure.notes])
    notes = Html('<ul class="notes">{}</ul>').format(html_each("<li>{}</li>", told)) if told else Html("")
    if told and (figure.chart is not None or len(told) > MOST_NOTES_OPEN):
        notes = html_folded(f"Lire ce {'tableau' if figure.chart is None else 'graphique'} ({len(told)})", notes)
    return html_paragraph(reading, "lecture") + html_rankings(figure.key, figure.rankings) + notes


def _marks(figure: Content) -> Html:
    """That marks lead to where their figures come from: those of a chart whose rows have a source, or lead elsewhere."""
    if (
        figure.chart is None
        or figure.matrix is not None
        or "csv" not in figure.files
        or not (figure.receipts or figure.ways)
    ):
        return Html("")
    asked = parse_qsl(urlsplit(figure.files["csv"]).query)
    if figure.part and figure.part.is_drawn:
        asked.append(("suite", suite_of(figure.key, figure.part.first, figure.part.words)))
    return html_marks(figure.key, urlencode(asked, safe=SAFE))


def _listed(figure: Content, is_folded: bool, is_upright: bool) -> Html:
    """The table, folded under a chart that shows the same; the sources, and where the figure is taken away."""
    whole = with_receipts(figure)
    shown = _upright(whole) if is_upright and len(whole.rows) <= MOST_UPRIGHT else whole
    table = html_table(figure.title, shown, figure.key, figure.part) + html_extract_note(figure)
    taken = _sources(figure) + _files(figure)
    if figure.chart is None and not (is_folded and _signs(figure.table) > LONGEST_OPEN):
        return table + (Html('<div class="emporter">{}</div>').format(taken) if taken else Html(""))
    folded = html_folded(f"Tableau ({how_many(figure)})", table, is_open=is_unfolded(figure))
    return Html('<div class="emporter">{}{}</div>').format(folded, taken)


def how_many(figure: Content) -> str:
    """« 12 lignes »: those of the whole list."""
    return labels.counted(figure.part.count if figure.part else len(figure.table.rows), "ligne")


def is_unfolded(figure: Content) -> bool:
    """Whether the address asks for a part of its rows."""
    return figure.part is not None and figure.part.is_asked


def _signs(table: Table) -> int:
    return sum(len(words_of(cell)) for row in table.rows for cell in row)


def _upright(table: Table) -> Table:
    """A line for each column, a column for each row, named by its first cell."""
    names = [words_of(row[0]) for row in table.rows]
    lines = list(zip(table.headers, *table.rows, strict=True))[1:]
    return Table([table.headers[0], *names], [list(line) for line in lines], is_list=False)


def _sources(figure: Content) -> Html:
    count = len(figure.sources)
    shown = figure.sources if count <= MOST_SOURCES else figure.sources[:ROWS]
    lines = Html("<ul class='sources'>{}</ul>").format(
        html_each("<li>{}</li>", (html_quoting(html_linked(each.line)) for each in shown))
    )
    if count > len(shown):
        lines += html_paragraph(OTHER_SOURCES.format(labels.number(count - len(shown))), "aide")
    of = "de ces lignes" if figure.part else "des chiffres"
    return html_folded(f"Sources {of} ({labels.number(count)})", lines) if count else Html("")


def _files(figure: Content) -> Html:
    """Where the figure is taken away: its files, which the server makes when they are asked for, and its figures."""
    links = [Link(FILES[form], address, f"{FILES[form]} : {figure.title}") for form, address in figure.files.items()]
    if figure.same_data:
        links.append(Link("Ces données", figure.same_data, f"Ces données : les chiffres de « {figure.title} »"))
    files = html_links(links, "fichiers") if links else Html("")
    return files + (html_paragraph(figure.attribution, "aide") if figure.attribution else Html(""))


def row_words(figure: Content, place: int) -> str:
    """What names a row: its first two cells."""
    return ", ".join(map(words_of, figure.table.rows[place][:2]))


def html_extract_note(figure: Content) -> Html:
    """What the mark beside a source means, where a row of the table bears it."""
    is_extract = bool(figure.receipts) and any(figure.extracts)
    return html_paragraph(EXTRACT_NOTE, "aide") if is_extract else Html("")


def with_receipts(figure: Content) -> Table:
    """The table with the way to the source of each row."""
    if not figure.receipts:
        return figure.table
    rows = [
        [*row, _receipt(address, row_words(figure, place), is_extract)]
        for place, (row, address, is_extract) in enumerate(
            zip(figure.table.rows, figure.receipts, figure.extracts, strict=False)
        )
    ]
    return replace(figure.table, headers=[*figure.table.headers, "Source"], rows=rows)


def _receipt(address: str, words: str, is_extract: bool) -> Link:
    if is_extract:
        seen = f"Source{labels.NBSP}{EXTRACT_MARK}"
        return Link(seen, address, f"{seen} : {words}, document lu par extraits")
    return Link("Source", address, f"Source : {words}")
