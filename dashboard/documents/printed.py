"""The sheet of a territory as a document of a few pages, in the form of an administrative note.

What is too long for paper is cut after whole rows, and the document says how many are left and where they are.
"""

from collections.abc import Callable, Iterator
from datetime import date

import polars as pl

from dashboard.documents.chapters import Chapter, Sheet, identity
from dashboard.documents.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Heading,
    Paragraph,
    Picture,
    PrintedTable,
)
from dashboard.documents.pictures import drawn
from dashboard.drawing.chart import Chart
from dashboard.figures import peers, registry
from dashboard.figures.content import EXTRACT_MARK, EXTRACT_NOTE, Cell, Content, Link
from dashboard.figures.spec import Printed
from dashboard.words import labels
from geo.territories import CODES_FROM
from queries.search import plain

PICTURE_WIDTH_CM = 12.5


def printed(sheet: Sheet, group: peers.Group | None, version: str, edited_on: date) -> Document:
    """The document of a sheet; `group` are the neighbours of its territory, if it has any."""
    name = sheet.territory["name"]
    return Document(
        title=f"Fiche du territoire : {name}",
        subtitle="Contrats territoriaux d'accueil et d'intégration (CTAI)",
        sender=["Atlas CTAI", "Chaque chiffre avec sa source", f"Édité le {labels.day(edited_on)}"],
        footer=f"Atlas CTAI — {name} — données {version}",
        dated=edited_on,
        blocks=[*_blocks(sheet, group)],
    )


def _blocks(sheet: Sheet, group: peers.Group | None) -> Iterator[Block]:
    yield Heading("Identité")
    yield Facts([*identity(sheet.territory), ("Fiche en ligne", f"/territoires/{sheet.territory['territory_id']}")])
    for chapter in sheet.chapters:
        yield from _chapter(chapter)
    if group is not None:
        yield Heading("Territoires semblables")
        yield Paragraph(labels.spaced(peers.reading(group.frame, group.name)))
    yield Heading("Sources")
    codes = f"{CODES_FROM[0].upper()}{CODES_FROM[1:]}. {EXTRACT_NOTE}"
    yield Bullets([labels.spaced(line) for line in [*_sources(sheet), codes]], is_small=True)


def _chapter(chapter: Chapter) -> Iterator[Block]:
    yield Heading(chapter.title)
    if not chapter.figures:
        yield Paragraph(labels.spaced(chapter.nothing))
    for figure in chapter.figures:
        yield from _figure(figure, how(figure), is_alone=len(chapter.figures) == 1)


def how(figure: Content) -> Printed:
    """How a figure of a sheet is printed, as it says itself."""
    printed = registry.FIGURES[figure.key].printed
    assert printed is not None, figure.key
    return printed


def _figure(figure: Content, how: Printed, is_alone: bool) -> Iterator[Block]:
    left = len(figure.table.rows) - how.rows
    if not how.rows:
        yield Paragraph(labels.spaced(f"{figure.title} : {figure.reading} {_left(left, is_all=True)}"))
        return
    if not is_alone:
        yield Heading(labels.spaced(figure.title), 2)
    yield Paragraph(labels.spaced(figure.reading))
    if how.is_drawn and figure.chart is not None:
        yield _picture(figure.chart, labels.spaced(figure.reading))
    yield _table(figure, how)
    if left > 0:
        yield Paragraph(_left(left, is_all=False), is_small=True)


def _picture(chart: Chart, alternative: str) -> Picture:
    checked = chart.checked()
    svg, png = (drawn(checked, form, PICTURE_WIDTH_CM) for form in ("svg", "png"))
    return Picture(svg.content, png.content, alternative, svg.width_cm, svg.height_cm)


def _left(count: int, is_all: bool) -> str:
    lines = labels.counted(count, "ligne")
    return f"{lines} sur la fiche en ligne." if is_all else f"Et {lines} de plus sur la fiche en ligne."


def _table(figure: Content, how: Printed) -> PrintedTable:
    """The first rows; a column that names one territory throughout says nothing on that territory's own sheet."""
    if how.crossed_by:
        return _crossed(figure, how)
    headers = list(figure.table.headers)
    rows = [[labels.spaced(_words(cell)) for cell in row] for row in figure.table.rows]
    for row, is_extract in zip(rows, figure.extracts, strict=False):
        row[0] += f"{labels.NBSP}{EXTRACT_MARK}" if is_extract else ""
    places = [figure.column_ids.index(name) for name in how.columns] or list(range(len(headers)))
    places = [place for place in places if headers[place] != "Territoire" or len({row[place] for row in rows}) > 1]
    chosen = [[row[place] for place in places] for row in rows[: how.rows]]
    return PrintedTable("", [headers[place] for place in places], chosen)


def _crossed(figure: Content, how: Printed) -> PrintedTable:
    """A line per theme, in their order, a column per stage, and the number of actions where they meet."""
    places = [figure.column_ids.index(name) for name in how.columns]
    cells = [[labels.spaced(_words(row[place])) for place in places] for row in figure.table.rows]
    lines = [cells[place][0] for place in figure.frame[how.crossed_by].arg_sort().to_list()]
    kept = cells[: how.rows]
    stages = list(dict.fromkeys(stage for _, stage, _ in kept))
    counts = {(line, stage): count for line, stage, count in kept}
    rows = [[line, *(counts.get((line, stage), "aucune trouvée") for stage in stages)] for line in dict.fromkeys(lines)]
    return PrintedTable("", [figure.table.headers[places[0]], *stages], rows)


def _words(cell: Cell) -> str:
    return cell.words if isinstance(cell, Link) else cell


def _sources(sheet: Sheet) -> list[str]:
    """A line per document: each place and passage once, with what was taken there for the rows that are printed."""
    places: dict[str, dict[str, str]] = {}
    for figure in (figure for chapter in sheet.chapters for figure in chapter.figures if how(figure).has_sources):
        cited = _cells(figure.frame.head(how(figure).rows))
        for source in (source for source in figure.sources if source.identifier in cited):
            places.setdefault(source.document, {})[source.identifier] = f"{source.place} [{source.identifier}]"
    return [f"{document} : {' ; '.join(places[document].values())}." for document in sorted(places, key=plain)]


def _cells(frame: pl.DataFrame) -> set[str]:
    """Every text of the frame, alone or in a list: the identifiers that its rows cite are among them."""
    texts = frame.select(pl.col(pl.String, pl.List(pl.String)))
    return {
        text for row in texts.iter_rows() for cell in row for text in ([cell] if isinstance(cell, str) else cell or [])
    }


def document(read: Callable[..., pl.DataFrame], found: Sheet, version: str, edited_on: date) -> Document:
    """The printed sheet, its neighbours under equal weights."""
    known = read("peer_characteristics")
    group = peers.group(known, found.territory["territory_id"], peers.weights_of(""))
    return printed(found, group, version, edited_on)
