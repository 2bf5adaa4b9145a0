"""The sheet of a territory as a document of a few pages, in the form of an administrative note.

What is too long for paper is cut after whole rows, and the document says how many are left and where they are.
"""

from collections.abc import Callable, Iterator
from datetime import date

import polars as pl

from dashboard.choices.host_path import SITE
from dashboard.documents import printed_tables
from dashboard.documents.chapters import Chapter, Sheet, identity
from dashboard.documents.document import Block, Document, Facts, Heading, Paragraph, Picture
from dashboard.documents.notes import Notes
from dashboard.documents.pictures import drawing
from dashboard.documents.reading_key import key
from dashboard.figures import peers, registry
from dashboard.figures.content import Content
from dashboard.figures.spec import Printed
from dashboard.words import labels
from geo.territories import CODES_FROM

PICTURE_WIDTH_CM = 11.5


def printed(sheet: Sheet, group: peers.Group | None, version: str, edited_on: date, here: str = "") -> Document:
    """The document of a sheet; `group` are the neighbours of its territory, if it has any, `here` where it is online."""
    name = sheet.territory["name"]
    return Document(
        title=f"Fiche du territoire : {name}",
        subtitle="Contrats territoriaux d'accueil et d'intégration (CTAI)",
        sender=["Atlas CTAI", "Chaque chiffre avec sa source", f"Édité le {labels.day(edited_on)}"],
        footer=f"Atlas CTAI — {name} — données {version}",
        dated=edited_on,
        blocks=[*_blocks(sheet, group, here)],
    )


def _blocks(sheet: Sheet, group: peers.Group | None, here: str) -> Iterator[Block]:
    notes = Notes(figure for chapter in sheet.chapters for figure in chapter.figures)
    yield Heading("Identité")
    yield Facts([*identity(sheet.territory), ("Fiche en ligne", _online(sheet.territory["territory_id"], here))])
    for chapter in sheet.chapters:
        yield from _chapter(chapter, notes)
    if group is not None:
        yield Heading("Territoires semblables")
        yield Paragraph(labels.spaced(peers.reading(group.frame, group.name)))
    yield Heading("Lire cette fiche")
    yield Facts(key(), is_small=True)
    yield Heading("Sources")
    if told := notes.told():
        yield Facts(told, is_small=True)
    yield Paragraph(labels.spaced(f"{CODES_FROM[0].upper()}{CODES_FROM[1:]}."), is_small=True)


def _online(territory_id: str, here: str) -> str:
    """The address of the page, whole where it is known."""
    path = f"{SITE}/territoires/{territory_id}"
    return f"{here}{path}" if here else f"dans l'Atlas CTAI, à l'adresse {path}"


def _chapter(chapter: Chapter, notes: Notes) -> Iterator[Block]:
    yield Heading(chapter.title)
    if not chapter.figures:
        yield Paragraph(labels.spaced(chapter.nothing))
    for figure in chapter.figures:
        yield from figure_blocks(figure, how(figure), notes, is_alone=len(chapter.figures) == 1)


def how(figure: Content) -> Printed:
    """How a figure of a sheet is printed, as it says itself."""
    printed = registry.FIGURES[figure.key].printed
    assert printed is not None, figure.key
    return printed


def figure_blocks(figure: Content, how: Printed, notes: Notes, is_alone: bool) -> Iterator[Block]:
    """A figure as it is printed, its rows numbered by their notes."""
    left = len(figure.table.rows) - how.rows
    if not how.rows:
        yield Paragraph(labels.spaced(f"{figure.title} : {figure.reading} {_left(left, is_all=True)}"))
        return
    if how.is_upright:
        yield from printed_tables.upright(figure, how, notes)
    else:
        yield from _beneath(figure, how, notes, is_alone)
    if left > 0:
        yield Paragraph(_left(left, is_all=False), is_small=True)


def table_blocks(figure: Content, how: Printed, notes: Notes) -> Iterator[Block]:
    """The table of a figure alone, for a page that says in its own words what it shows; its sentence where it has no row."""
    if not how.rows:
        yield Paragraph(labels.spaced(figure.reading))
        return
    yield from printed_tables.tables(figure, how, notes)
    if (left := len(figure.table.rows) - how.rows) > 0:
        yield Paragraph(_left(left, is_all=False), is_small=True)


def _beneath(figure: Content, how: Printed, notes: Notes, is_alone: bool) -> Iterator[Block]:
    """A figure under its heading: its sentence on the page of its chart, or of its table."""
    if not is_alone:
        yield Heading(labels.spaced(figure.title), 2)
    yield Paragraph(labels.spaced(figure.reading), is_kept=True)
    if how.is_drawn and figure.chart is not None:
        yield Picture(drawing(figure.chart.checked(), PICTURE_WIDTH_CM), labels.spaced(figure.reading))
    yield from printed_tables.tables(figure, how, notes)


def _left(count: int, is_all: bool) -> str:
    lines = labels.counted(count, "ligne")
    return f"{lines} sur la fiche en ligne." if is_all else f"Et {lines} de plus sur la fiche en ligne."


def document(
    read: Callable[..., pl.DataFrame], found: Sheet, version: str, edited_on: date, here: str = ""
) -> Document:
    """The printed sheet, its neighbours under equal weights."""
    known = read("peer_characteristics")
    group = peers.group(known, found.territory["territory_id"], peers.weights_of(""))
    return printed(found, group, version, edited_on, here)
