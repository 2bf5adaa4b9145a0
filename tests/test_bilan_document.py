"""The bilan as a document: every number read back from the three files, and what a préfet must be able to rely on."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import odfdo
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.asked import Home, Kind, State
from dashboard.bilan.form import form, unknown_contract
from dashboard.cli import main
from dashboard.documents.bilan.document import CHAPTERS, bilan_bytes, document, write
from dashboard.documents.bilan.regeneration import NUMBERS, Former, former
from dashboard.documents.bilan.words import agreed, cut, marks, of_place, prefect
from dashboard.documents.document import Document, Framed, Heading, Hidden, Paragraph, Picture, PrintedTable
from dashboard.documents.written_texts import CannotBeTakenUp, written
from dashboard.words.typography import typeset
from queries.warehouse import Warehouse
from tests.made_bilan import fictitious

METZ, THIERS = "ctai-com-57463-2022", "ctai-epci-200070712-2023"
YEAR, DAY = (date(2023, 1, 1), date(2023, 12, 31)), date(2024, 3, 1)
FIRST, LARGER = 1001, 5000  # the first of the numbers, each given once; how much larger the wholes are
NUMBERS_OF_CELLS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY)
# Signs of French typography that a reader of files may give as others.
SPACES = re.compile(r"[\s\u00a0\u202f]+")


def filled_for(warehouse: Warehouse, contract_id: str) -> Filled:
    return fictitious(form(warehouse.read, contract_id, YEAR, warehouse.data_version))


def made(warehouse: Warehouse, filled: Filled) -> Document:
    return document(filled, warehouse.read, warehouse.data_version, DAY)


def plain(words: str) -> str:
    """One space for each run of them: a PDF breaks lines where it will."""
    return SPACES.sub(" ", words).strip().replace("’", "'")


def french(value: Decimal, kind: Kind) -> str:
    """« 1 001 », « 1 001 € »: written here once more, on purpose."""
    words = f"{int(value):,}".replace(",", " ")
    return f"{words} €" if kind is Kind.MONEY else words


@pytest.fixture(scope="module")
def told_apart(warehouse: Warehouse) -> Filled:
    """Metz, each of its numbers unlike all others."""
    filled = filled_for(warehouse, METZ)
    asked = [one for _table, _row, one in filled.form.questions() if one.kind in NUMBERS_OF_CELLS]
    given = {
        one.question_id: Answer(Decimal(FIRST + place + (LARGER if one.column == "Total" else 0)))
        for place, one in enumerate(asked)
    }
    payers = {name: answer for name, answer in given.items() if not name.startswith("financeur-")}
    return replace(filled, answers={**filled.answers, **payers})


@pytest.fixture(scope="module")
def files(warehouse: Warehouse, told_apart: Filled) -> dict[str, bytes]:
    """The three files of one document."""
    whole = made(warehouse, told_apart)
    return {name: write(whole, name) for name in ("pdf", "odt", "docx")}


@pytest.fixture(scope="module")
def thiers(warehouse: Warehouse) -> tuple[Filled, Document]:
    """A small bilan, as it was answered and as it is told."""
    filled = filled_for(warehouse, THIERS)
    return filled, made(warehouse, filled)


@pytest.fixture(scope="module")
def files_of_thiers(thiers: tuple[Filled, Document]) -> dict[str, bytes]:
    return {name: write(thiers[1], name) for name in ("pdf", "odt", "docx")}


def body_of_odt(content: bytes) -> list[str]:
    """The words of each paragraph, in their order, those of tables too."""
    body = odfdo.Document(io.BytesIO(content)).body
    return [each.text_recursive for each in body.xpath(".//text:p | .//text:h")]


def body_of_docx(content: bytes) -> list[str]:
    elements = docx.Document(io.BytesIO(content)).element.body.iter(qn("w:p"))
    return ["".join(each.text or "" for each in one.iter(qn("w:t"))) for one in elements]


def body_of_pdf(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


BODIES = {"odt": body_of_odt, "docx": body_of_docx, "pdf": body_of_pdf}


@pytest.mark.parametrize("name", BODIES)
def test_every_number_stands_in_the_text_as_it_was_answered(
    files: Mapping[str, bytes], told_apart: Filled, name: str
) -> None:
    """Before the lines that nobody sees, and in those lines; a number that the contract fixes is no answer."""
    words = plain(" ".join(BODIES[name](files[name])))
    body, title, hidden = words.rpartition(plain(NUMBERS)) if name != "pdf" else (words, NUMBERS, words)
    assert title and body
    numbers = {
        one.question_id: french(told_apart.answers[one.question_id].value, one.kind)  # type: ignore[arg-type]
        for _table, _row, one in told_apart.form.questions()
        if one.kind in NUMBERS_OF_CELLS and one.question_id in told_apart.answers
    }
    assert len(numbers) > 290
    for part in (body, hidden):
        missing = [each for each, told in numbers.items() if not re.search(rf"(?<!\d){told}(?!\d)", part)]
        assert missing == []


@pytest.mark.parametrize("name", ["odt", "docx"])
def test_each_number_is_bound_to_the_cell_that_it_comes_from(
    files: Mapping[str, bytes], told_apart: Filled, name: str
) -> None:
    """A line that nobody sees names the cell of the workbook, so that a later document finds it again."""
    numbers = former(files[name], told_apart.form).numbers
    for _table, row, question in told_apart.form.questions():
        answer = told_apart.answers.get(question.question_id)
        if question.kind in NUMBERS_OF_CELLS and answer is not None and isinstance(answer.value, Decimal):
            assert plain(numbers[row.key, typeset(question.column)]) == french(answer.value, question.kind)
    assert plain(numbers["publié", "ctai-metz-2022.0001"]) == "200 000 €"


def test_every_number_of_a_table_is_bound(warehouse: Warehouse, told_apart: Filled) -> None:
    """No figure of the chapters is there without its source; the Atlas's own bear the numbers of their documents."""
    blocks = [*made(warehouse, told_apart).blocks]
    chapters = [place for place, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
    titles = [blocks[place].words for place in chapters]  # type: ignore[union-attr]
    spans = dict(zip(titles, zip(chapters, [*chapters[1:], len(blocks)], strict=True), strict=True))
    bound = {words for *_cell, words in _bound(blocks)}
    for title in [*CHAPTERS][2:6]:
        for block in blocks[slice(*spans[title])]:
            if isinstance(block, PrintedTable):
                cells = {
                    cell
                    for row in block.rows
                    for cell in row[1:]
                    if re.fullmatch(r"[-−+]?\d[\d\u202f,]*(.[€%])?", cell)
                }
                assert cells <= bound, title


def _bound(blocks: list[Any]) -> Iterator[tuple[str, str, str]]:
    (hidden,) = [block for block in blocks if isinstance(block, Hidden)]
    for line in hidden.lines[1:]:
        key, _is, told = line.partition(" : ")
        for one in told.split(" | "):
            name, _is, words = one.rpartition(" = ")
            yield key, name, words


def test_what_binds_the_numbers_is_neither_seen_nor_printed(files: Mapping[str, bytes]) -> None:
    """Kept in what can be edited, by a style whose text is hidden; the PDF has none of it."""
    assert "fiche-1-1-4" not in plain(" ".join(body_of_pdf(files["pdf"])))
    odt = odfdo.Document(io.BytesIO(files["odt"]))
    assert odt.styles.root.xpath(
        "//style:style[@style:name='Bound_20_numbers']/style:text-properties/@text:display"
    ) == ["none"]
    keyed = odt.body.xpath(".//text:p[@text:style-name='Bound_20_numbers']")
    assert any("fiche-1-1-4.public : " in each.text_recursive for each in keyed)
    assert not any("fiche-1-1-4" in each.text_recursive for each in odt.body.xpath(".//table:table"))
    made_docx = docx.Document(io.BytesIO(files["docx"]))
    assert made_docx.styles["Chiffres liés"].font.hidden is True
    assert {
        each.style.name for each in made_docx.paragraphs if each.text.startswith("fiche-1-1-4")
    } == {"Chiffres liés"}  # fmt: skip


def test_the_contents_say_the_page_of_each_chapter(files: Mapping[str, bytes]) -> None:
    pages = [plain(page) for page in body_of_pdf(files["pdf"])]
    contents = pages[0].partition("Sommaire")[2]
    for title in CHAPTERS:
        number, _stop, words = title.partition(". ")
        (page,) = re.findall(rf"{re.escape(f'{number} {words}')} (\d+)", contents)
        assert f"{words}" in pages[int(page) - 1], title


def test_what_can_be_edited_asks_the_word_processor_for_the_page_of_each_chapter(files: Mapping[str, bytes]) -> None:
    """A field a line, which leads to the heading."""
    odt = odfdo.Document(io.BytesIO(files["odt"])).body
    wanted = odt.xpath(".//text:bookmark-ref[@text:reference-format='page']/@text:ref-name")
    named = {
        mark.get_attribute("text:name"): mark.parent.text_recursive for mark in odt.xpath(".//text:h/text:bookmark")
    }
    assert [named[name] for name in wanted] == [*CHAPTERS]
    body = docx.Document(io.BytesIO(files["docx"])).element.body
    fields = [each.text.split() for each in body.iter(qn("w:instrText"))]
    headings = {
        each.get(qn("w:name")): "".join(one.text for one in each.getparent().iter(qn("w:t")))
        for each in body.iter(qn("w:bookmarkStart"))
    }
    assert [headings[name] for code, name, _link in fields if code == "PAGEREF"] == [*CHAPTERS]


def test_chapters_follow_each_other_in_the_three_files(files: Mapping[str, bytes]) -> None:
    expected = ["Sommaire", "Synthèse pour le préfet", *CHAPTERS]
    odt = odfdo.Document(io.BytesIO(files["odt"])).body.get_headers(outline_level=1)
    assert [each.text_recursive for each in odt] == expected
    paragraphs = docx.Document(io.BytesIO(files["docx"])).paragraphs
    assert [each.text for each in paragraphs if each.style.name == "Heading 1"] == expected
    outline = PdfReader(io.BytesIO(files["pdf"])).outline
    assert [plain(each["/Title"]) for each in outline if not isinstance(each, list)] == expected


def test_the_files_say_their_language_and_are_fit_to_be_read_out(files: Mapping[str, bytes]) -> None:
    """PDF/UA-1 is checked by Typst as it writes; all pictures have words, all tables a header row."""
    root = PdfReader(io.BytesIO(files["pdf"])).trailer["/Root"]
    assert root["/Lang"] == "fr"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    made_docx = docx.Document(io.BytesIO(files["docx"]))
    assert made_docx.core_properties.language == "fr-FR"
    assert made_docx.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["fr-FR"]
    pictures = made_docx.element.body.xpath(".//wp:docPr/@descr")
    assert [words[:18] for words in pictures] == [
        "Actions par état, ", "Femmes et hommes, ", "Part des BPI, acti", "Coût réel (2023), "
    ]  # fmt: skip
    tables = made_docx.element.body.xpath(".//w:tbl")
    assert tables
    assert all(table.xpath("w:tr[1]/w:trPr/w:tblHeader") for table in tables)
    odt = odfdo.Document(io.BytesIO(files["odt"])).body
    assert len(odt.xpath(".//table:table-header-rows")) == len(odt.xpath(".//table:table")) == len(tables)
    assert len(odt.xpath(".//svg:desc")) == len(pictures)


def test_pages_of_the_docx_are_numbered_on_a4(files: Mapping[str, bytes]) -> None:
    made_docx = docx.Document(io.BytesIO(files["docx"]))
    section = made_docx.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert section.footer._element.xpath(".//w:instrText/text()") == ["PAGE", "NUMPAGES"]
    assert [round(stop.position.cm) for stop in section.footer.paragraphs[0].paragraph_format.tab_stops] == [17]
    assert not list(made_docx.styles["Footer"].paragraph_format.tab_stops)
    assert made_docx.settings.element.xpath("w:compat/w:compatSetting[@w:name='compatibilityMode']/@w:val") == ["15"]


def test_the_same_answers_make_the_same_bytes(
    warehouse: Warehouse, thiers: tuple[Filled, Document], files_of_thiers: Mapping[str, bytes]
) -> None:
    again = made(warehouse, thiers[0])
    for name, once in files_of_thiers.items():
        assert write(again, name) == once, name


@pytest.mark.parametrize(
    ("status", "publication", "few", "expected"),
    [
        ("validé", "oui", 12, []),
        ("validé", "oui", 10, ["Diffusion restreinte"]),
        ("validé", "oui", 1, ["Diffusion restreinte"]),
        ("validé", "oui", 0, []),
        ("transmis", "non", 12, ["Diffusion restreinte"]),
        ("projet", "oui", 12, ["Projet"]),
        ("projet", "non", 3, ["Diffusion restreinte", "Projet"]),
    ],
)
def test_a_document_says_on_each_page_how_widely_it_may_be_read(
    warehouse: Warehouse, status: str, publication: str, few: int, expected: list[str]
) -> None:
    filled = fictitious(form(warehouse.read, THIERS, YEAR, warehouse.data_version), status, publication)
    larger = {
        one.question_id: Answer(Decimal(50))
        for _table, _row, one in filled.form.questions()
        if one.kind in NUMBERS_OF_CELLS and one.home is Home.ANSWERS
    }
    few_people = {"axe-1.public/BPI": Answer(Decimal(few))}
    answers = {**filled.answers, **larger, **few_people}
    assert marks(replace(filled, answers=answers)) == ["Données fictives", *expected]
    by_somebody = Answer("Chargée de mission intégration")
    assert marks(replace(filled, answers={**answers, "bilan-auteur/Réponse": by_somebody})) == expected


def test_the_marks_stand_on_every_page(warehouse: Warehouse) -> None:
    draft = fictitious(form(warehouse.read, THIERS, YEAR, warehouse.data_version), "projet", "non")
    whole = made(warehouse, draft)
    pages = body_of_pdf(bilan_bytes(draft, warehouse.read, warehouse.data_version, "pdf", DAY))
    assert all("DONNÉES FICTIVES · DIFFUSION RESTREINTE · PROJET" in plain(page) for page in pages)
    header = docx.Document(io.BytesIO(write(whole, "docx"))).sections[0].header
    assert plain(header.paragraphs[0].text) == "DONNÉES FICTIVES · DIFFUSION RESTREINTE · PROJET"
    odt = odfdo.Document(io.BytesIO(write(whole, "odt")))
    assert (
        plain(odt.styles.get_elements("//style:header/text:p")[0].text)
        == "Données fictives · Diffusion restreinte · Projet"
    )
    footer = plain(odt.styles.get_elements("//style:footer/text:p")[0].text)
    assert footer.startswith("Bilan d'exécution 2023 — CC Thiers Dore et Montagne — édité le ")


def test_the_docx_holds_no_styles_but_its_own(files: Mapping[str, bytes]) -> None:
    """Word takes a second copy that lacks some of them for a damaged file."""
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as package:
        assert [name for name in package.namelist() if "styles" in name.lower()] == ["word/styles.xml"]


STATES = {
    State.NOT_MEASURED: "non mesuré", State.NOT_APPLICABLE: "sans objet", State.NOT_TRANSMITTED: "non transmis",
    State.SECRET: "secret",
}  # fmt: skip


def test_what_is_missing_is_said_in_words_and_never_as_zero(warehouse: Warehouse) -> None:
    """Each reason in its own words; no answer at all is none of them."""
    empty = replace(filled_for(warehouse, THIERS), answers={})
    assert _people(made(warehouse, empty))[0][1:] == ["non renseigné"] * 8
    columns = ("Total", "Hommes", "Femmes", "BPI")
    given = {f"axe-1.public/{column}": Answer(None, state) for column, state in zip(columns, STATES, strict=True)} | {
        "axe-1.public/BPI hommes": Answer(Decimal(0))
    }
    told = made(warehouse, replace(empty, answers=given))
    first = dict(zip(_headers(told), _people(told)[0], strict=True))
    assert [first[column] for column in columns] == [*STATES.values()]
    assert first["BPI hommes"] == "0"
    key_numbers = next(block for block in told.blocks if isinstance(block, PrintedTable) and block.is_large)
    assert [row[1] for row in key_numbers.rows] == [
        "non renseigné", "non renseigné", "non calculable", "non renseigné sur non renseigné", "non renseigné"
    ]  # fmt: skip


def _of_people(told: Document) -> PrintedTable:
    tables = [block for block in told.blocks if isinstance(block, PrintedTable)]
    return next(table for table in tables if table.caption == "Personnes, par action")


def _people(told: Document) -> list[list[str]]:
    return [list(row) for row in _of_people(told).rows]


def _headers(told: Document) -> list[str]:
    return list(_of_people(told).headers)


def test_a_place_without_words_asks_for_them(warehouse: Warehouse) -> None:
    """Framed, never left out and never filled by the Atlas."""
    told = made(warehouse, replace(filled_for(warehouse, THIERS), answers={}))
    empty = {block.key: block.lines for block in told.blocks if isinstance(block, Framed)}
    assert empty["appreciation-etat"] == [
        "[à compléter\u00a0: appréciation de l'État sur la période, en quelques lignes]"
    ]
    assert {"decisions", "resultats", "difficultes", "perspectives", "couverture-services"} <= set(empty)
    unsaid = made(warehouse, replace(filled_for(warehouse, METZ), answers={}))
    assert not any(isinstance(block, Picture) and "état" in block.alternative for block in unsaid.blocks)


def test_of_three_axes_of_an_action_each_the_states_are_told_and_not_drawn(thiers: tuple[Filled, Document]) -> None:
    """Three bars of one action say nothing that the sentence does not."""
    blocks = thiers[1].blocks
    assert not any(isinstance(block, Picture) and "par état" in block.alternative for block in blocks)
    (told,) = [one.words for one in blocks if isinstance(one, Paragraph) and one.words.startswith("Sur 3")]
    assert plain(told) == "Sur 3 actions : 3 réalisées."


def test_each_party_of_the_contract_has_its_place_to_sign(thiers: tuple[Filled, Document]) -> None:
    """The State first; who made the bilan last."""
    (table,) = [block for block in thiers[1].blocks if isinstance(block, PrintedTable) and block.is_tall]
    assert [plain(row[0]) for row in table.rows] == [
        "État (préfet du Puy-de-Dôme)", "CIAS Thiers Dore et Montagne", "Communauté de communes Thiers Dore et Montagne",
        "Ville de Thiers", "Organisme qui a fait ce bilan",
    ]  # fmt: skip


def test_the_need_of_the_departement_says_of_which_year(thiers: tuple[Filled, Document]) -> None:
    """It is not that of the bilan."""
    said = [plain(block.words) for block in thiers[1].blocks if isinstance(block, Paragraph)]
    assert any("(CIR) dans le département en 2020, et la place" in words for words in said)


def test_the_rate_of_positive_exits_stands_beside_its_counts(thiers: tuple[Filled, Document]) -> None:
    told = thiers[1]
    key_numbers = next(block for block in told.blocks if isinstance(block, PrintedTable) and block.is_large)
    assert [plain(cell) for cell in key_numbers.rows[-1]] == [
        "Sorties positives",
        "36 sur 60 sorties",
        "Soit 60,0 % des sorties de 2 actions. Une personne sortie de plusieurs actions y compte plusieurs fois.",
    ]


def test_themes_bear_their_names_and_open_times_are_other_dates(thiers: tuple[Filled, Document]) -> None:
    """What no section of the repertoire asks stands under its theme; « jusqu'en 2024 » is no time that a cost is for."""
    blocks = thiers[1].blocks
    headings = [plain(block.words) for block in blocks if isinstance(block, Heading)]
    assert "Accompagnement global et social" in headings and "Pas d'indicateur propre" not in headings
    told = [plain(block.words) for block in blocks if isinstance(block, Paragraph)]
    assert any("2 actions sur 3 porte sur d'autres dates, le coût réel sur" in words for words in told)


def test_exits_counted_over_the_whole_contract_come_before_sums(
    warehouse: Warehouse, thiers: tuple[Filled, Document]
) -> None:
    """Who left two actions is counted once: 30 of 48, and a table of their own after those of the actions."""
    counted = {"atlas-sorties": 48, "atlas-issue-inconnue": 5, "3.2-sorties-positives": 30}
    given = {f"contrat/{code}/Réalisé": Answer(Decimal(number)) for code, number in counted.items()}
    told = made(warehouse, replace(thiers[0], answers={**thiers[0].answers, **given}))
    printed = [block for block in told.blocks if isinstance(block, PrintedTable)]
    key_numbers = next(block for block in printed if block.is_large)
    assert [plain(cell) for cell in key_numbers.rows[-1]] == [
        "Sorties positives",
        "30 sur 48 sorties",
        "Soit 62,5 % des sorties. Chaque personne comptée une fois.",
    ]
    whole = next(block for block in printed if "aux sorties : Ensemble du contrat" in plain(block.caption))
    assert whole.headers == ["Étape", "Nombre", "Rapporté à"]  # nothing was aimed at
    assert [[plain(cell) for cell in row[:2]] for row in whole.rows] == [
        ["Bénéficiaires", "144"],
        ["Sorties du parcours", "48"],
        ["dont issue inconnue", "5"],
        ["dont sorties positives", "30"],
    ]


def _with_words(content: bytes, name: str, key: str, words: list[str]) -> bytes:
    """The file as somebody leaves it who wrote in the frame of a place."""
    buffer = io.BytesIO()
    if name == "odt":
        odt = odfdo.Document(io.BytesIO(content))
        (paragraph,) = [each for each in odt.body.get_paragraphs() if each.style == f"Texte_20_{key}"]
        paragraph.text = words[0]
        paragraph.insert(odfdo.Paragraph(words[1], style=paragraph.style), xmlposition=2)
        odt.save(buffer)
    else:
        made_docx = docx.Document(io.BytesIO(content))
        (paragraph,) = [each for each in made_docx.paragraphs if each.style.name == f"Texte {key}"]
        paragraph.runs[0].text = words[0]
        paragraph._p.addnext(docx.Document().add_paragraph(words[1])._p)
        paragraph._p.getnext().style = paragraph._p.style
        made_docx.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("name", ["odt", "docx"])
def test_made_again_a_document_keeps_its_words_and_lists_what_changed(
    warehouse: Warehouse, thiers: tuple[Filled, Document], files_of_thiers: Mapping[str, bytes], name: str
) -> None:
    filled, _told = thiers
    old = _with_words(files_of_thiers[name], name, "gouvernance", ["Le partenariat est né.", "Il reste à l'étendre."])
    changed = {
        **filled.answers,
        "axe-1.public/Total": Answer(Decimal(54)),
        "resultats/Texte": Answer("D'autres résultats."),
    }
    before = former(old, filled.form)
    told = document(replace(filled, answers=changed), warehouse.read, warehouse.data_version, DAY, before)
    frames = {block.key: block.lines for block in told.blocks if isinstance(block, Framed)}
    assert frames["gouvernance"] == ["Le partenariat est né.", "Il reste à l'étendre."]
    assert frames["resultats"] == frames["axe-1.faits"] == ["Réponse fictive, pour essai."]
    tables = {block.caption: block for block in told.blocks if isinstance(block, PrintedTable)}
    assert [[plain(cell) for cell in row] for row in tables["Chiffres changés"].rows] == [
        ["Favoriser l'accompagnement social renforcé individuel et collectif", "Total", "48", "54"],
        [
            "Favoriser l'accompagnement social renforcé individuel et collectif",
            "Total / Objectif",
            "160,0 %",
            "180,0 %",
        ],
    ]
    assert [list(row) for row in tables["Textes gardés"].rows] == [["Principaux résultats", "D'autres résultats."]]


def test_what_changed_is_named_in_words(warehouse: Warehouse, thiers: tuple[Filled, Document]) -> None:
    """What is published and what is worked out too; a line that is no more has its key alone."""
    of_before = {
        ("publié", "ctai-thiers-dore-et-montagne-2023.0001"): "1",
        ("calcul", "écart total"): "2",
        ("axe-9", "Total"): "3",
    }
    told = document(thiers[0], warehouse.read, warehouse.data_version, DAY, Former({}, of_before))
    changed = next(
        block for block in told.blocks if isinstance(block, PrintedTable) and block.caption == "Chiffres changés"
    )
    rows = [[plain(cell) for cell in row[:3]] for row in changed.rows if row[2] in ("1", "2", "3")]
    assert rows == [
        ["Publié par le contrat", "Contribution de l'État au contrat, plafond sous condition, 2023", "1"],
        ["Calculé de plusieurs lignes", "écart total", "2"],
        ["axe-9", "Total", "3"],
    ]


def test_an_old_document_of_another_bilan_is_refused(warehouse: Warehouse, files: Mapping[str, bytes]) -> None:
    thiers = filled_for(warehouse, THIERS).form
    with pytest.raises(CannotBeTakenUp, match="celui de « bilan-ctai-com-57463-2022-20230101-20231231 »"):
        former(files["odt"], thiers)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"%PDF-1.7"])
def test_what_is_no_document_of_ours_is_refused(content: bytes) -> None:
    with pytest.raises(CannotBeTakenUp, match="ni un ODT ni un DOCX"):
        written(content)


def test_a_part_too_large_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("content.xml", b" " * 30_000_001)
    with pytest.raises(CannotBeTakenUp, match="trop lourd"):
        written(buffer.getvalue())


def test_two_actions_of_one_name_have_a_bar_each(warehouse: Warehouse) -> None:
    """Of a contract that the Atlas does not know, whose actions all bear the same words here."""
    unknown = unknown_contract(warehouse.read, "com-35238", "Contrat d'essai", YEAR, warehouse.data_version, 2)
    told = made(warehouse, fictitious(unknown))
    pictures = [block.alternative for block in told.blocks if isinstance(block, Picture)]
    assert plain(pictures[1]) == (
        "Femmes et hommes, action par action. Réponse fictive… : 21 femmes, 27 hommes ; Réponse fictive… (2) : "
        "21 femmes, 27 hommes."
    )
    assert told.sender == ["Édité le 1er mars 2024"]


def test_the_part_of_one_operator_is_a_document_too(warehouse: Warehouse) -> None:
    """Of its own actions, without what concerns the whole contract."""
    part = form(warehouse.read, METZ, YEAR, warehouse.data_version, "cllaj")
    told = made(warehouse, fictitious(part))
    assert [row[0] for row in _people(told)][:1] == ["1.6.1. Déployer un dispositif d'accompagnement renforcé vers…"]
    assert not any(isinstance(block, Heading) and block.words == "Compte du programme 104" for block in told.blocks)


def test_a_place_whose_key_cannot_name_a_style_is_an_error() -> None:
    with pytest.raises(ValueError, match="cannot name a place"):
        Framed("à côté", "", "rien")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Metz", "de Metz"), ("Anizy-le-Grand", "d'Anizy-le-Grand"), ("Le Havre", "du Havre"),
        ("CC Thiers Dore et Montagne", "de la CC Thiers Dore et Montagne"), ("Les Mureaux", "des Mureaux"),
    ],
)  # fmt: skip
def test_a_territory_takes_its_article(name: str, expected: str) -> None:
    assert of_place(name) == expected


def test_what_is_cut_ends_on_a_word_that_says_something() -> None:
    name = "1.3.2. Accompagnement social renforcé, individuel et collectif de la famille"
    assert [cut(name, longest) for longest in (100, 64, 50)] == [
        name, "1.3.2. Accompagnement social renforcé, individuel et collectif…",
        "1.3.2. Accompagnement social renforcé, individuel…",
    ]  # fmt: skip


def test_states_agree_with_their_number() -> None:
    assert [agreed("réalisée en partie", 1), agreed("réalisée en partie", 2), agreed("en cours", 3), agreed("", 2)] == [
        "réalisée en partie", "réalisées en partie", "en cours", "sans état renseigné"
    ]  # fmt: skip


def test_the_cover_bears_who_signs_for_the_state(thiers: tuple[Filled, Document]) -> None:
    filled, told = thiers
    assert told.sender[0] == prefect(filled.form.contract) == "Préfet du Puy-de-Dôme"
    assert told.title == (
        "Bilan d'exécution 2023 du contrat territorial d'accueil et d'intégration de la CC Thiers Dore et Montagne"
    )


def test_a_form_that_is_not_written_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bilan", "ecrire", "classeur.xlsx", "--out", "bilan.doc"]) == 2
    assert capsys.readouterr().err == "Forme inconnue : « bilan.doc ». Attendu : un nom en odt, docx, pdf.\n"
