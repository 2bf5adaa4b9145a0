"""The synthesis taken along says what the page says: one page of PDF and ODT, a slide that can be edited, a picture of it."""

import io
import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import odfdo
import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches
from pypdf import PdfReader

from dashboard.choices.fields import Selection
from dashboard.cli import main
from dashboard.documents.behind import MOST_DOCUMENTS, documents_told, publishers_told, shortened
from dashboard.documents.figure_files import NoSuchFile, figure_file
from dashboard.documents.synthesis_document import to_write
from dashboard.figures.answer import answered
from dashboard.figures.content import Source
from dashboard.figures.synthesis import SYNTHESIS
from queries.warehouse import Warehouse

DAY = date(2026, 11, 29)
FOUR = "com-57463,com-63113,epci-200070712,epci-200040715"
ELEVEN = (
    "com-31555,com-44109,com-63113,com-67482,epci-200040715,epci-200046977,epci-242100410,epci-242900314,epci-243300316,"
    "epci-243500139,epci-245400676"
)
SENTENCE = (
    "L'État engage de 300 000 à 349 000 € (sources contradictoires) pour Grenoble-Alpes-Métropole en 2023 et, sous "
    "condition, 200 000 € pour Metz en 2022, 300 000 € pour Clermont-Ferrand (CTAIR de 2019) en 2019 et 40 000 € pour la CC "
    "Thiers Dore et Montagne (CTAI de 2023) en 2023 ; rien n'y est strictement comparable."
)
SAID = (
    "CTAI, signé le 17 octobre 2022", "300 000 € de 2020 à 2021", "456 € par signataire du CIR dans l'année", "2 050 €",
    "Ordre de grandeur : de 903 à 1 052 €", "au moins 4 sur 12", "Ce qui se compare le mieux ici",
    "inscrite au contrat", "en place ou menée",
    "12 sur 12 (en place ou menées)", "146 351 habitants (2023)",
    "(— : aucune action trouvée dans les documents)",
)  # fmt: skip


File = Callable[..., bytes]


@pytest.fixture(scope="module")
def file_of(warehouse: Warehouse) -> File:
    """The synthesis of territories in a form, made once for all that is asked of it."""

    @cache
    def made(form: str, territories: str) -> bytes:
        return figure_file(warehouse, f"synthese.{form}", {"territoires": territories}, DAY)[2]

    return lambda form, territories=FOUR: made(form, territories)


def _plain(words: str) -> str:
    return re.sub(r"\s+", " ", words.replace("\u202f", " ").replace("\u00a0", " ")).replace("’", "'")


@pytest.mark.parametrize("form", ["pdf", "odt", "pptx", "png"])
def test_the_same_day_gives_the_same_file_under_a_name_that_says_what_it_is(
    warehouse: Warehouse, file_of: File, form: str
) -> None:
    name, media_type, once = figure_file(warehouse, f"synthese.{form}", {"territoires": FOUR}, DAY)
    assert re.fullmatch(rf"atlas-ctai-synthese-[\w.+-]+-[0-9a-f]+\.{form}", name)
    assert media_type.startswith(("application/", "image/"))
    assert file_of(form) == once


def test_other_figures_are_no_document_by_themselves(warehouse: Warehouse) -> None:
    for file in ("montants.pdf", "synthese.docx", "montants.pptx"):
        with pytest.raises(NoSuchFile):
            figure_file(warehouse, file, {}, DAY)


def test_four_territories_hold_on_one_page_of_pdf(file_of: File) -> None:
    """Those of which most is known, and the reader is told the language and the order of what is read."""
    for territories in (FOUR, "com-63113,epci-200040715,epci-200046977,epci-200070712"):
        pdf = PdfReader(io.BytesIO(file_of("pdf", territories)))
        assert len(pdf.pages) == 1
    pdf = PdfReader(io.BytesIO(file_of("pdf")))
    words = _plain(pdf.pages[0].extract_text().replace("-\n", "-"))  # a name may be cut at its hyphen
    assert [said for said in (*SAID, SENTENCE) if said not in words] == []
    root = pdf.trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("fr", True)


def test_the_odt_says_it_in_tables_with_headers(file_of: File) -> None:
    odt = odfdo.Document(io.BytesIO(file_of("odt")))
    assert odt.meta.title == "Synthèse de 4\u00a0territoires"
    words = _plain("".join(ElementTree.fromstring(odt.content.serialize()).itertext()))
    assert [said for said in (*SAID, SENTENCE) if said not in words] == []
    grid, themes = odt.body.get_tables()
    assert (grid.width, grid.height, themes.width, themes.height) == (5, 8, 5, 13)


def test_the_slide_can_be_edited(file_of: File) -> None:
    """A title that is a sentence, a table of its own, the line of its source, French; no place left empty."""
    show = Presentation(io.BytesIO(file_of("pptx")))
    assert (show.slide_width, show.slide_height) == (Inches(13.333), Inches(7.5))
    (slide,) = show.slides
    assert _plain(slide.shapes.title.text) == SENTENCE
    assert [place.placeholder_format.type.name for place in slide.placeholders if not place.text_frame.text] == []
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    cells = [[_plain(cell.text) for cell in row.cells] for row in table.rows]
    assert cells[0] == ["Sujet", "Metz", "Clermont-Ferrand", "CC Thiers Dore et Montagne", "Grenoble-Alpes-Métropole"]
    assert [row[0] for row in cells[1:]] == [
        "Contrat", "Argent de l'État", "Par personne", "Pour 1 000 habitants", "Repère commun", "Couverture",
        "Sorties positives",
    ]  # fmt: skip
    assert cells[3][1].startswith("456 € par signataire du CIR dans l'année : 200 000 € en 2022 ÷ 439 (2021)")
    assert (table.first_row, table.first_col) == (True, True)
    text = _plain(" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame))
    assert re.search(r"Atlas CTAI, données \S+, 15 documents, /comparer\?territoires=com-57463,", text)
    about = show.core_properties
    assert (about.author, about.language, about.comments) == ("Atlas CTAI", "fr-FR", "")
    assert (
        about.title == "Synthèse\u00a0: Metz, Clermont-Ferrand, CC Thiers Dore et Montagne et Grenoble-Alpes-Métropole"
    )


@pytest.mark.parametrize("territories", ["com-57463", FOUR, ELEVEN])
def test_what_is_written_on_a_slide_runs_into_nothing_below_it(file_of: File, territories: str) -> None:
    """As high as PowerPoint and LibreOffice draw rows, which grow with their words: the last ran into the text below."""
    (slide,) = Presentation(io.BytesIO(file_of("pptx", territories))).slides
    (frame,) = [shape for shape in slide.shapes if shape.has_table]
    best, sources, credit = [shape for shape in slide.shapes if shape.has_text_frame and shape != slide.shapes.title]
    assert frame.top + sum(row.height for row in frame.table.rows) <= best.top
    assert best.top + best.height <= sources.top + 1
    assert sources.top + sources.height <= credit.top + 1
    assert _plain(sources.text_frame.text).startswith("Sources : ")
    for row in frame.table.rows:
        lines = max(len(cell.text_frame.paragraphs) for cell in row.cells)
        smallest = min(run.font.size for cell in row.cells for line in cell.text_frame.paragraphs for run in line.runs)
        assert row.height >= lines * smallest


def test_a_slide_of_many_says_that_sources_contradict_each_other(file_of: File) -> None:
    """As the page does, of each amount: where territories are rows no other precision has room."""
    (slide,) = Presentation(io.BytesIO(file_of("pptx", ELEVEN))).slides
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    rows = {_plain(row.cells[0].text): [_plain(cell.text) for cell in row.cells] for row in table.rows}
    assert rows["Grenoble-Alpes-Métropole"][2:5] == [
        "de 300 000 à 349 000 € en 2023 sources contradictoires", "318 € · Avec réserve contre 300 000 €, soit 273 €",
        "de 666 à 775 € sources contradictoires",
    ]  # fmt: skip


def test_everything_on_the_slide_is_said_to_be_french_and_within_it(file_of: File) -> None:
    for territories in (FOUR, ELEVEN, "com-35238"):
        content = file_of("pptx", territories)
        with ZipFile(io.BytesIO(content)) as package:
            slide = package.read("ppt/slides/slide1.xml").decode()
        assert set(re.findall(r'<a:rPr[^>]*lang="([^"]+)"', slide)) == {"fr-FR"}
        assert len(re.findall(r"<a:r>", slide)) == len(re.findall(r'<a:rPr[^>]*lang="fr-FR"', slide))
        show = Presentation(io.BytesIO(content))
        for shape in show.slides[0].shapes:
            assert shape.left >= 0 and shape.left + shape.width <= show.slide_width
            assert shape.top >= 0 and shape.top + shape.height <= show.slide_height


@pytest.mark.parametrize("territories", ["com-57463", FOUR, ELEVEN])
def test_the_picture_has_the_size_of_a_slide_and_its_grid_holds(file_of: File, territories: str) -> None:
    picture = Image.open(io.BytesIO(file_of("png", territories)))
    assert (picture.size, picture.format) == ((1920, 1080), "PNG")
    shown = picture.convert("RGB")
    lines = [y for y in range(shown.height) if _is_line(shown, y)]
    below = shown.crop((0, lines[-1] + 3, shown.width, lines[-1] + 9))
    assert below.getcolors() == [(shown.width * 6, (255, 255, 255))]


def _is_line(shown: Image.Image, y: int) -> bool:
    """Whether a line of the grid goes from edge to edge there."""
    row = shown.crop((60, y, shown.width - 60, y + 1)).getcolors()
    return row is not None and len(row) == 1 and row[0][1] != (255, 255, 255)


def test_a_long_title_of_a_document_is_cut_and_its_publisher_is_not() -> None:
    assert shortened("Contrat (Ville, 2019)") == "Contrat (Ville, 2019)"
    assert shortened("Un titre qui est beaucoup trop long pour tenir (CTAI) (Délégation (DIAIR), Juillet 2020)") == (
        "Un titre qui est beaucoup trop long… (Délégation (DIAIR), Juillet 2020)"
    )


def test_every_document_is_told_by_whom_and_when() -> None:
    sources = [
        Source(document, "", "", "")
        for document in (
            "Contrat (Ville, 2019)", "Actions (Délégation (DIAIR), Juillet 2020)", "Avenant (Ville, 2021)",
            "Convention (Ville ; Préfecture, s.d.)", "Contrat (Ville, 2019)",
        )
    ]  # fmt: skip
    assert publishers_told(sources) == "Sources : Ville, 2019, 2021 ; DIAIR, Juillet 2020 ; Ville, Préfecture, s.d."
    assert publishers_told(sources, 1) == "Sources : Ville, 2019, 2021 ; et 2\u00a0autres, en ligne."


def test_a_slide_names_the_themes_of_each_territory(file_of: File) -> None:
    (slide,) = Presentation(io.BytesIO(file_of("pptx"))).slides
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    (covered,) = [[_plain(cell.text) for cell in row.cells] for row in table.rows if row.cells[0].text == "Couverture"]
    assert "inscrite au contrat : pilotage, accompagnement, langue, emploi, " in covered[1]
    assert covered[1].endswith("(signature non publiée)")
    assert covered[4].endswith(
        "en place ou menée : langue, emploi, logement, santé ; axe annoncé : lien social, citoyenneté"
    )


def test_two_documents_that_look_alike_once_cut_are_two() -> None:
    """The document of one page told thirteen documents, its picture fourteen."""
    title = "Un titre qui est beaucoup trop long pour tenir"
    sources = [
        Source(f"{words} (Ville, 2019)", "", "", "")
        for words in (title, f"{title} encore", *(f"Acte {number}" for number in range(8)), "Acte 1")
    ]
    told = documents_told(sources)
    assert told.count("Un titre qui est beaucoup trop long… (Ville, 2019)") == 1
    assert told.endswith("Acte 4 (Ville, 2019) ; et 4\u00a0autres, en ligne.")


def test_the_picture_and_the_page_count_the_same_documents(warehouse: Warehouse) -> None:
    chosen = Selection(vue="synthese", territoires=("com-57463", "epci-200040715", "com-63113"))
    made = to_write(answered(SYNTHESIS, warehouse.read, chosen), "essai")
    left = re.search(r"et (\d+)\u00a0autres, en ligne", documents_told(made.figure.sources))
    assert left
    assert MOST_DOCUMENTS + int(left[1]) == made.documents_count == 14


def test_the_command_writes_the_file_that_its_name_asks_for(
    atlas_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CTAI_HOME", str(atlas_home))
    for name, start in (
        ("s.pdf", b"%PDF"),
        ("s.odt", b"PK"),
        ("s.PPTX", b"PK"),
        ("s.png", b"\x89PNG"),
        ("s.csv", b"territory_id,"),
    ):
        assert main(["synthese", "com-57463", "com-63113,epci-200040715", "--out", str(tmp_path / name)]) == 0
        assert (tmp_path / name).read_bytes().startswith(start)
    assert main(["synthese", "com-99999", "--out", str(tmp_path / "s.pdf")]) == 2
    assert capsys.readouterr().err == "Valeurs inconnues : territoires=com-99999.\n"
    assert main(["synthese", "com-57463", "--out", "synthese.docx"]) == 2
    assert "Attendu : un nom en pdf, odt, pptx, png, csv." in capsys.readouterr().err
