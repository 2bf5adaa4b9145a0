"""The sheet on paper says what the warehouse says, in PDF and in ODT alike."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice
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
from dashboard.figures.content import Content
from dashboard.words.typography import typeset
from queries.warehouse import Warehouse
from tests.kinds import swept
from tests.reviewed import GOLDEN, assert_reviewed
from tests.shown_numbers import FRENCH_NUMBER, found_in, numbers_of, places_of, without_places

DAY = date(2026, 11, 21)
NOTES = re.compile(r"\u00a0\[[\d, ]+\]")
SHEETS = ["com-63113", "com-57463", "epci-200070712", "epci-200040715", "dep-63", "com-37261"]


Printed = Callable[[str], tuple[Sheet, Document]]


@pytest.fixture(scope="module")
def printed_of(warehouse: Warehouse) -> Printed:
    """The sheet of a territory and its model on paper, made once for all that is asked of them."""
    return cache(lambda territory_id: _printed(warehouse, territory_id))


def _printed(warehouse: Warehouse, territory_id: str) -> tuple[Sheet, Document]:
    found = sheet(warehouse.read, territory_id)
    assert found is not None
    return found, document(warehouse.read, found, warehouse.data_version, DAY)


@pytest.fixture(scope="module")
def file_of(printed_of: Printed) -> Callable[[str, str], bytes]:
    """The sheet of a territory as a file, written once."""
    writers = {"pdf": pdf_bytes, "odt": odt_bytes}
    return cache(lambda territory_id, form: writers[form](printed_of(territory_id)[1]))


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
            if block.caption:
                yield block.caption
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
        printed = _solid(typeset(words))
        found = solid.find(printed, place)
        assert found >= 0, words
        place = found + len(printed)


def _pdf_text(content: bytes) -> str:
    """The pages without their footer, which falls between two lines of a table."""
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return "\n".join(re.sub(r"Atlas CTAI — .* — données \S+\s*page \d+ sur \d+", "", page) for page in pages)


# A commune with a contract, a département, a territory without one; others are printed alike: make soak.
@pytest.mark.parametrize("territory_id", swept(SHEETS, ["com-63113", "dep-63", "com-37261"]))
def test_the_pdf_says_all_that_the_model_says(
    printed_of: Printed, file_of: Callable[[str, str], bytes], territory_id: str
) -> None:
    _, printed = printed_of(territory_id)
    content = file_of(territory_id, "pdf")
    _assert_says_all(_pdf_text(content), printed)
    assert 2 <= len(PdfReader(io.BytesIO(content)).pages) <= 12


@pytest.mark.parametrize("territory_id", SHEETS)
def test_the_odt_says_all_that_the_model_says(
    printed_of: Printed, file_of: Callable[[str, str], bytes], territory_id: str
) -> None:
    _, printed = printed_of(territory_id)
    with zipfile.ZipFile(io.BytesIO(file_of(territory_id, "odt"))) as file:
        body = ElementTree.fromstring(file.read("content.xml"))
    _assert_says_all("".join(body.itertext()), printed)


def _line(block: Block) -> str:
    """A block as a reviewer reads it; a table line by line."""
    match block:
        case PrintedTable():
            return "\n".join(" | ".join(row) for row in [[block.caption], block.headers, *block.rows] if any(row))
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
def test_every_number_printed_is_one_of_the_warehouse(printed_of: Printed, territory_id: str) -> None:
    found, printed = printed_of(territory_id)
    figures = [figure for chapter in found.chapters for figure in chapter.figures if how(figure).rows]
    told = iter([block for block in printed.blocks if isinstance(block, PrintedTable | Facts)])
    facts = next(told)
    assert isinstance(facts, Facts)
    assert list(facts.pairs[:-1]) == identity(found.territory)
    assert facts.pairs[-1] == ("Fiche en ligne", f"dans l'Atlas CTAI, à l'adresse /territoires/{territory_id}")
    for figure in figures:
        shown = min(len(figure.table.rows), how(figure).rows)
        # As the CSV of the figure gives them: dates are words there.
        numbers, words = numbers_of(pl.read_csv(io.BytesIO(table_bytes(figure.frame, "csv")), infer_schema_length=None))
        rows = [row for block in islice(told, _blocks_of(figure, shown)) for row in _lines(block)]
        for cell in (cell for row in rows for cell in row):
            for number in FRENCH_NUMBER.findall(without_places(NOTES.sub("", cell), places_of(figure.frame))):
                assert found_in(number, numbers, words), (figure.key, cell)
        if not (how(figure).crossed_by or how(figure).gathered or how(figure).is_upright):
            assert len(rows) == shown
    key, *sources = told
    assert isinstance(key, Facts)
    assert ("[1]", "numéro de la source, dans la liste qui suit.") in key.pairs
    assert len(sources) == 1


def _lines(block: PrintedTable | Facts) -> Sequence[Sequence[str]]:
    return block.rows if isinstance(block, PrintedTable) else [[words] for _, words in block.pairs]


def _blocks_of(figure: Content, shown: int) -> int:
    """How many blocks a figure is told in: a contract by itself, a table per axis of each contract and stage, or one."""
    if how(figure).is_upright:
        return shown
    if not how(figure).grouped_by:
        return 1
    groups = figure.frame.head(shown).select(
        pl.concat_str(pl.col("contract_id", "stage", "axis_label").fill_null("—"), separator="|")
    )
    return groups.to_series().rle_id().max() + 1


def test_what_is_left_out_is_counted(printed_of: Printed) -> None:
    found, printed = printed_of("com-63113")
    divergences = next(
        figure for chapter in found.chapters for figure in chapter.figures if figure.key == "fiche-divergences"
    )
    left = len(divergences.table.rows) - how(divergences).rows
    assert Paragraph(f"Et {left}\u00a0lignes de plus sur la fiche en ligne.", is_small=True) in printed.blocks


def test_no_cell_of_a_crossed_table_is_lost(printed_of: Printed) -> None:
    """France has more themes and stages than a table on paper has rows."""
    found, printed = printed_of("fra")
    themes = next(figure for chapter in found.chapters for figure in chapter.figures if figure.key == "fiche-themes")
    assert len(themes.table.rows) > 40
    crossed = next(block for block in printed.blocks if isinstance(block, PrintedTable) and block.headers[0] == "Thème")
    told = {
        (NOTES.sub("", row[0]), stage): cell
        for row in crossed.rows
        for stage, cell in zip(crossed.headers[1:], row[1:], strict=True)
    }
    assert [told[theme, stage] for theme, stage, *_ in themes.table.rows] == [row[2] for row in themes.table.rows]


def test_every_drawing_has_its_words_and_every_figure_its_source(printed_of: Printed) -> None:
    _, printed = printed_of("com-63113")
    drawings = [block for block in printed.blocks if isinstance(block, Picture)]
    assert len(drawings) == 4
    assert all("Clermont-Ferrand" in drawing.alternative for drawing in drawings)
    *_, sources = (block for block in printed.blocks if isinstance(block, Facts))
    numbers = [number for number, _ in sources.pairs]
    assert numbers == [f"[{place}]" for place in range(1, len(numbers) + 1)]
    told = dict(sources.pairs)
    assert "clermontinfos63.fr/actualite-19736" in told["[1]"]
    cells = [row[0] for block in printed.blocks if isinstance(block, PrintedTable) for row in block.rows]
    cited = {number for cell in cells for marks in NOTES.findall(cell) for number in re.findall(r"\d+", marks)}
    assert {f"[{number}]" for number in cited} <= set(numbers)
    assert not any(re.search(r"[a-z0-9-]+\.\d{4}\b", words) for words in told.values()), "identifiers stand online"


def test_the_actions_stand_by_axis_in_the_order_of_their_fiches(printed_of: Printed) -> None:
    """Metz: six axes, fifteen fiches, what each costs and asks of programme 104; their sum is the contract's."""
    _, printed = printed_of("com-57463")
    tables = [
        block for block in printed.blocks if isinstance(block, PrintedTable) and block.caption.startswith("Axe n°")
    ]
    assert [re.match(r"Axe n° ?(\d)", table.caption)[1] for table in tables] == ["1", "2", "3", "4", "5", "6"]
    assert {tuple(table.headers) for table in tables} == {
        ("Action", "Organisme", "Public", "Calendrier", "Coût", "Programme 104")
    }
    rows = [row for table in tables for row in table.rows]
    numbers = [row[0].partition(" ")[0] for row in rows]
    assert numbers == [
        "1.1.1.", "1.1.2.", "1.1.3.", "1.1.4.", "1.2.1.", "1.2.2.", "1.2.3.", "1.2.4.", "1.2.5.", "1.3.1.", "1.3.2.",
        "1.3.3.", "1.4.1.", "1.5.1.", "1.6.1.",
    ]  # fmt: skip
    assert rows[1][1] == "CCAS de Metz"
    assert rows[1][3:] == [
        "Durée\u00a0: 4 mois\u202f; juillet 2022-octobre 2022",
        "25\u202f300\u00a0€",
        "4\u202f300\u00a0€",
    ]
    sums = [sum(int(re.sub(r"\D", "", row[place])) for row in rows) for place in (4, 5)]
    assert sums == [281_300, 216_300]


def test_an_amount_that_lacks_or_cannot_be_read_is_no_zero(printed_of: Printed) -> None:
    """Thiers: no fiche speaks of programme 104, one cost is blotted; a part stands under its whole."""
    _, printed = printed_of("epci-200070712")
    rows = [
        row
        for block in printed.blocks
        if isinstance(block, PrintedTable) and block.caption.startswith("Axe ")
        for row in block.rows
    ]
    assert {row[4] for row in rows} >= {"14\u202f892\u00a0€", "illisible"}
    assert not any(cell == "0\u00a0€" for row in rows for cell in row)
    assert [row[0].startswith("dont\u00a0:") for row in rows] == [False, False, True, True, True, False]


def test_the_promised_indicators_stand_by_action(printed_of: Printed) -> None:
    _, printed = printed_of("com-57463")
    (table,) = [block for block in printed.blocks if isinstance(block, PrintedTable) and "Indicateur" in block.headers]
    told = [row[1].split("\u202f; ") for row in table.rows]
    assert (len(told), sum(map(len, told))) == (15, 99)
    assert sum("(chiffre publié)" in words for row in told for words in row) == 1


def test_less_is_written_with_its_sign(printed_of: Printed) -> None:
    """Not with a hyphen, which dates and codes keep."""
    _, printed = printed_of("com-57463")
    cells = {cell for block in printed.blocks if isinstance(block, PrintedTable) for row in block.rows for cell in row}
    assert "−150\u202f000\u00a0€" in cells
    assert "2022-2023" in cells


def test_a_contract_says_who_it_is(printed_of: Printed) -> None:
    _, printed = printed_of("com-57463")
    place = next(
        place for place, block in enumerate(printed.blocks)
        if isinstance(block, Heading) and block.words.startswith("Metz, CTAI 2022")
    )  # fmt: skip
    told = printed.blocks[place + 1]
    assert isinstance(told, Facts)
    facts = dict(told.pairs)
    assert list(facts) == ["Titre", "Où", "Statut", "Public", "Dates", "Signataires", "Argent de l'État"]
    assert facts["Public"] == "primo-arrivants et protection temporaire"
    assert "durée 36\u00a0mois" in facts["Dates"]


def test_the_same_day_gives_the_same_file(warehouse: Warehouse, file_of: Callable[[str, str], bytes]) -> None:
    """From the warehouse to the bytes once more."""
    for form in ("pdf", "odt"):
        assert sheet_bytes(warehouse, "epci-200070712", form, DAY) == file_of("epci-200070712", form)
    assert sheet_bytes(warehouse, "com-99999", "pdf", DAY) is None
    assert sheet_name("dep-63", "0123456789abcdef", "pdf") == "fiche-dep-63-0123456789abcdef.pdf"
