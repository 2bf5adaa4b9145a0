"""The table of a figure as it is seen, taken away: the rows and the order of the page, numbers as numbers, nothing run."""

import io
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit

import openpyxl
import polars as pl
import pytest
from playwright.sync_api import Locator, Page, expect

from dashboard.documents.figure_files import UnknownParameters, figure_file
from dashboard.documents.seen import Seen, seen_file
from dashboard.figures.content import Content, Link, Source, Table
from queries.warehouse import Warehouse
from tests.browser import visit

HERE = "https://atlas.exemple/"
CONTENT = Content(
    key="essai",
    title="Essai",
    frame=pl.DataFrame({"place": ["Metz", "Évry", "Dax"]}),
    table=Table(
        ["Ville", "Montant", "Part", "Population", "Signé le", "Remarque", "Remarque"],
        [
            [
                Link("Metz", "/fiche?x=1"),
                "300\u202f000\u00a0€",
                "12,4 %",
                "118\u202f489 (2021)",
                "24 juin 2019",
                "=1+1",
                "—",
            ],
            ["Évry", "—", "9 %", "environ 66\u202f000", "—", "-5 points", "« a ; b »"],
            ["Dax", "1\u202f200,5\u00a0€", "—", "—", "1er mars 2021", "@nom", "@"],
        ],
        ["ville", "montant", "part", "population", "date", "note", "autre"],
        {
            1: [300_000, None, 1_200.5],
            2: [12.3912, 9, None],
            3: [118_489, 66_000, None],
            4: ["2019-06-24", None, "2021-03-01"],
        },
    ),
    reading="Trois villes.",
    sources=[Source("Contrat fictif", "article 5", "confiance haute", "fictif.0001")],
    receipts=["/recu?ligne=1", "/recu?ligne=2", "/recu?ligne=3"],
)
HEADERS = "Ville Montant (€) Part (%) Population Population (valeur) Signé le Remarque Remarque (2) Source"


def csv_of(warehouse: Warehouse, seen: Seen) -> str:
    return seen_file(CONTENT, seen, "fr.csv", "2098.7", HERE, warehouse.read).decode("utf-8")


def test_the_french_csv_is_the_table_with_numbers_as_numbers_and_nothing_that_runs(answering: Warehouse) -> None:
    assert csv_of(answering, Seen()) == (
        "\ufeffVille;Montant (€);Part (%);Population;Population (valeur);Signé le;Remarque;Remarque (2);Source\r\n"
        "Metz;300000,0;12,4;118\u202f489 (2021);118489;2019-06-24;'=1+1;;https://atlas.exemple/recu?ligne=1\r\n"
        'Évry;;9,0;environ 66\u202f000;66000;;\'-5 points;"«\u00a0a\u202f; b\u00a0»";https://atlas.exemple/recu?ligne=2\r\n'
        "Dax;1200,5;;;;2021-03-01;'@nom;'@;https://atlas.exemple/recu?ligne=3\r\n"
    )


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (Seen("montant"), ["Dax", "Metz", "Évry"]),
        (Seen("part", is_descending=True), ["Metz", "Évry", "Dax"]),
        (Seen("date", is_descending=True), ["Dax", "Metz", "Évry"]),
        (Seen("ville"), ["Dax", "Évry", "Metz"]),
        (Seen("ville", searched="ÉVRY"), ["Évry"]),
        (Seen("ville", is_descending=True, searched="a"), ["Évry", "Dax"]),
        (Seen(searched="zzz"), []),
    ],
)
def test_it_holds_the_rows_that_are_seen_in_the_order_that_is_seen(
    answering: Warehouse, seen: Seen, expected: list[str]
) -> None:
    assert [line.split(";")[0] for line in csv_of(answering, seen).splitlines()[1:]] == expected


def test_the_workbook_has_numbers_dates_and_links_and_no_formula(answering: Warehouse) -> None:
    whole = seen_file(
        CONTENT, Seen("montant", is_descending=True, searched="i"), "xlsx", "2098.7", HERE, answering.read
    )
    book = openpyxl.load_workbook(io.BytesIO(whole))
    assert book.sheetnames == ["Tableau", "Lisez-moi", "Sources"]
    head, metz, evry = book["Tableau"].iter_rows()
    assert " ".join(str(cell.value) for cell in head) == HEADERS
    assert [cell.value for cell in metz] == [
        "Metz", 300_000, 12.4, "118\u202f489 (2021)", 118_489, datetime(2019, 6, 24), "=1+1", None, f"{HERE}recu?ligne=1",
    ]  # fmt: skip
    assert [cell.data_type for cell in metz] == ["s", "n", "n", "s", "n", "d", "s", "n", "s"]
    assert (metz[1].number_format, metz[2].number_format, metz[5].number_format) == ("#,##0.0", "0.0", "dd/mm/yyyy")
    assert metz[0].hyperlink and metz[0].hyperlink.target == f"{HERE}fiche?x=1"
    assert metz[8].hyperlink and metz[8].hyperlink.target == f"{HERE}recu?ligne=1"
    assert evry[0].hyperlink is None and evry[0].value == "Évry"
    about = {row[0].value: row[1].value for row in book["Lisez-moi"].iter_rows(min_row=2)}
    assert about["Lignes"] == "2 sur 3, qui contiennent «\u00a0i\u00a0»"
    assert about["Ordre"] == "Montant, décroissant"
    assert about["Version des données"] == "2098.7"
    assert [cell.value for cell in list(book["Sources"].iter_rows())[1]] == [
        "Contrat fictif", "article 5", "confiance haute", "fictif.0001",
    ]  # fmt: skip


def test_the_file_of_a_figure_says_of_which_version_it_is_and_is_the_same_again(answering: Warehouse) -> None:
    asked = {"tri": "territory", "ordre": "desc", "filtre": "metz"}
    name, media_type, content = figure_file(answering, "territoires.xlsx", asked, None, HERE)
    assert name.startswith(f"atlas-ctai-territoires-{answering.data_version}-") and name.endswith(".xlsx")
    assert media_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert figure_file(answering, "territoires.xlsx", asked, date(2098, 1, 1), HERE) == (name, media_type, content)


@pytest.mark.parametrize(
    ("file", "asked", "refusal"),
    [
        ("territoires.xlsx", {"tri": "nom"}, "Valeurs inconnues : tri=nom."),
        ("territoires.fr.csv", {"ordre": "haut"}, "Valeurs inconnues : ordre=haut."),
        ("territoires.fr.csv", {"filtre": "a" * 501}, f"Valeurs inconnues : filtre={'a' * 40}…."),
        ("territoires.csv", {"tri": "territory"}, "Valeurs inconnues : tri=territory."),
    ],
)
def test_what_does_not_say_how_a_table_is_seen_is_refused(
    answering: Warehouse, file: str, asked: dict[str, str], refusal: str
) -> None:
    with pytest.raises(UnknownParameters) as refused:
        figure_file(answering, file, asked, None)
    assert str(refused.value) == refusal


def download(page: Page, figure: Locator, name: str) -> bytes:
    """A machine that is busy makes the file all the same: the page asks again until it is there."""
    with page.expect_download() as taken:
        figure.get_by_role("link", name=name).click()
    return taken.value.path().read_bytes()


def test_what_is_taken_away_is_what_is_seen(tab: Page, address: str) -> None:
    """Sorted and filtered, with the same words; then, the filter cleared and the order gone, whole again."""
    page = visit(tab, f"{address}/territoires")
    figure = page.locator(".st-key-figure-territoires")
    figure.get_by_role("columnheader", name="Chiffres").get_by_role("button").click()
    figure.get_by_role("searchbox").fill("metropole")
    expect(figure.locator(".filtre span")).to_contain_text(" lignes sur ")
    names = figure.locator("tbody tr:visible th").all_text_contents()
    counts = [int(text) for text in figure.locator("tbody tr:visible td:nth-child(10)").all_text_contents()]
    assert len(names) > 5 and counts == sorted(counts, reverse=True)

    lines = download(page, figure, "Tableau (CSV français)").decode("utf-8-sig").splitlines()
    frame = pl.read_csv(io.StringIO("\n".join(lines)), separator=";")
    assert frame["Territoire"].to_list() == names
    assert frame["Chiffres"].to_list() == counts
    sheet = openpyxl.load_workbook(io.BytesIO(download(page, figure, "Tableau (XLSX)")))["Tableau"]
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == names
    link = rows[0][0].hyperlink
    assert link and link.target.startswith(f"{address}/territoires?volet=fiche&territoire=")

    figure.get_by_role("searchbox").press("Escape")
    for _click in range(2):
        figure.get_by_role("columnheader", name="Chiffres").get_by_role("button").click()
    href = figure.get_by_role("link", name="Tableau (XLSX)").get_attribute("href") or ""
    assert parse_qs(urlsplit(href).query) == {}
    count = figure.locator("tbody tr").count()
    assert len(download(page, figure, "Tableau (CSV français)").splitlines()) == count + 1
