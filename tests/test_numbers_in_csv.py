"""Every number of every table and caption is found in that figure's own CSV, and the CSV equals the read."""

import io
import re
from collections.abc import Iterator
from math import ceil, floor

import polars as pl
import pytest
from playwright.sync_api import Browser, Locator, Page
from polars.testing import assert_frame_equal

from dashboard.exports.tables import table_bytes
from dashboard.selection import Selection
from queries import comparability
from queries.build import build
from queries.warehouse import Warehouse
from tests.browser import open_browser, open_page, serving

FRENCH_NUMBER = re.compile(r"\d{1,3}(?:\u202f\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?")
FIVE = ("com-63113", "epci-200040715", "epci-243500139", "epci-245400676", "com-44109")
DEFAULT = Selection()
SELECTIONS = {
    "/": DEFAULT,
    "/comparer": DEFAULT,
    "/comparer#prévu": Selection(nature="toutes", territoires=(*DEFAULT.territoires, *FIVE)),
    "/comparer#coût": Selection(argent="action_cost", nature="planned"),
    "/comparer#couverture": Selection(vue="couverture", stade="reported", territoires=FIVE),
    "/comparer#contrats": Selection(vue="couverture", stade="contracted"),
    "/comparer#sorties": Selection(vue="sorties"),
    "/comparer#relogement": Selection(vue="sorties", mesure="rehousing_rate"),
    "/territoires": DEFAULT,
    "/donnees": DEFAULT,
    "/sources": DEFAULT,
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Warehouse]]:
    home = tmp_path_factory.mktemp("home")
    warehouse = Warehouse(build(home))
    with serving(home) as address:
        yield address, warehouse
    warehouse.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as opened:
        yield opened


@pytest.mark.parametrize("path", SELECTIONS)
def test_the_numbers_of_a_page_are_those_of_its_files(
    browser: Browser, served: tuple[str, Warehouse], path: str
) -> None:
    address, warehouse = served
    selection = SELECTIONS[path]
    page = open_page(browser, f"{address}{path.split('#')[0]}?{selection.query()}")
    keys = _figure_keys(page)
    assert keys
    for key in keys:
        figure = page.locator(f".st-key-figure-{key}")
        downloaded = _download(page, figure)
        _assert_numbers_found(key, figure, downloaded)
        expected = _expected(key, selection, warehouse)
        assert downloaded == table_bytes(expected, "csv"), key
        assert_frame_equal(_parsed(downloaded, expected), expected)
    page.context.close()


def _figure_keys(page: Page) -> list[str]:
    classes = page.locator("[class*='st-key-figure-']").evaluate_all("nodes => nodes.map(node => node.className)")
    return [match[1] for names in classes if (match := re.search(r"st-key-figure-([\w-]+)", names))]


def _download(page: Page, figure: Locator) -> bytes:
    with page.expect_download() as download:
        figure.get_by_role("button", name="Télécharger (CSV)").click()
    return download.value.path().read_bytes()


def _assert_numbers_found(key: str, figure: Locator, downloaded: bytes) -> None:
    frame = pl.read_csv(io.BytesIO(downloaded), infer_schema_length=None)
    numbers, words = _numbers_of(frame)
    texts = figure.locator("tbody th, tbody td, .lecture").all_inner_texts()
    assert texts
    for text in texts:
        for found in FRENCH_NUMBER.findall(text):
            plain = found.replace("\u202f", "").replace(",", ".")
            decimals = len(plain.partition(".")[2])
            rounded = {shown for number in numbers for shown in (round(number, decimals), floor(number), ceil(number))}
            assert float(plain) in rounded or plain in words, f"{key} : « {found} » de « {text} » n'est pas dans le CSV"


def _numbers_of(frame: pl.DataFrame) -> tuple[set[float], set[str]]:
    """Numbers of the number cells, and those written inside the text cells that are no identifier."""
    numbers: set[float] = set()
    words: set[str] = set()
    for column in frame.iter_columns():
        if column.dtype.is_numeric():
            numbers |= {abs(float(value)) for value in column.drop_nulls()}
        elif column.dtype == pl.String and not re.search(r"_ids?$|locator", column.name):
            for text in column.drop_nulls():
                words |= {*PLAIN_NUMBER.findall(text.replace(",", ".")), *re.findall(r"\d+", text)}
    return numbers, words


def _parsed(downloaded: bytes, expected: pl.DataFrame) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(downloaded), schema=expected.schema)


def _expected(key: str, selection: Selection, warehouse: Warehouse) -> pl.DataFrame:
    """The answer that the figure says it shows."""
    territories = list(selection.territoires)
    money = {"territory_ids": territories, "measure_id": selection.argent, "nature": selection.nature}
    match key:
        case "financement-par-personne":
            return warehouse.read("funding_ratios", base_id=selection.base, **money)
        case "comparabilite":
            ratios = warehouse.read("funding_ratios", base_id=selection.base, **money)
            without = warehouse.read("funding_without_ratio", base_id=selection.base, **money)
            return comparability.pairs(ratios, without)
        case "montants":
            return warehouse.read("funding_amounts", **money)
        case "montants-par-habitant":
            amounts = warehouse.read("funding_amounts", **money)
            return amounts.filter(pl.col("amount_per_1000_inhabitants_eur").is_not_null())
        case "couverture":
            return warehouse.read("theme_coverage", territory_ids=territories, stage=selection.stade)
        case "sorties":
            return warehouse.read("exit_rates", measure_id=selection.mesure)
        case "colonnes":
            return warehouse.read("columns_described", table_name=selection.table)
        case "territoires-sous-contrat":
            return warehouse.read("territories_known").filter(pl.col("contracts_count") > 0)
    reads = {
        "territoires": "territories_known", "tables": "exportable_tables", "documents": "documents_read",
        "divergences": "discrepancies_declared", "bases": "base_choices", "themes": "themes_defined",
        "mesures": "measures_defined",
    }  # fmt: skip
    return warehouse.read(reads[key])
