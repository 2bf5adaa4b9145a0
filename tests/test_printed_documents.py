"""A printed document says the same in PDF and in ODT, and both can be read out: words, order, headers, alternatives."""

import base64
import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, PdfObject

from dashboard.documents.document import Block, Bullets, Document, Facts, Heading, Paragraph, Picture, PrintedTable
from dashboard.documents.odt import odt_bytes
from dashboard.documents.pdf import pdf_bytes
from dashboard.documents.pictures import Drawn
from dashboard.words.typography import typeset

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><rect width="4" height="2" fill="#000091"/></svg>'
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNgYJj4HwADLgHymsc3qAAAAABJRU5ErkJggg=="
)
DRAWING = Picture({"svg": Drawn(SVG, 8, 4), "png": Drawn(PNG, 8, 4)}.__getitem__, "Un rectangle bleu.")
ROWS = [["2021", "1\u202f234,5\u00a0€", "contrat, art. 5"], ["2022-2024", "—", ""]]
SAMPLE = Document(
    title="Contrat territorial de Metz",
    subtitle="Fiche de synthèse",
    sender=["Atlas CTAI", "Données publiques"],
    footer="Atlas CTAI – données 3f2a",
    blocks=[
        Heading("1. Identité"),
        Facts([("Porteur", "Ville de Metz"), ("Durée", "trois ans")]),
        Heading("1.1. À retenir", 2),
        Paragraph("Rien de ce qui n’est pas connu n’est montré."),
        Bullets(["premier point", "second point"]),
        Heading("2. Argent"),
        PrintedTable("Montants", ["Année", "Montant", "Source"], ROWS),
        DRAWING,
        Paragraph("Une note.", is_small=True),
    ],
)
LONG = replace(SAMPLE, blocks=[PrintedTable("Longue", ["Nom", "Nombre"], [[f"n{i}", f"{i}"] for i in range(120)])])
HOSTILE = [
    "#let x = 1", "$a$", "*gras*", "_x_", "\\n", "<b>&amp;", "@ref", '"', "'", "[x]", "// ~ -- ...", "]]>", "= x",
]  # fmt: skip
OFFICE = {
    prefix: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"
    for prefix, name in {
        "text": "text", "table": "table", "svg": "svg-compatible", "style": "style", "fo": "xsl-fo-compatible",
        "manifest": "manifest",
    }.items()
}  # fmt: skip


def with_blocks(*blocks: Block) -> Document:
    return replace(SAMPLE, blocks=blocks)


def pdf(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(pdf_bytes(document)))


def spaced(words: str) -> str:
    """Words as they are compared: one ordinary space for any run of spaces."""
    return re.sub(r"\s+", " ", words).strip()


def pdf_text(document: Document) -> str:
    return spaced(" ".join(page.extract_text() for page in pdf(document).pages))


def structure(node: PdfObject | None) -> Iterator[DictionaryObject]:
    """The elements of the structure tree, in order of reading."""
    found = node.get_object() if node is not None else None
    if isinstance(found, ArrayObject):
        for child in found:
            yield from structure(child)
    elif isinstance(found, DictionaryObject):
        if "/S" in found:
            yield found
        yield from structure(found.get("/K"))


def tags(document: Document) -> list[DictionaryObject]:
    return [*structure(pdf(document).trailer["/Root"]["/StructTreeRoot"])]


def part(document: Document, name: str) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(odt_bytes(document))) as archive:
        return ElementTree.fromstring(archive.read(name))


def found(document: Document, path: str, name: str = "content.xml") -> list[ElementTree.Element]:
    return part(document, name).findall(path, OFFICE)


def spoken(element: ElementTree.Element) -> str:
    return "".join(element.itertext())


def attribute(element: ElementTree.Element, name: str) -> str | None:
    prefix, _, local = name.partition(":")
    return element.get(f"{{{OFFICE[prefix]}}}{local}")


def test_a_pdf_tells_its_language_its_title_and_that_it_can_be_read_out() -> None:
    root = pdf(SAMPLE).trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert pdf(SAMPLE).metadata["/Title"] == "Contrat territorial de Metz"
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


def test_an_undated_pdf_bears_no_date_and_a_dated_one_is_fit_for_the_archives() -> None:
    assert "/CreationDate" not in pdf(SAMPLE).metadata
    dated = pdf(replace(SAMPLE, dated=date(2024, 12, 31)))
    assert dated.metadata["/CreationDate"].startswith("D:20241231")
    described = dated.trailer["/Root"]["/Metadata"].get_data()
    assert b"<pdfaid:part>2</pdfaid:part>" in described
    assert b"<pdfaid:conformance>A</pdfaid:conformance>" in described
    assert b"<pdfuaid:part>1</pdfuaid:part>" in described


def test_the_structure_of_a_pdf_is_the_one_of_the_document() -> None:
    blocks = ["/P", "/H1", "/H2", "/L", "/H3", "/L", "/Table", "/Figure"]
    kinds = [tag["/S"] for tag in tags(SAMPLE)]
    assert kinds[0] == "/Document"
    assert [kind for kind in dict.fromkeys(kinds) if kind in blocks] == list(dict.fromkeys(blocks))
    headings = [(tag["/S"], tag["/T"]) for tag in tags(SAMPLE) if tag["/S"] in ("/H1", "/H2", "/H3")]
    assert headings == [
        ("/H1", "Contrat territorial de Metz"), ("/H2", "1. Identité"), ("/H3", "1.1. À retenir"), ("/H2", "2. Argent"),
    ]  # fmt: skip
    assert [kinds.count(kind) for kind in ("/LI", "/Lbl", "/Caption", "/TR", "/TH", "/TD")] == [4, 4, 1, 3, 3, 6]
    scopes = [entry["/Scope"] for tag in tags(SAMPLE) if tag["/S"] == "/TH" for entry in tag["/A"] if "/Scope" in entry]
    assert scopes == ["/Column"] * 3
    assert [tag["/Alt"] for tag in tags(SAMPLE) if tag["/S"] == "/Figure"] == ["Un rectangle bleu."]


def test_every_word_of_a_document_is_in_its_pdf() -> None:
    assert pdf_text(SAMPLE) == (
        "Atlas CTAI Données publiques Contrat territorial de Metz Fiche de synthèse "
        "1. Identité Porteur Ville de Metz Durée trois ans 1.1. À retenir "
        "Rien de ce qui n’est pas connu n’est montré. • premier point • second point 2. Argent "
        "Montants Année Montant Source 2021 1 234,5 € contrat, art. 5 2022-2024 — "
        "Une note. Atlas CTAI – données 3f2a page 1 sur 1"
    )


def test_every_word_of_a_document_is_in_its_odt() -> None:
    body = part(SAMPLE, "content.xml")
    words = [spoken(element) for element in body.iter() if element.tag.split("}")[1] in ("h", "p")]
    assert words == [
        "Atlas CTAI", "Données publiques", "Contrat territorial de Metz", "Fiche de synthèse",
        "1. Identité", "PorteurVille de Metz", "Duréetrois ans", "1.1. À retenir",
        "Rien de ce qui n’est pas connu n’est montré.", "premier point", "second point", "2. Argent",
        "Montants", "Année", "Montant", "Source", "2021", "1\u202f234,5\u00a0€", "contrat, art. 5", "2022-2024", "—", "",
        "2. ArgentUn rectangle bleu.", "Une note.",
    ]  # fmt: skip


def test_header_and_footer_are_on_every_page_of_a_long_table_and_no_row_is_cut() -> None:
    pages = [spaced(page.extract_text()) for page in pdf(LONG).pages]
    assert len(pages) == 3
    assert [page.count("Nom Nombre") for page in pages] == [1, 1, 1]
    for number, page in enumerate(pages, start=1):
        assert page.endswith(f"Atlas CTAI – données 3f2a page {number} sur 3")
    assert all(any(f"n{number} {number} " in page for page in pages) for number in range(120))


def test_a_row_taller_than_a_page_goes_on_overleaf() -> None:
    table = PrintedTable("Haute", ["Nom", "Passage"], [["un", "mot " * 3000], ["deux", "fin"]], widths=[3, 1])
    assert pdf_text(with_blocks(table)).count("mot") == 3000
    heights = [attribute(row, "table:style-name") for row in found(with_blocks(table), ".//table:table-row")]
    assert heights == ["Row", "TallRow", "Row"]


def test_a_pdf_uses_the_fonts_of_the_house_only() -> None:
    names = {
        font.get_object()["/BaseFont"].split("+")[1]
        for page in pdf(SAMPLE).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert names == {"LiberationSans", "LiberationSans-Bold"}


def test_every_character_of_the_data_can_be_printed(repository: Path) -> None:
    texts = [path.read_text("utf-8") for kind in ("csv", "toml") for path in (repository / "data").rglob(f"*.{kind}")]
    characters = "".join(sorted(set("".join(texts)) - set("\n\r\t ")))
    assert len(characters) > 100
    assert set(typeset(characters)) - {" ", "\u00a0", "\u202f"} <= set(pdf_text(with_blocks(Paragraph(characters))))


HARD = "\x00\x01\x0b\x1b\x7f\x85\u00ad\u200b\u202e\u2028\ufdd0\ufffe\uffff\ufffd\uf0b7\U000f0001\U0010ffff\ud800\u0378"
EASY = "✓➔⇒\u2011→≥½ᵉﬁ😀❤€"


def worded(words: str) -> Document:
    """The words in every place that a document has."""
    picture = next(block for block in SAMPLE.blocks if isinstance(block, Picture))
    blocks = [
        Heading(words),
        Paragraph(words),
        Bullets([words], is_small=True),
        Facts([(words, words)]),
        PrintedTable(words, [words, "Autre"], [[words, words]]),
        replace(picture, alternative=words),
    ]
    return replace(SAMPLE, title=words, subtitle=words, sender=[words, words], footer=words, blocks=blocks)


@pytest.mark.parametrize("dated", [None, date(2026, 11, 29)])
def test_no_sign_stops_a_document(dated: date | None) -> None:
    """What a font has is shown; what has no shape, or no font, is written out."""
    document = replace(worded(f"a{HARD} {EASY} 漢字 مرحبا z"), dated=dated)
    text = pdf_text(document)
    assert "a[U+0000][U+0001][U+000B][U+001B][U+007F][U+0085][U+00AD][U+200B][U+202E]" in "".join(text.split())
    assert "[U+F0B7]" in text
    assert "[U+6F22][U+5B57]" in "".join(text.split())
    assert set(EASY) <= set(text)
    spoken_text = "".join(spoken(element) for element in found(document, ".//text:p"))
    assert "[U+202E]" in spoken_text
    assert "漢字" in spoken_text


@pytest.mark.soak
def test_no_text_stops_a_document() -> None:
    """Two hundred texts of signs taken at random among all of Unicode."""
    for seed in range(200):
        chance = random.Random(seed)
        words = "a" + "".join(
            chr(chance.choice([chance.randrange(0x3000), chance.randrange(0x110000)])) for _ in range(60)
        )
        for make in (pdf_bytes, odt_bytes):
            assert make(worded(words)), f"seed {seed}"


@pytest.mark.parametrize("make", [pdf_bytes, odt_bytes])
def test_the_same_words_make_the_same_bytes(make: Callable[[Document], bytes]) -> None:
    assert make(SAMPLE) == make(SAMPLE)
    assert make(replace(SAMPLE, title="Autre")) != make(SAMPLE)


def test_an_odt_has_no_clock_and_only_the_parts_of_a_text() -> None:
    with zipfile.ZipFile(io.BytesIO(odt_bytes(SAMPLE))) as archive:
        parts = archive.infolist()
    assert [entry.filename for entry in parts] == [
        "mimetype", "content.xml", "styles.xml", "meta.xml", "Pictures/Image8.png", "META-INF/manifest.xml",
    ]  # fmt: skip
    assert parts[0].compress_type == zipfile.ZIP_STORED
    assert {entry.date_time for entry in parts} == {(1980, 1, 1, 0, 0, 0)}
    assert [spoken(element) for element in part(SAMPLE, "meta.xml")[0]] == [
        "Contrat territorial de Metz", "fr-FR", "Atlas CTAI",
    ]  # fmt: skip
    listed = [attribute(entry, "manifest:full-path") for entry in part(SAMPLE, "META-INF/manifest.xml")]
    assert listed == ["/", "content.xml", "styles.xml", "meta.xml", "Pictures/Image8.png"]


def test_an_odt_can_be_read_out() -> None:
    headings = [(attribute(h, "text:outline-level"), spoken(h)) for h in found(SAMPLE, ".//text:h")]
    assert headings == [("1", "1. Identité"), ("2", "1.1. À retenir"), ("1", "2. Argent")]
    headers = found(SAMPLE, ".//table:table-header-rows/table:table-row/table:table-cell")
    assert [spoken(cell) for cell in headers] == ["Année", "Montant", "Source"]
    assert len(found(SAMPLE, ".//table:table-header-columns/table:table-column")) == 1
    assert len(found(SAMPLE, ".//table:table-columns/table:table-column")) == 2
    assert [spoken(element) for element in found(SAMPLE, ".//svg:desc")] == ["Un rectangle bleu."]
    [default] = found(SAMPLE, ".//style:default-style[@style:family='paragraph']/style:text-properties", "styles.xml")
    assert (attribute(default, "fo:language"), attribute(default, "fo:country")) == ("fr", "FR")


def test_an_odt_has_its_footer_and_only_styles_that_it_defines() -> None:
    [footer] = found(SAMPLE, ".//style:footer/text:p", "styles.xml")
    assert spoken(footer) == "Atlas CTAI – données 3f2apage 1 sur 1"
    assert [child.tag.split("}")[1] for child in footer] == ["tab", "page-number", "page-count"]
    [layout] = found(SAMPLE, ".//style:page-layout-properties", "styles.xml")
    assert [attribute(layout, f"fo:{name}") for name in ("page-width", "page-height", "margin-left", "margin-top")] == [
        "21cm", "29.7cm", "2cm", "1.6cm",
    ]  # fmt: skip
    styles, content = part(SAMPLE, "styles.xml"), part(SAMPLE, "content.xml")
    defined = {attribute(element, "style:name") for element in (*styles.iter(), *content.iter())}
    used = {value for element in content.iter() for key, value in element.items() if key.endswith("}style-name")}
    assert {"Title", "Subtitle", "Heading_20_1", "Heading_20_2", "Text_20_body", "Table_20_Heading"} <= used
    assert used <= defined


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_printed_as_they_are_and_never_obeyed(words: str) -> None:
    table = PrintedTable(words, [words, "B"], [[words, ""], ["", words]])
    document = Document(
        words, words, [words, words], words,
        [Heading(words), Paragraph(words), Bullets([words, ""]), Facts([(words, words)]), table,
         replace(DRAWING, alternative=words)],
    )  # fmt: skip
    printed = typeset(words)
    assert pdf_text(document).count(printed) == 14
    assert pdf(document).metadata["/Title"] == printed
    assert [tag["/Alt"] for tag in tags(document) if tag["/S"] == "/Figure"] == [printed]
    written = spoken(part(document, "content.xml")) + spoken(part(document, "styles.xml"))
    assert written.count(printed) == 16  # the heading once more, as the title of the drawing below it


def test_a_table_without_rows_keeps_its_headers() -> None:
    empty = with_blocks(PrintedTable("", ["Année", "Montant"], []))
    assert "Année Montant" in pdf_text(empty)
    assert [tag["/S"] for tag in tags(empty)].count("/TH") == 2
    assert [spoken(row) for row in found(empty, ".//table:table-row")] == ["AnnéeMontant"]


def test_a_number_is_not_cut_in_two_however_narrow_its_column_was_asked() -> None:
    table = PrintedTable("", ["Nom", "Montant"], [["mot " * 80, "12\u202f345\u202f678,90\u00a0€"]], widths=[40, 1])
    lines = pdf(with_blocks(table)).pages[0].extract_text().splitlines()
    assert any("12\u202f345\u202f678,90\u00a0€" in line for line in lines)
    assert PrintedTable("", ["a", "b"], [], widths=[1, 3]).shares() == pytest.approx([0.25, 0.75])


def test_numbers_are_set_to_the_right_and_words_to_the_left() -> None:
    rows = [
        ["2021", "300\u202f000\u00a0€", "12,4\u00a0%", "2\u00a0contrats", "3 ans de plus", ""],
        ["x", "—", "", "0", "1", ""],
    ]
    table = PrintedTable("", ["Année", "Montant", "Part", "Contrats", "Texte", "Rien"], rows)
    assert table.are_amounts() == [False, True, True, True, False, False]


def test_an_address_stays_on_the_page_and_is_copied_whole() -> None:
    address = "https://exemple.gouv.fr/" + "chemin/tres-long_" * 12 + "?page=2&id=" + "0123456789abcdef" * 8
    text = pdf(with_blocks(Paragraph(address))).pages[0].extract_text()
    assert max(map(len, text.splitlines())) < 130
    assert address in text.replace("\n", "")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (lambda: replace(DRAWING, alternative=" "), "picture without alternative text"),
        (lambda: PrintedTable("t", ["a", " "], []), "table « t »: a column without header"),
        (lambda: PrintedTable("t", [], []), "table « t »: a column without header"),
        (lambda: PrintedTable("t", ["a", "b"], [["1"]]), "table « t »: a row that has not 2 cells"),
        (lambda: PrintedTable("t", ["a", "b"], [], widths=[1]), "table « t »: widths that do not fit its columns"),
        (lambda: with_blocks(Heading("a", 2)), "headings out of order: [2]"),
        (lambda: with_blocks(Heading("a"), Heading("b", 3)), "headings out of order: [1, 3]"),
        (lambda: replace(SAMPLE, title=""), "document without title"),
    ],
)
def test_what_could_not_be_read_out_is_refused(wrong: Callable[[], object], said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        wrong()


@pytest.mark.parametrize("lines", range(38, 56, 3))
def test_a_heading_its_sentence_and_a_short_table_are_on_one_page(lines: int) -> None:
    """Wherever the page ends among them."""
    short = PrintedTable(
        "Axe 1", ["Action", "Coût"], [[f"fiche {place}", f"{place}00\u00a0€"] for place in range(1, 6)]
    )
    filled = [Paragraph(f"ligne {place}") for place in range(lines)]
    told = Paragraph("Cinq actions.", is_kept=True)
    kept = with_blocks(*filled, Heading("Actions"), told, short)
    pages = [page.extract_text() for page in pdf(kept).pages]
    (whole,) = [words for words in pages if "Actions" in words]
    assert all(words in whole for words in ("Cinq actions.", "Axe 1", "fiche 1", "fiche 5"))


def test_what_is_kept_together_is_so_in_odt() -> None:
    short = PrintedTable("", ["Nom"], [["un"], ["deux"]])
    kept = with_blocks(Heading("Titre"), Paragraph("Une phrase.", is_kept=True), short, *LONG.blocks)
    told = next(line for line in found(kept, ".//text:p") if spoken(line) == "Une phrase.")
    style = attribute(told, "text:style-name")
    named = next(one for one in found(kept, ".//style:style", "styles.xml") if attribute(one, "style:name") == style)
    (properties,) = named.findall("style:paragraph-properties", OFFICE)
    assert attribute(properties, "fo:keep-with-next") == "always"
    styles = [attribute(table, "table:style-name") for table in found(kept, ".//table:table")]
    breaks = {
        attribute(one, "style:name"): attribute(one[0], "style:may-break-between-rows")
        for one in found(kept, ".//style:style")
        if attribute(one, "style:name") in styles
    }
    assert [breaks[name] for name in styles] == ["false", "true"]
