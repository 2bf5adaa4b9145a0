"""Every number of every table and caption is found in that figure's own CSV, and the CSV equals the read."""

import io
import re
from dataclasses import replace

import polars as pl
import pytest
from playwright.sync_api import Locator, Page
from polars.testing import assert_frame_equal

from dashboard.choices import fields
from dashboard.choices.address import address as address_of
from dashboard.choices.fields import Selection
from dashboard.datasets.tables import table_bytes
from dashboard.figures import answer, registry
from queries import comparability, peers
from queries.flat import flat
from queries.warehouse import Warehouse
from tests.browser import VIEWPORTS, not_opened, opened, visit
from tests.shown_numbers import FRENCH_NUMBER, found_in, numbers_of, places_of, without_places

FIVE = ("com-63113", "epci-200040715", "epci-243500139", "epci-245400676", "com-44109")
DEFAULT = Selection()
MAPPED = Selection(vue_carte="mesure", niveau="contrat", sujet="state_contribution/committed/over")
MONEY = Selection(vue="financement")
SELECTIONS = {
    "/": DEFAULT,
    "/comparer": DEFAULT,
    "/comparer#cinq": Selection(territoires=FIVE),
    "/comparer#autrement": Selection(territoires=("com-13055", "com-37261", "com-35238", "com-76351")),
    "/comparer#financement": MONEY,
    "/comparer#prévu": replace(MONEY, nature="toutes", territoires=(*DEFAULT.territoires, *FIVE)),
    "/comparer#coût": replace(MONEY, argent="action_cost", nature="planned"),
    "/comparer#couverture": Selection(vue="couverture", stade="reported", territoires=FIVE),
    "/comparer#parts": Selection(vue="couverture", stade="contracted", compte="part"),
    "/comparer#contrats": Selection(vue="couverture", stade="contracted"),
    "/comparer#sorties": Selection(vue="sorties"),
    "/comparer#relogement": Selection(vue="sorties", mesure="rehousing_rate"),
    "/comparer#évolution": Selection(vue="evolution", territoires=(*DEFAULT.territoires, "epci-200040715")),
    "/comparer#année": replace(MONEY, annee="2022"),
    "/carte": DEFAULT,
    "/carte#mesure": MAPPED,
    "/carte#relief": replace(MAPPED, relief="oui"),
    "/carte#années": replace(MAPPED, millesime="chaque"),
    "/carte#départements": replace(
        MAPPED, niveau="departement", sujet="cir_signatories/observed/over", forme="habitants"
    ),
    "/carte#thèmes": replace(MAPPED, sujet="couverture:themes"),
    "/carte#langue": replace(MAPPED, sujet="couverture:langue"),
    "/carte#sorties": replace(MAPPED, sujet="sorties"),
    "/territoires": DEFAULT,
    "/territoires#voisins": Selection(volet="voisins"),
    "/donnees": DEFAULT,
    "/donnees#filtré": Selection(jeu_territoire=("com-57463",), jeu_de="2022"),
    "/donnees#dictionnaire": Selection(partie="dictionnaire"),
    "/sources": DEFAULT,
    "/sources#divergences": Selection(rubrique="divergences"),
    "/sources#méthode": Selection(rubrique="methode"),
    "/sources#clermont": Selection(document="ctair-clermont-ferrand-2019"),
    "/sources#metz": Selection(document="ctai-metz-2022"),
    "/sources#thiers": Selection(document="ctai-thiers-dore-et-montagne-2023"),
    "/sources#brochure": Selection(document="diair-actions-ctair-2019"),
    "/sources#forum": Selection(document="diair-forum-initiatives-2019"),
}
SELECTIONS |= dict.fromkeys(not_opened(SELECTIONS), DEFAULT)


@pytest.mark.parametrize("path", SELECTIONS)
def test_the_numbers_of_a_page_are_those_of_its_files(tab: Page, address: str, warehouse: Warehouse, path: str) -> None:
    selection = SELECTIONS[path]
    window = VIEWPORTS["390x844" if selection.relief == "oui" else "1440x900"]  # a small map is drawn sooner
    page = visit(tab, address + address_of(path.split("#")[0].strip("/"), selection), window)
    for folded in page.locator("[data-testid='stExpander']:has([class*='st-key-figure-']) summary").all():
        folded.click()
    keys = _figure_keys(page)
    assert keys
    for key in keys:
        figure = page.locator(f".st-key-figure-{key}")
        downloaded = _download(page, figure)
        _assert_numbers_found(key, figure, downloaded)
        expected = _expected(key, selection, warehouse)
        assert downloaded == table_bytes(expected, "csv"), key
        assert_frame_equal(_parsed(downloaded, flat(expected)), flat(expected))


def _figure_keys(page: Page) -> list[str]:
    classes = page.locator("[class*='st-key-figure-']").evaluate_all("nodes => nodes.map(node => node.className)")
    return [match[1] for names in classes if (match := re.search(r"st-key-figure-([\w-]+)", names))]


def _download(page: Page, figure: Locator) -> bytes:
    with page.expect_download() as download:
        opened(figure.locator("a", has_text="Télécharger (CSV)")).click()
    return download.value.path().read_bytes()


def _assert_numbers_found(key: str, figure: Locator, downloaded: bytes) -> None:
    frame = pl.read_csv(io.BytesIO(downloaded), infer_schema_length=None)
    numbers, words = numbers_of(frame)
    texts = figure.locator("tbody th, tbody td, .lecture").all_text_contents()
    assert texts
    places = places_of(frame)
    for text in texts:
        for found in FRENCH_NUMBER.findall(without_places(text, places)):
            assert found_in(found, numbers, words), f"{key} : « {found} » de « {text} » n'est pas dans le CSV"


def _parsed(downloaded: bytes, expected: pl.DataFrame) -> pl.DataFrame:
    return pl.read_csv(io.BytesIO(downloaded), schema=expected.schema)


def _expected(key: str, selection: Selection, warehouse: Warehouse) -> pl.DataFrame:
    """The answer that the figure says it shows."""
    frame = answer.ask(registry.FIGURES[key], warehouse.read, selection)
    if key == "comparabilite":
        without = warehouse.read("funding_without_ratio", **fields.parameters(selection, RATIO_CHOICES))
        return comparability.pairs(frame, without)
    if key == "synthese":
        return answer.answered(registry.FIGURES[key], warehouse.read, selection).frame
    if key == "sensibilite":
        return comparability.sensitivity(frame)
    if key == "combien-par-personne":
        without = warehouse.read("funding_without_ratio", **fields.parameters(Selection(territoires=()), RATIO_CHOICES))
        compared = comparability.pairs(frame, without)["is_comparable"].sum()
        return frame.with_columns(comparable_pairs_count=pl.lit(compared, pl.Int64))
    if key == "quels-resultats":
        of_contracts = frame.join(warehouse.table("observations"), on="observation_id")["contract_id"].count()
        counts = {
            "rates_count": frame.height,
            "contract_rates_count": of_contracts,
            "possible_rates_count": frame.height - frame.filter(is_possible_on_cohort=False).height,
            "impossible_rates_count": frame.filter(is_possible_on_cohort=False).height,
        }
        return frame.with_columns(pl.lit(count, pl.Int64).alias(name) for name, count in counts.items())
    if key == "pairs":
        return _with_itself(frame, selection.repere)
    if key == "besoin-sans-contrat":
        return frame.filter((pl.col("contracts_count") == 0) & (pl.col("bpi_signatories") > 0)).head(12)
    if key in SHARED:
        count = pl.col("territory_id").n_unique().over("base_id", "nature")
        return frame.filter(count > 1 if SHARED[key] else count == 1)
    return frame.filter(SHOWN[key]) if key in SHOWN else frame


def _with_itself(known: pl.DataFrame, territory_id: str) -> pl.DataFrame:
    """The territory, and its nearest under the weights proposed, with what they are like."""
    weights = dict(zip(peers.CHARACTERISTICS, [1, 0, 0, 0, 1, 1, 1, 1, 1], strict=True))
    itself = known.filter(territory_id=territory_id).select("territory_id", "territory_name")
    found = pl.concat([itself, peers.nearest(known, territory_id, weights)], how="diagonal")
    return found.join(known.drop("territory_name"), on="territory_id", how="left", maintain_order="left")


RATIO_CHOICES = ("base", "territoires", "argent", "nature", "annee")
# Whether a figure shows the bases that two territories share, or those that one alone has.
SHARED = {"financement-bases-partagees": True, "financement-bases-seules": False}
# Figures that show a part of their read.
SHOWN = {
    "montants-par-habitant": pl.col("amount_per_1000_inhabitants_eur").is_not_null(),
    "territoires-sous-contrat": pl.col("contracts_count") > 0,
    "repere-commun": pl.col("yardstick_low_eur").is_not_null() | pl.col("yardstick_high_eur").is_not_null(),
    "besoin-et-argent": pl.col("amount_eur").is_not_null(),
}
