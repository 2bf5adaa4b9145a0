"""Accueil answers three questions before the reader has scrolled, and says what is known of each territory."""

import lxml.html
import polars as pl
import pytest
from playwright.sync_api import Page

from dashboard.choices.fields import Selection
from dashboard.drawing import exit_charts
from dashboard.figures import answer, questions, territories
from dashboard.figures.spec import Figure
from dashboard.words.labels import NBSP
from queries.warehouse import Warehouse
from tests.browser import VIEWPORTS, visit
from tests.reader import read_figures, read_page

VIEWS = {"combien-par-personne": "financement", "quels-themes": "couverture", "quels-resultats": "sorties"}


def test_a_rate_that_its_cohort_does_not_allow_has_the_sign_that_it_has_in_comparer(warehouse: Warehouse) -> None:
    """A cross, on both charts: a circle is a rate that is published."""
    shown = answer.answered(questions.EXITS, warehouse.read, Selection())
    drawn = questions.exits_chart(shown.frame)
    impossible = [mark.place for line in drawn.lines for mark in line.marks if mark.kind == "impossible"]
    assert len(impossible) == shown.frame["impossible_rates_count"][0] == 3
    assert drawn.key == "▸ plus de ; × impossible"
    symbols = {
        trace.marker.symbol
        for trace in exit_charts.exit_rates(shown.frame).checked().data
        if "impossible" in trace.name
    }
    assert symbols == {"x-open"}


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (
            questions.PERSONS,
            "D'environ 222 à 2 727 € selon qui l'on compte, les deux à lire avec réserve (hors minimums, ordres de grandeur et "
            "confiance basse) ; aucune paire de territoires n'est strictement comparable.",
        ),
        (
            questions.THEMES,
            "12 thèmes ; langue et logement les plus portés (10 territoires sous contrat), puis accompagnement et emploi (9). "
            "Par des actions du territoire, dans son contrat ou non.",
        ),
        (
            questions.EXITS,
            "Aucun contrat ne publie de taux ; 8 taux d'initiatives publiés : 5 de 18 à 71 %, 3 impossibles sur leur effectif.",
        ),
        (
            territories.KNOWN,
            "● connu, ◐ en partie, ○ rien de publié. Sur 40 territoires sous contrat : de l'argent pour 26, un montant par "
            "personne pour 7, des actions ou des axes pour 21, un taux de sortie pour 1, d'une initiative et non du contrat.",
        ),
    ],
    ids=lambda value: value.key if isinstance(value, Figure) else "",
)
def test_a_question_is_answered_with_its_figures(warehouse: Warehouse, figure: Figure, words: str) -> None:
    made = answer.of(figure, warehouse.read, Selection())
    assert made is not None
    assert made.reading.replace("\u202f", " ").replace(NBSP, " ") == words


def test_a_card_without_a_comparable_pair_or_a_value_says_so() -> None:
    ratios = pl.DataFrame(
        {"comparable_pairs_count": [2], "grade": ["C"], "confidence": ["H"], "base_confidence": ["H"]}
    ).with_columns(ratio_eur=None, ratio_low_eur=pl.lit(800.0), ratio_high_eur=None)
    told = questions.persons_reading(ratios).replace(NBSP, " ")
    assert told == "Aucun montant qui se classe n'est publié ; 2 paires de territoires strictement comparables."


def test_the_marks_of_a_card_lead_to_the_source_of_their_row(warehouse: Warehouse) -> None:
    """A mark bears the place of its row, whose receipt is that of the whole figure, whatever else was chosen."""
    chosen = Selection(territoires=("com-44109",), argent="action_cost", base="cir_year")
    made = answer.of(questions.PERSONS, warehouse.read, chosen)
    assert made is not None
    chart = questions.persons_chart(made.frame)
    marks = [mark for line in chart.lines for mark in line.marks]
    assert sorted(mark.place for mark in marks) == list(range(made.frame.height))
    lowest = min((mark for mark in marks if mark.kind in ("valeur", "reserve")), key=lambda mark: mark.at)
    assert lowest.words.startswith("Metz, 2022")
    assert made.receipts[lowest.place] == (
        "/recu?figure=financement-par-personne&ligne=com-57463|beneficiaries_realised|committed"
        "&base=beneficiaries_realised&territoires=com-57463&annee=2022"
    )


def test_a_range_of_a_card_is_a_segment_and_no_minimum(warehouse: Warehouse) -> None:
    made = answer.of(questions.PERSONS, warehouse.read, Selection())
    assert made is not None
    chart = questions.persons_chart(made.frame)
    ranges = {
        mark.words.split(",")[0]: (mark.until - mark.at) * 1.08 * 2_727.27 / 100
        for line in chart.lines
        for mark in line.marks
        if mark.kind.startswith("etendue") and mark.until is not None
    }
    assert ranges == {
        "Clermont-Ferrand": pytest.approx(1_200 - 857.14, abs=1), "Grenoble-Alpes-Métropole": pytest.approx(245, abs=1),
    }  # fmt: skip
    least = [mark.words for line in chart.lines for mark in line.marks if mark.kind == "borne"]
    assert least and all(" : au moins " in words.replace(NBSP, " ") for words in least)
    rough = [mark.words for line in chart.lines for mark in line.marks if mark.kind == "approche"]
    assert rough and all(" : ≈ " in words.replace(NBSP, " ") for words in rough)
    assert chart.key.replace(NBSP, " ") == "◇ avec réserve ; ▸ au moins ; ○ approché ; — étendue"
    drawn = {mark.words.split(" (")[0].replace(NBSP, " "): mark.kind for line in chart.lines for mark in line.marks}
    assert drawn["Grenoble-Alpes-Métropole, 2022 : 318 € par signataire du CIR dans l'année"] == "reserve"
    assert drawn["Metz, 2022 : 456 € par signataire du CIR dans l'année"] == "valeur"


def test_the_three_answers_are_seen_without_scrolling(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/", VIEWPORTS["1440x900"])
    for key in VIEWS:
        card = page.locator(f".st-key-figure-{key}")
        box = card.locator(".suite").first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < 900, key
        assert card.locator("[data-mark]").count() > 5
        way = card.locator(".suite a").first.get_attribute("href") or ""
        assert way.startswith("/comparer?")
        assert f"vue={VIEWS[key]}" in way
    for key in ("combien-par-personne", "quels-resultats"):  # nothing of the axis below lies over the lowest mark
        page.locator(f".st-key-figure-{key} .marque").last.click(trial=True)


def test_a_name_of_the_grid_leads_to_the_sheet(address: str) -> None:
    grid = lxml.html.fromstring(read_figures(address, "")["etat-des-connaissances"])
    (row,) = grid.xpath("//tbody/tr[contains(., 'Marseille')]")
    assert "300 000 € sur 3 ans" in row.text_content().replace("\u202f", " ").replace(NBSP, " ")
    assert row.xpath("th//a/@href") == ["/territoires?volet=fiche&territoire=com-13055"]


def test_the_table_of_a_card_says_which_figures_come_from_extracts(address: str) -> None:
    cards = {key: lxml.html.fromstring(html) for key, html in read_figures(address, "").items()}
    of_contracts = cards["territoires-sous-contrat"]
    marked = {row.xpath("string(th)") for row in of_contracts.xpath("//tbody/tr[contains(td[last()], '*')]")}
    assert {"Besançon", "Dijon Métropole", "Grenoble-Alpes-Métropole", "Rennes Métropole"} <= marked
    assert not {"Clermont-Ferrand", "Metz"} & marked
    for key in ("territoires-sous-contrat", "combien-par-personne", "quels-resultats", "etat-des-connaissances"):
        assert "* Chiffre d’un document lu par extraits" in cards[key].text_content().replace(NBSP, " "), key


def test_what_is_compared_here_is_said_to_who_comes_for_the_first_time(address: str) -> None:
    shown = read_page(address, "").text.replace(NBSP, " ")
    assert "des contrats territoriaux d’accueil et d’intégration (CTAI, CTAIR jusqu’en 2021)" in shown
    assert (
        "compare le financement par bénéficiaire de la protection internationale (BPI), la couverture thématique"
        in shown
    )
