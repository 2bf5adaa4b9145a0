"""What somebody wrote in a document that we made, ODT or DOCX: the words of each place, and the rows of a table.

The file comes from outside: its parts are looked at before they are unpacked, and nothing in it is followed.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree

from dashboard.documents.document import FRAME_KEY, TO_COMPLETE
from dashboard.words.typography import typeset

LARGEST_PART = 30_000_000  # bytes, unpacked
OF_KEYS = "Texte "
HIDDEN = {"Chiffres liés", "Bound numbers"}  # the style, by either of its names
OFFICE = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in {"text": "text", "table": "table", "style": "style", "office": "office"}.items()
}
WORD = {"w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main"}
ENCODED = re.compile(r"_([0-9a-fA-F]{2,4})_")
PLACEHOLDER = re.compile(rf"\[{TO_COMPLETE.replace(chr(160), '.')}.*\]", re.DOTALL)


class CannotBeTakenUp(ValueError):
    """The file is none that we made; the message is a French sentence."""


@dataclass(frozen=True)
class Written:
    """The words by the key of their place, all tables as rows of cells, and all the words of the file."""

    texts: dict[str, str]
    tables: list[list[list[str]]]
    words: str
    hidden: list[str] = field(default_factory=list)  # the lines that nobody sees


def written(content: bytes) -> Written:
    """What stands in the file. Raises CannotBeTakenUp."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "content.xml" in names:
                return _of_odt(_part(archive, "content.xml"))
            if "word/document.xml" in names:
                return _of_docx(_part(archive, "word/document.xml"), _part(archive, "word/styles.xml"))
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError, NotImplementedError, RuntimeError) as error:
        raise CannotBeTakenUp(
            "L'ancien document ne peut pas être lu : ce n'est ni un ODT ni un DOCX entier."
        ) from error
    raise CannotBeTakenUp("L'ancien document n'est ni un ODT ni un DOCX.")


def _written(paragraphs: list[tuple[str, str]], tables: list[list[list[str]]]) -> Written:
    hidden = [words for style, words in paragraphs if style in HIDDEN]
    return Written(_gathered(iter(paragraphs)), tables, "\n".join(words for _style, words in paragraphs), hidden)


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > LARGEST_PART:
        raise CannotBeTakenUp("L'ancien document est trop lourd pour être repris.")
    return ElementTree.fromstring(archive.read(name))


def _gathered(lines: Iterator[tuple[str, str]]) -> dict[str, str]:
    """The lines of each key, without what only asks to be completed."""
    found: dict[str, list[str]] = {}
    for style, words in lines:
        key = style.removeprefix(OF_KEYS)
        if style.startswith(OF_KEYS) and FRAME_KEY.fullmatch(key):  # not « Texte avec sa suite », a style of ours too
            kept = found.setdefault(key, [])
            kept += [words] if words.strip() and not PLACEHOLDER.fullmatch(words.strip()) else []
    return {key: "\n".join(words) for key, words in found.items() if words}


def _of_odt(root: ElementTree.Element) -> Written:
    for changes in root.iterfind(".//text:tracked-changes/..", OFFICE):
        for tracked in changes.findall("text:tracked-changes", OFFICE):
            changes.remove(tracked)  # what was struck out
    parents = {
        style.get(_office("style:name"), ""): style.get(_office("style:parent-style-name"), "")
        for style in root.iterfind("office:automatic-styles/style:style", OFFICE)
    }
    body = root.find("office:body", OFFICE)
    if body is None:
        raise KeyError("office:body")
    paragraphs = [(_style_of(each, parents), _said(each)) for each in body.iter(_office("text:p"))]
    tables = [
        [
            [_cell(cell) for cell in row.findall("table:table-cell", OFFICE)]
            for row in table.iter(_office("table:table-row"))
        ]
        for table in body.iter(_office("table:table"))
    ]
    return _written(paragraphs, tables)


def _style_of(paragraph: ElementTree.Element, parents: dict[str, str]) -> str:
    """The name of the style that someone sees; a word processor writes it in its own way, and changes of look over it."""
    name = paragraph.get(_office("text:style-name"), "")
    named = parents.get(name) or name
    return ENCODED.sub(lambda found: chr(int(found[1], 16)), named)


def _said(element: ElementTree.Element) -> str:
    words = element.text or ""
    for child in element:
        if child.tag in (_office("office:annotation"), _office("text:note")):
            words += child.tail or ""
            continue
        spaces = {"text:s": " " * int(child.get(_office("text:c"), "1")), "text:tab": "\t", "text:line-break": "\n"}
        words += spaces.get(_short(child.tag), "") + _said(child) + (child.tail or "")
    return words


def _short(tag: str) -> str:
    return f"text:{tag.rpartition('}')[2]}" if tag.startswith(f"{{{OFFICE['text']}}}") else tag


def _cell(cell: ElementTree.Element) -> str:
    return "\n".join(_said(paragraph) for paragraph in cell.iter(_office("text:p")))


def _office(name: str) -> str:
    prefix, _, local = name.partition(":")
    return f"{{{OFFICE[prefix]}}}{local}"


def _of_docx(root: ElementTree.Element, styles: ElementTree.Element) -> Written:
    names = {
        style.get(_word("styleId"), ""): _value(style.find("w:name", WORD))
        for style in styles.iterfind("w:style", WORD)
    }
    paragraphs = [
        (names.get(_value(each.find("w:pPr/w:pStyle", WORD)), ""), _told(each)) for each in root.iter(_word("p"))
    ]
    tables = [
        [
            ["\n".join(_told(each) for each in cell.iter(_word("p"))) for cell in row.findall("w:tc", WORD)]
            for row in table.findall("w:tr", WORD)
        ]
        for table in root.iter(_word("tbl"))
    ]
    return _written(paragraphs, tables)


def _told(paragraph: ElementTree.Element) -> str:
    """The words of a paragraph; those that were struck out are others (`w:delText`)."""
    signs = {_word("t"): None, _word("tab"): "\t", _word("br"): "\n"}
    return "".join(
        (each.text or "") if signs[each.tag] is None else str(signs[each.tag])
        for run in paragraph.iter(_word("r"))
        for each in run
        if each.tag in signs
    )


def _value(element: ElementTree.Element | None) -> str:
    return "" if element is None else element.get(_word("val"), "")


def _word(name: str) -> str:
    return f"{{{WORD['w']}}}{name}"


def table_under(found: Written, headers: Sequence[str]) -> list[list[str]]:
    """The rows of the table that has these headers, however they are set; none when there is no such table."""
    for table in found.tables:
        if table and [typeset(words) for words in table[0]] == [typeset(words) for words in headers]:
            return table[1:]
    return []
