"""What a file is, looked at before it is opened, and whether it is of a size that an agent could have made.

A workbook is a ZIP archive of XML parts. Sizes that the archive declares are held against limits first, then each part
is read as a stream and counted: what was made to fill a memory costs no more than what was read of it until then.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from lxml import etree
from openpyxl.utils import range_boundaries

from dashboard.bilan.limits import (
    DEEPEST,
    MEGABYTE,
    MOST_BYTES,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ELEMENTS,
    MOST_MERGED,
    MOST_OF_A_PART,
    MOST_PARTS,
    MOST_RATIO,
    MOST_ROWS,
    MOST_UNZIPPED,
)  # fmt: skip
from dashboard.bilan.odd_files import what_it_is

AREAS = {"mergeCell", "hyperlink", "comment"}  # what a library unfolds cell by cell
RANGE = re.compile(r"\$?([A-Z]{1,3})\$?\d{1,7}(:\$?([A-Z]{1,3})\$?\d{1,7})?")
MACROS = ("vbaproject.bin", "basic/", "scripts/")
TOO_MUCH = "attendu un bilan, qui en a cent fois moins ; copiez vos réponses dans un classeur neuf"


class CannotBeRead(ValueError):
    """The file is no workbook that can be read; the message is a French sentence that says what it is and what to do."""


@dataclass(frozen=True)
class Container:
    """A workbook that may be opened: its form, and whether it draws on other files."""

    form: str
    has_links: bool = False


def looked_into(path: Path) -> Container:
    """Raises CannotBeRead for what is no workbook, or one that is too large."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise CannotBeRead(
            f"Le fichier pèse {size // MEGABYTE} Mo, attendu au plus {MOST_BYTES // MEGABYTE} Mo ; retirez les images."
        )
    with path.open("rb") as file:
        if not zipfile.is_zipfile(file):
            raise CannotBeRead(what_it_is(path))
    try:
        with zipfile.ZipFile(path) as archive:
            return _looked_into(archive)
    except CannotBeRead:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise CannotBeRead(DAMAGED) from error


DAMAGED = (
    "Le fichier est abîmé : il ne s'ouvre pas comme un classeur. Ouvrez-le dans LibreOffice ou Excel, enregistrez-le sous un "
    "autre nom et redonnez-le ; s'il ne s'y ouvre pas non plus, reprenez la copie précédente."
)
WITH_MACROS = (
    "Ce classeur contient des macros, que l'Atlas n'ouvre pas. Enregistrez-le au format .xlsx ou .ods, sans macros, et "
    "redonnez-le."
)
ENCRYPTED = "Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe et redonnez-le."


def _looked_into(archive: zipfile.ZipFile) -> Container:
    parts = archive.infolist()
    _check_sizes(parts)
    names = {part.filename for part in parts}
    form = _form(archive, names)
    if any(part.flag_bits & 1 for part in parts):
        raise CannotBeRead(ENCRYPTED)
    if any(mark in name.lower() for name in names for mark in MACROS if not name.endswith("/")):
        raise CannotBeRead(WITH_MACROS)
    counts = _Counts()
    has_links = any(name.lower().startswith("xl/externallinks/") for name in names)
    for part in parts:
        if part.file_size and part.filename.lower().endswith((".xml", ".rels", ".vml")):
            with archive.open(part) as stream:
                counts.add(stream, part.filename)
    return Container(form, has_links or counts.has_links)


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    whole = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS:
        raise CannotBeRead(f"Le fichier a {len(parts)} parties, {TOO_MUCH}.")
    if whole > MOST_UNZIPPED or any(part.file_size > MOST_OF_A_PART for part in parts):
        raise CannotBeRead(f"Le fichier fait {whole // MEGABYTE} Mo une fois déplié, {TOO_MUCH}.")
    for part in parts:
        if part.file_size > MEGABYTE and part.file_size > MOST_RATIO * max(1, part.compress_size):
            raise CannotBeRead(
                f"La partie « {part.filename[:60]} » est {part.file_size // max(1, part.compress_size)} fois plus grande "
                f"une fois dépliée, {TOO_MUCH}."
            )


def _form(archive: zipfile.ZipFile, names: set[str]) -> str:
    """xlsx or ods. Raises CannotBeRead, which says what else it is."""
    if "mimetype" in names:
        kind = archive.read("mimetype")[:200].decode("latin-1").strip()
        if b"encryption-data" in _begun(archive, names, "META-INF/manifest.xml"):
            raise CannotBeRead(ENCRYPTED)
        if kind in ("application/vnd.oasis.opendocument.spreadsheet", SPREADSHEET_TEMPLATE) and "content.xml" in names:
            return "ods"
        raise CannotBeRead(OTHER_ARCHIVES.get(kind.rpartition(".")[2], OTHER_ARCHIVE))
    types = _begun(archive, names, "[Content_Types].xml").decode("utf-8", errors="replace")
    for mark, sentence in OTHER_TYPES.items():
        if mark in types:
            raise CannotBeRead(sentence)
    if STRICT in _begun(archive, names, "xl/workbook.xml"):
        raise CannotBeRead(SAVE_AS_USUAL)
    if "spreadsheetml" in types and any(name.startswith("xl/") for name in names):
        return "xlsx"
    raise CannotBeRead(OTHER_ARCHIVE)


SPREADSHEET_TEMPLATE = "application/vnd.oasis.opendocument.spreadsheet-template"
A_BILAN = "Attendu le classeur du bilan, en .xlsx ou en .ods"
STRICT = b"purl.oclc.org/ooxml"
SAVE_AS_USUAL = (
    "C'est un classeur « Strict Open XML ». Enregistrez-le au format « Classeur Excel (.xlsx) » ordinaire, ou en .ods, et "
    "redonnez-le."
)
OTHER_ARCHIVE = (
    f"C'est une archive ZIP, et non un classeur. {A_BILAN} : ouvrez l'archive et donnez le classeur qu'elle contient."
)
OTHER_ARCHIVES = {
    "text": f"C'est un document texte (.odt). {A_BILAN}.",
    "presentation": f"C'est un diaporama (.odp). {A_BILAN}.",
}
OTHER_TYPES = {
    "wordprocessingml": f"C'est un document Word (.docx). {A_BILAN}.",
    "presentationml": f"C'est un diaporama (.pptx). {A_BILAN}.",
    "macroEnabled": WITH_MACROS,
    "sheet.binary": "C'est un classeur Excel binaire (.xlsb). Enregistrez-le au format .xlsx et redonnez-le.",
}


def _begun(archive: zipfile.ZipFile, names: set[str], name: str) -> bytes:
    """The first megabyte of a part; nothing where there is none."""
    if name not in names:
        return b""
    with archive.open(name) as stream:
        return stream.read(MEGABYTE)


class _Counts:
    """What the parts hold together, counted as they are read."""

    def __init__(self) -> None:
        self.elements = self.rows = self.cells = self.merged = 0
        self.has_links = False

    def add(self, stream: IO[bytes], part: str) -> None:
        depth = 0
        for event, element in _events(stream, part):
            if event == "start":
                depth += 1
                if depth == 1 and element.getroottree().docinfo.doctype:
                    raise CannotBeRead(
                        f"La partie « {part[:60]} » déclare des entités, ce qu'aucun tableur n'écrit : refusé."
                    )
                self._count(element, depth, part)
            else:
                depth -= 1
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]

    def _count(self, element: etree._Element, depth: int, part: str) -> None:
        tag = etree.QName(element).localname
        self.elements += 1
        self.rows += tag in ("row", "table-row")
        self.cells += tag in ("c", "table-cell") and part != "styles.xml"
        if tag in AREAS and (reference := element.get("ref")):
            self.merged += _surface(reference)
        if (
            tag == "c"
            and (place := RANGE.fullmatch(element.get("r", "A1")))
            and len(place[1]) == 3
            and place[1] > "ALL"
        ):
            raise CannotBeRead(f"Une cellule est au-delà de la {MOST_COLUMNS}e colonne, {TOO_MUCH}.")
        if tag == "external-data" or (tag == "table" and element.get(TABLE_SOURCE)):
            self.has_links = True
        for count, most, words in (
            (self.elements, MOST_ELEMENTS, "éléments"),
            (self.rows, MOST_ROWS, "lignes, vides pour la plupart"),
            (self.cells, MOST_CELLS, "cellules"),
            (self.merged, MOST_MERGED, "cellules fusionnées ou liées"),
            (depth, DEEPEST, "niveaux dans ses parties"),
        ):
            if count > most:
                raise CannotBeRead(f"Le classeur a plus de {most:,} {words}, {TOO_MUCH}.".replace(",", "\u202f", 1))


TABLE_SOURCE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}source"


def _events(stream: IO[bytes], part: str) -> Iterator[tuple[str, etree._Element]]:
    events = etree.iterparse(
        stream, events=("start", "end"), resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        yield from events
    except etree.XMLSyntaxError as error:
        if part != "content.xml" and not part.endswith((".rels", "workbook.xml")) and "/worksheets/" not in part:
            return  # of no use to what is read; whoever needs it says so
        raise CannotBeRead(DAMAGED) from error


def _surface(reference: str) -> int:
    try:
        left, top, right, bottom = range_boundaries(reference)
        return (right - left + 1) * (bottom - top + 1)
    except (ValueError, TypeError):
        raise CannotBeRead(DAMAGED) from None
