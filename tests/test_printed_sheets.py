"""The sheet on paper says what the warehouse says, in PDF and in ODT alike."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
from pypdf import PdfReader

from dashboard.datasets.tables import table_bytes
from dashboard.documents.chapters import Sheet, identity, sheet
from dashboard.documents.document import Block, Bullets, Document, Facts, Heading, Paragraph, Picture, PrintedTable
from dashboard.documents.odt import odt_bytes
from dashboard.documents.pdf import pdf_bytes
from dashboard.documents.printed import document, how
from dashboard.documents.sheets import sheet_bytes, sheet_name
from queries.warehouse import Warehouse
from tests.reviewed import GOLDEN, assert_reviewed
from tests.shown_numbers import FRENCH_NUMBER, found_in, numbers_of, places_of, without_places

DAY = date(2026, 11, 21)
SHEETS = ["com-63113", "com-57463", "epci-200070712", "epci-200040715", "dep-63", "com-37261"]


def _printed(warehouse: Warehouse, territory_id: str) -> tuple[Sheet, Document]:
    found = sheet(warehouse.read, territory_id)
    assert found is not None
    return found, document(warehouse.read, found, warehouse.data_version, DAY)


def _words(block: Block) -> Iterator[str]:
    """What is to be read of a block, in order."""
    match block:
        case Heading() | Paragraph():
            yield block.words
        case Bullets():
            yield from block.items
        case Facts():
            for term, words in block.pairs:
                yield from (term, words)
        case PrintedTable():
            yield from block.headers
            for row in block.rows:
                yield from row
        case Picture():
            yield from ()  # its words are its alternative, which the text of a page leaves out


def _solid(words: str) -> str:
    """Without spaces and invisible signs: lines are broken where the page wants."""
    return re.sub(r"[\s\u00ad\u200b\u2060]+", "", words)


def _assert_says_all(text: str, printed: Document) -> None:
    """Every word of the model, in its order."""
    solid, place = _solid(text), 0
    for words in (words for block in printed.blocks for words in _words(block)):
        found = solid.find(_solid(words), place)
        assert found >= 0, words
        place = found + len(_solid(words))


def _pdf_text(content: bytes) -> str:
    """The pages without their footer, which falls between two lines of a table."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return "\n".join(re.sub(r"Atlas CTAI — .* — données \S+\s*page \d+ sur \d+", "", page) for page in pages)


@pytest.mark.parametrize("territory_id", SHEETS)
def test_the_pdf_says_all_that_the_model_says(warehouse: Warehouse, territory_id: str) -> None:
    _, printed = _printed(warehouse, territory_id)
    content = pdf_bytes(printed)
    _assert_says_all(_pdf_text(content), printed)
    assert 2 <= len(PdfReader(io.BytesIO(content)).pages) <= 6


@pytest.mark.parametrize("territory_id", SHEETS)
def test_the_odt_says_all_that_the_model_says(warehouse: Warehouse, territory_id: str) -> None:
    _, printed = _printed(warehouse, territory_id)
    with zipfile.ZipFile(io.BytesIO(odt_bytes(printed))) as file:
        body = ElementTree.fromstring(file.read("content.xml"))
    _assert_says_all("".join(body.itertext()), printed)


def _line(block: Block) -> str:
    """A block as a reviewer reads it; a table line by line."""
    match block:
        case PrintedTable():
            return "\n".join(" | ".join(row) for row in [block.headers, *block.rows])
        case Facts():
            return "\n".join(f"{term} : {words}" for term, words in block.pairs)
        case Picture():
            return f"[Image] {block.alternative}"
    return "\n".join(_words(block))


def test_a_sheet_on_paper_says_what_was_reviewed(answering: Warehouse, tmp_path: Path) -> None:
    """Of fictitious documents: rows cut, figures of extracts marked, columns in their order, sources of what is printed."""
    _, printed = _printed(answering, "com-63113")
    fresh = tmp_path / "printed_sheet.txt"
    blocks = "\n\n".join(f"{type(block).__name__}\n{_line(block)}" for block in printed.blocks)
    fresh.write_text(f"{printed.title}\n{blocks}\n", encoding="utf-8")
    assert_reviewed(GOLDEN / fresh.name, fresh)


@pytest.mark.parametrize("territory_id", SHEETS)
def test_every_number_printed_is_one_of_the_warehouse(warehouse: Warehouse, territory_id: str) -> None:
    found, printed = _printed(warehouse, territory_id)
    figures = [figure for chapter in found.chapters for figure in chapter.figures if how(figure).rows]
    tables = [block for block in printed.blocks if isinstance(block, PrintedTable)]
    assert len(tables) == len(figures)
    for figure, table in zip(figures, tables, strict=True):
        # As the CSV of the figure gives them: dates are words there.
        numbers, words = numbers_of(pl.read_csv(io.BytesIO(table_bytes(figure.frame, "csv")), infer_schema_length=None))
        for cell in (cell for row in table.rows for cell in row):
            for number in FRENCH_NUMBER.findall(without_places(cell, places_of(figure.frame))):
                assert found_in(number, numbers, words), (figure.key, cell)
        assert len(table.rows) == min(len(figure.table.rows), how(figure).rows) or how(figure).crossed_by
    facts = next(block for block in printed.blocks if isinstance(block, Facts))
    assert list(facts.pairs[:-1]) == identity(found.territory)


def test_what_is_left_out_is_counted(warehouse: Warehouse) -> None:
    found, printed = _printed(warehouse, "com-63113")
    divergences = next(
        figure for chapter in found.chapters for figure in chapter.figures if figure.key == "fiche-divergences"
    )
    left = len(divergences.table.rows) - how(divergences).rows
    assert Paragraph(f"Et {left}\u00a0lignes de plus sur la fiche en ligne.", is_small=True) in printed.blocks


def test_no_cell_of_a_crossed_table_is_lost(warehouse: Warehouse) -> None:
    """France has more themes and stages than a table on paper has rows."""
    found, printed = _printed(warehouse, "fra")
    themes = next(figure for chapter in found.chapters for figure in chapter.figures if figure.key == "fiche-themes")
    assert len(themes.table.rows) > 40
    crossed = next(block for block in printed.blocks if isinstance(block, PrintedTable) and block.headers[0] == "Thème")
    told = {
        (row[0], stage): cell for row in crossed.rows for stage, cell in zip(crossed.headers[1:], row[1:], strict=True)
    }
    assert [told[theme, stage] for theme, stage, *_ in themes.table.rows] == [row[2] for row in themes.table.rows]


def test_every_drawing_has_its_words_and_every_figure_its_source(warehouse: Warehouse) -> None:
    _, printed = _printed(warehouse, "com-63113")
    drawings = [block for block in printed.blocks if isinstance(block, Picture)]
    assert len(drawings) == 4
    assert all("Clermont-Ferrand" in drawing.alternative for drawing in drawings)
    *_, sources = (block for block in printed.blocks if isinstance(block, Bullets))
    cited = " ".join(sources.items)
    for identifier in ("ctair-clermont-ferrand-2019.0006", "ctair-clermont-ferrand-2019.e02", "ctai-com-63113-2022"):
        assert f"[{identifier}]" in cited


def test_the_same_day_gives_the_same_file(warehouse: Warehouse) -> None:
    for form in ("pdf", "odt"):
        once, again = (sheet_bytes(warehouse, "epci-200070712", form, DAY) for _ in range(2))
        assert once == again
    assert sheet_bytes(warehouse, "com-99999", "pdf", DAY) is None
    assert sheet_name("dep-63", "0123456789abcdef", "pdf") == "fiche-dep-63-0123456789abcdef.pdf"
