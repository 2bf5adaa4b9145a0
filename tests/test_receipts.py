"""Any figure leads to what is printed behind it: from a chart, a table and the map; and its read can be run again."""

import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import polars as pl
import pytest
from playwright.sync_api import Browser, Page, expect
from polars.testing import assert_frame_equal

from dashboard.choices.fields import Selection
from dashboard.cli import main
from dashboard.figures import answer, receipt, registry, rows
from dashboard.figures.provenance import figure_lines
from dashboard.figures.spec import Ask
from dashboard.words import passages
from queries import comparability
from queries.flat import flat
from queries.warehouse import Warehouse
from tests.browser import open_page, opened, settle, visit
from tests.reader import heard_of, text_of

DEFAULT = Selection(document="ctai-metz-2022", stade="contracted")
TARGETS = Selection(mesure="exit_to_housing_rate", annee="2022")
WIDE = Selection(
    territoires=("com-63113", "com-57463", "epci-200070712", "epci-200040715", "epci-243500139", "com-37261"),
    nature="toutes", stade="reported", mesure="rehousing_rate",
)  # fmt: skip


def questions() -> Iterator[object]:
    """Each figure with each of the choices that asks another question of it: the same one has the same rows."""
    for key, figure in registry.FIGURES.items():
        asked: list[object] = []
        for name, chosen in {"default": DEFAULT, "wide": WIDE, "targets": TARGETS}.items():
            question = figure.ask.parameters(chosen) if figure.row and figure.ask else None
            if figure.row and question not in asked:
                asked.append(question)
                yield pytest.param(key, chosen, id=f"{key}-{name}")


@pytest.mark.parametrize(("key", "chosen"), list(questions()))
def test_every_row_of_a_figure_has_its_own_receipt(warehouse: Warehouse, key: str, chosen: Selection) -> None:
    """The keys are unique, each finds its row again, and all that a row cites is printed somewhere."""
    figure = registry.FIGURES[key]
    frame = answer.ask(figure, warehouse.read, chosen)
    keys = rows.keys(figure, frame)
    assert len(set(keys)) == len(keys) == frame.height
    known = set(warehouse.table("observations")["observation_id"])
    for place, line in enumerate(keys):
        row = rows.row_of(figure, frame, line)
        assert_frame_equal(row, frame[place])
        assert {*rows.cited(row, figure.cites), *rows.cited(row, figure.sets_aside)} <= known
        assert figure.says(row.row(0, named=True))
        # What is printed as missing was chosen by no rule.
        assert {row[column].item() for column in figure.rules.values()} <= {*comparability.RULES, None}


def test_the_command_of_a_receipt_gives_the_figure_shown(
    atlas_home: Path, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """`ctai read …`, as the receipt prints it, answers what the page shows; the last one as a process of its own too."""
    monkeypatch.setenv("CTAI_HOME", str(atlas_home))
    printed = ""
    words: list[str] = []
    for key in ("financement-par-personne", "montants", "couverture", "sorties", "divergences", "registre"):
        ask = registry.FIGURES[key].ask
        assert ask is not None
        program, *words = shlex.split(rows.command(ask, DEFAULT))
        assert program == "ctai"
        assert main(words) == 0
        printed = capfd.readouterr().out
        expected = flat(ask.answer(warehouse.read, DEFAULT))
        assert_frame_equal(pl.read_csv(io.StringIO(printed), schema=expected.schema), expected)
    alone = subprocess.run([sys.executable, "-m", "dashboard.cli", *words], capture_output=True, text=True, check=True)
    assert alone.stdout == printed


def test_the_command_of_a_receipt_can_be_pasted() -> None:
    """What a shell would cut is quoted; no filter is nothing, and 0 months is a number."""
    series = replace(Selection(), serie="a:public=bpi;sex=F", territoires=("fra", "dep-63"))
    assert rows.command(Ask("series", ("serie", "territoires")), series) == (
        "ctai read series 'series_id=a:public=bpi;sex=F' territory_ids=fra,dep-63"
    )
    assert rows.command(Ask("exit_counts_compared", ("horizon", "annee")), Selection()) == (
        "ctai read exit_counts_compared horizon_from=exit horizon_months=0 year="
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["nulle_part"], "Lecture inconnue : nulle_part."),
        (["exit_rates"], "La lecture exit_rates attend :\n  measure_id : Mesure (un code)\n"),
        (["exit_rates", "mesure=x"], "Paramètre « mesure » : la lecture exit_rates n'en a pas de ce nom"),
        (["exit_rates", "measure_id=a", "measure_id=b"], "Paramètre « measure_id » : trouvé 2 fois, attendu une fois."),
        (["reconciliations_found", "document_id=tous", "has_gap=oui"], "trouvé « oui », attendu true ou false."),
        (["exit_rates", "measure_id"], "« measure_id » n'est pas de la forme nom=valeur"),
    ],
)
def test_a_read_that_is_badly_asked_is_told_in_french(
    atlas_home: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    monkeypatch.setenv("CTAI_HOME", str(atlas_home))
    try:
        code = main(["read", *words])
    except SystemExit as ended:  # by the reading of the words, as a process would
        code = ended.code
    ran = capfd.readouterr()
    assert code == 2
    assert said in ran.err
    assert ran.out == ""


def test_a_receipt_opens_from_a_table(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/comparer?vue=financement&territoires=com-63113")
    figure = page.locator(".st-key-figure-financement-bases-seules")
    opened(figure.locator("td a").first).click()
    _to_the_page(page, *PANEL)
    _assert_receipt_of_clermont(page)
    shared = page.url
    page.close()
    again = open_page(browser, shared)
    _assert_receipt_of_clermont(again)
    again.close()


def _assert_receipt_of_clermont(page: Page) -> None:
    """667 € per BPI resident: 300 000 € and « environ 450 », each with its passage and place."""
    expect(page).to_have_title(re.compile(r"^D’où vient ce chiffre\s\? \(.+\) — Atlas CTAI$"))
    settle(page)
    page.get_by_text("Détail technique").click()
    expect(page.get_by_role("button", name="Copier : La commande", exact=True)).to_be_visible()
    words = page.locator("[data-testid=stMain]").inner_text().replace("\u202f", " ").replace("\u00a0", " ")
    for said in (
        "Clermont-Ferrand, 2019 : environ 667 € par BPI présent, base adaptée",
        "« environ 450 personnes sur la totalité de 918 personnes »",
        "le soutien de la DIAIR s’élève à 300 000 euros",
        "IV. Les modalités de versement des fonds",
        "ctair-clermont-ferrand-2019.0009",
        "montant : une divergence déclarée le concerne",
        "ctai read funding_ratios",
        "Signaler une erreur",
    ):
        assert said in words, said


def test_a_receipt_opens_from_a_chart(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/comparer?vue=financement&territoires=com-63113")
    figure = page.locator(".st-key-figure-financement-bases-seules")
    figure.locator(".scatterlayer .point").first.scroll_into_view_if_needed()
    mark = figure.locator(".scatterlayer .point").first.bounding_box()
    assert mark
    page.mouse.click(mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2)
    _to_the_page(page, *PANEL)
    _assert_receipt_of_clermont(page)
    page.get_by_role("link", name="Retour à la page d’où vous venez").click()
    expect(page).to_have_title(re.compile(r"^Comparer\s: .+ — Atlas CTAI$"))


# What the panel says before its own page is opened, in order.
PANEL = (
    "Clermont-Ferrand, 2019 : environ 667 € par BPI présent",
    "300 000 € ÷ environ 450 personnes = environ 667 €",
    "« Pour l’année 2019, le soutien de la DIAIR s’élève à 300 000 euros »",
    "IV. Les modalités de versement des fonds",
    "« environ 450 personnes sur la totalité de 918 personnes »",
    "La fiche : Clermont-Ferrand",
)


def _to_the_page(page: Page, *said: str) -> None:
    """From the panel in place, which says this, to the page of its own."""
    panel = page.get_by_role("dialog", name="D’où vient ce chiffre ?")
    link = panel.get_by_role("link", name="Tout sur ce chiffre")
    expect(link).to_be_visible()
    words = panel.inner_text().replace("\u202f", " ").replace("\u00a0", " ")
    places = [words.find(each) for each in said]
    assert -1 not in places and places == sorted(places), (said, words)
    link.click()


def test_a_receipt_opens_from_the_map(tab: Page, address: str) -> None:
    page = visit(tab, address)
    figure = page.locator(".st-key-figure-territoires-sous-contrat")
    mark = figure.locator(".scatterlayer .point").first
    mark.hover(force=True)  # what is under the pointer is Plotly's own sheet, above the mark
    expect(figure.locator(".reperes.dite [role=option]")).to_be_visible()
    mark.click(force=True)
    told = page.locator("#source .dit")
    expect(told).to_be_visible()
    name = told.inner_text().split(",")[0].split("\u00a0:")[0]
    _to_the_page(page)
    expect(page).to_have_title(re.compile(r"^D’où vient ce chiffre\s\? \(.+\) — Atlas CTAI$"))
    settle(page)
    expect(page.get_by_role("heading", level=2).first).to_contain_text(name)


@pytest.mark.parametrize(
    ("query", "said"),
    [("", "Une source s’ouvre depuis une figure"), ("figure=montants&ligne=x", "n’est plus dans les données")],
)
def test_a_receipt_of_nothing_says_what_to_do(address: str, query: str, said: str) -> None:
    assert said in unescape(text_of(heard_of(address, "recu", query)))


def test_a_counted_figure_says_how_it_was_counted(warehouse: Warehouse) -> None:
    """The filter in the place of a passage, with the producer, the licence, the address and the copy that was read."""
    isere = "ministere-interieur-2020-cir-departements.0199"
    (row,) = warehouse.read("receipt_figures", observation_ids=[isere]).iter_rows(named=True)
    said = {column.column_id: column.words(row) for column in receipt.USED.columns}
    filtered = "année = 2020 ; département = Isère ; motif agrégé = ASILE"
    address = "https://www.data.gouv.fr/datasets/contrat-dintegration-republicaine"
    assert (said["passage"], said["place"]) == ("compté dans le fichier", f"filtre : {filtered}")
    assert said["document"] == (
        "Contrat d'intégration républicaine, signataires de 2020 (Ministère de l'Intérieur, s.d. [2020]), "
        "Licence Ouverte 2.0, fichier lu : pds023/minintCIR, version 65890a0, data/data_2020.parquet : "
        f"78 764 lignes, une par signataire [{isere}]"
    )
    (source,) = figure_lines(warehouse.read("figure_sources", observation_ids=[isere]))
    assert source.place == f"compté dans le fichier, filtre : {filtered} (Licence Ouverte 2.0)"
    assert source.reading == f"confiance haute, {address}"


def test_nothing_is_highly_sure_of_a_passage_that_nobody_verified() -> None:
    """« Passage non vérifié » stood beside « confiance haute »."""
    row = {"as_printed": None, "survey_note": "300 000 € par an", "confidence": "H"}
    quoted = row | {"as_printed": "300 000 euros par an"}
    told = [passages.confidence(each) for each in (row, row | {"confidence": "L"}, quoted)]
    assert told == ["lecture non vérifiée", "confiance basse", "confiance haute"]
