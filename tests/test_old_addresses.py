"""Every address that the app has written still opens the same view: those that held the whole selection, receipts too."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import polars as pl
import pytest

from dashboard.choices.address import address, understood
from dashboard.choices.fields import Selection, known_codes
from dashboard.choices.pages import RECEIPT
from dashboard.figures import answer, registry, rows
from queries.warehouse import Warehouse
from tests.choosing import with_rows
from tests.kinds import EACH_KIND

# What every address held until it held only what its page uses, in its order and with the defaults of that time.
WHOLE = {
    "territoires": "com-63113,com-57463,epci-200070712", "vue": "financement", "argent": "state_contribution",
    "nature": "committed", "annee": "toutes", "base": "toutes", "strict": "non", "stade": "contracted",
    "compte": "actions", "mesure": "positive_exit_rate", "horizon": "exit-0", "serie": "state_contribution",
    "partie": "jeu", "jeu_territoire": "", "jeu_niveau": "", "jeu_mesure": "", "jeu_theme": "", "jeu_etape": "",
    "jeu_nature": "", "jeu_de": "", "jeu_a": "", "jeu_aussi": "", "jeu_statut": "", "jeu_confiance": "",
    "table": "observations", "rubrique": "documents", "document": "tous", "volet": "liste", "fiche": "com-63113",
    "repere": "com-63113", "niveau": "region", "sujet": "dna_places/rule/at", "millesime": "derniere",
    "forme": "nombre", "methode": "quantiles", "relief": "non", "centre": "", "poids": "11111", "recherche": "",
    "theme": "tous", "etape": "tous", "operateur": "tous", "lieu": "tous", "public": "tous", "tout": "non",
    "action": "", "figure": "", "ligne": "", "depuis": "debut", "jusqua": "actuel", "version": "",
}  # fmt: skip
VIEWS: list[tuple[str, dict[str, str], Selection]] = [
    ("comparer", {"base": "bpi_resident", "annee": "2022"},
     Selection(vue="financement", base="bpi_resident", annee="2022")),
    ("comparer", {"argent": "action_cost", "nature": "toutes"},
     Selection(vue="financement", argent="action_cost", nature="toutes")),
    ("comparer", {"territoires": "", "strict": "oui"}, Selection(vue="financement", territoires=(), strict="oui")),
    ("comparer", {"vue": "couverture", "stade": "existing", "compte": "part"},
     Selection(vue="couverture", stade="existing", compte="part")),
    ("comparer", {"vue": "sorties", "mesure": "certification_rate"},
     Selection(vue="sorties", mesure="certification_rate")),
    ("comparer", {"vue": "evolution", "serie": "cir_signatories"}, Selection(vue="evolution", serie="cir_signatories")),
    ("carte", {"niveau": "departement", "millesime": "2021", "annee": "2020"},
     Selection(vue_carte="mesure", niveau="departement", millesime="2021", annee="2020")),
    ("carte", {"relief": "oui", "centre": "com-57463", "nature": "ceiling"},
     Selection(vue_carte="mesure", relief="oui", centre="com-57463", nature="ceiling")),
    ("territoires", {"volet": "fiche", "fiche": "dep-63"}, Selection(volet="fiche", fiche="dep-63")),
    ("territoires", {"volet": "actions", "recherche": "permis", "theme": "langue", "lieu": "com-57463", "etape": "contracted"},
     Selection(volet="actions", recherche="permis", theme="langue", lieu="com-57463", etape="contracted")),
    ("territoires", {"volet": "voisins", "repere": "com-57463", "poids": "00300"},
     Selection(volet="voisins", repere="com-57463", poids="00300")),
    ("donnees", {"jeu_territoire": "com-57463", "jeu_mesure": "state_contribution", "jeu_de": "2020", "jeu_nature": "committed"},
     Selection(jeu_territoire=("com-57463",), jeu_mesure=("state_contribution",), jeu_de="2020", jeu_nature=("committed",))),
    ("donnees", {"partie": "dictionnaire", "table": "contracts"}, Selection(partie="dictionnaire", table="contracts")),
    ("donnees", {"partie": "versions", "depuis": "2026.1"}, Selection(partie="versions", depuis="2026.1")),
    ("sources", {"rubrique": "divergences", "document": "ctai-metz-2022"},
     Selection(rubrique="divergences", document="ctai-metz-2022")),
]  # fmt: skip


Known = dict[str, list[str]]


@pytest.fixture(scope="module")
def known(warehouse: Warehouse) -> Known:
    return known_codes(warehouse.read)


def _read(page: str, given: Mapping[str, str], known: Known) -> tuple[Selection, list[str]]:
    return understood(page, given, Selection(), known, registry.asked_by)


@pytest.mark.parametrize(("page", "changes", "chosen"), VIEWS)
def test_an_address_that_held_everything_opens_the_same_view(
    known: Known, page: str, changes: dict[str, str], chosen: Selection
) -> None:
    """And so does what is written of it today, and one that somebody had shortened by hand."""
    # Weights were equal, of the characteristics that there were, where nobody had chosen any: they stay so. One stage was
    # shown, and what the map showed was said: these stay so, where something else is shown today when nothing is said.
    written = {"poids": "11111", "stade": "contracted", "niveau": "region", "sujet": "dna_places/rule/at",
               "vue": "financement"}  # fmt: skip
    as_written = {name: changes.get(name, usual) for name, usual in written.items()}
    assert _read(page, WHOLE | changes, known) == (replace(chosen, **as_written), [])  # type: ignore[arg-type]
    again = dict(parse_qsl(urlsplit(address(page, chosen)).query, keep_blank_values=True))
    assert address(page, _read(page, again, known)[0]) == address(page, chosen)
    assert address(page, _read(page, changes, known)[0]) == address(page, chosen)


MONEY = {
    "argent": "action_cost", "mesure": "action_cost", "nature": "toutes", "annee": "2022", "base": "bpi_resident",
    "strict": "oui", "repere": "com-57463", "poids": "11111",
}  # fmt: skip


@pytest.mark.parametrize("name", MONEY)
def test_an_address_made_for_the_money_opens_it_though_it_says_no_view(known: Known, name: str) -> None:
    """It was the view of an address that said none: one choice that no other view has is enough, by either name."""
    chosen, ignored = _read("comparer", {"territoires": "com-57463,com-63113", name: MONEY[name]}, known)
    field = "argent" if name == "mesure" else name
    assert (chosen.vue, getattr(chosen, field), ignored) == ("financement", MONEY[name], [])
    assert "vue=financement" in address("comparer", chosen)


@pytest.mark.parametrize("given", [{}, {"territoires": "com-57463,com-63113"}, {"version": "2026.1"}])
def test_an_address_without_a_view_nor_a_choice_of_one_opens_the_synthesis(known: Known, given: dict[str, str]) -> None:
    assert _read("comparer", given, known)[0].vue == "synthese"
    assert _read("comparer", WHOLE, known)[0].vue == "financement"


# A row of a figure, with the choices that its receipt's address held.
RECEIPTS = {
    "financement-par-personne": ("com-63113|bpi_resident|committed", {}),
    "montants": (
        "epci-200070712|ctai-epci-200070712-2023|committed|2023|ctai-thiers-dore-et-montagne-2023.0004",
        {"nature": "toutes"},
    ),
    "chiffres-communs": ("com-63113|diair-2019-point-contractualisation.0001", {}),
    "couverture": ("com-25056|pilotage", {"territoires": "com-76351,com-25056"}),
    "evolution": ("com-63113|ctair-com-63113-2019|committed|over|-|-|2019", {}),
    "carte": ("reg-84|2022|juriblio-2022-arrete-13-mai.0004", {}),
    "fiche-montants": (
        "com-63113|ctair-com-63113-2019|committed|2019|ctair-clermont-ferrand-2019.0009",
        {"volet": "fiche"},
    ),
    "document-chiffres": ("ctai-metz-2022.0001", {"document": "ctai-metz-2022"}),
    "jeu": ("affaires-publiques-2022-arrete-13-mai.0001", {"jeu_nature": ""}),
    "divergences": ("clermont-40-pour-cent", {"document": "ctair-clermont-ferrand-2019"}),
}


@pytest.mark.parametrize("key", RECEIPTS)
def test_an_old_receipt_shows_the_same_row(warehouse: Warehouse, known: Known, key: str) -> None:
    line, changes = RECEIPTS[key]
    chosen, ignored = _read(RECEIPT, WHOLE | changes | {"figure": key, "ligne": line}, known)
    assert ignored == []
    figure = registry.FIGURES[chosen.figure]
    row = rows.row_of(figure, answer.ask(figure, warehouse.read, chosen), chosen.ligne)
    assert row.height == 1
    assert rows.keys(figure, row) == [line]


@pytest.mark.parametrize("is_whole", EACH_KIND)
@pytest.mark.parametrize("key", [key for key, figure in registry.FIGURES.items() if figure.row])
def test_a_receipt_has_one_short_address_that_gives_its_row(
    warehouse: Warehouse, known: Known, key: str, is_whole: bool
) -> None:
    """Whatever else was chosen: the address is that of the figure and the row. Every row has its own; of each figure two
    rows are read again, or ten by make soak.
    """
    figure = registry.FIGURES[key]
    for answered in with_rows(figure, warehouse.read, *CHOSEN.get(key, [])):
        frame = figure.listed(answered)
        written = rows.addresses(answered.chosen, figure, frame)
        assert len(set(written)) == frame.height
        assert max(map(len, written), default=0) < 200
        step = max(1, frame.height // (10 if is_whole else 2))
        for one, line in list(zip(written, rows.keys(figure, frame), strict=True))[::step]:
            again, ignored = _read(RECEIPT, dict(parse_qsl(urlsplit(one).query, keep_blank_values=True)), known)
            found = rows.row_of(figure, answer.ask(figure, warehouse.read, again), again.ligne)
            assert (ignored, rows.keys(figure, found)) == ([], [line])
            assert rows.addresses(again, figure, found) == [one]
            assert rows.addresses(replace(again, territoires=(), base="toutes", version=""), figure, found) == [one]


MANY = Selection(territoires=("com-63113", "com-57463", "com-67482", "com-21231", "epci-200070712"), nature="toutes")
CHOSEN = {
    "financement-par-personne": [Selection(), MANY, replace(MANY, base="cir_year")],
    "montants": [Selection(), MANY, replace(MANY, annee="2022")],
    "montants-par-habitant": [MANY],
    "chiffres-communs": [MANY],
    "fiche-montants": [Selection(fiche=code) for code in ("com-63113", "com-57463", "epci-200070712", "dep-63")],
    "document-chiffres": [Selection(document="ctai-metz-2022")],
    "actions": [Selection(recherche="logement"), Selection(theme="langue", tout="oui")],
    "action-chiffres": [Selection(action="ctai-metz-2022.fiche-1-1-1")],
}


def test_the_same_row_has_the_same_address_whatever_was_chosen(warehouse: Warehouse) -> None:
    ratios = registry.FIGURES["financement-par-personne"]
    found = []
    for chosen in (Selection(), MANY, replace(MANY, base="bpi_resident", annee="2019")):
        frame = answer.ask(ratios, warehouse.read, chosen).filter(
            (pl.col("territory_id") == "com-63113")
            & (pl.col("base_id") == "bpi_resident")
            & (pl.col("nature") == "committed")
        )
        found += rows.addresses(chosen, ratios, frame)
    assert len(found) == 3
    assert set(found) == {
        "/recu?figure=financement-par-personne&ligne=com-63113|bpi_resident|committed"
        "&base=bpi_resident&territoires=com-63113&annee=2019"
    }


def test_a_map_without_a_choice_is_that_of_contracts_and_need_and_one_with_a_choice_is_of_its_measure(
    known: Known,
) -> None:
    """Addresses said no view before there were two: whatever they chose was of the one measure."""
    for given, view in (
        ({}, "besoin"),
        ({"version": "2026.1"}, "besoin"),
        ({"vue": "besoin", "niveau": "epci"}, "besoin"),
        ({"niveau": "departement"}, "mesure"),
        ({"territoires": "com-57463"}, "mesure"),
        ({"annee": "2021"}, "mesure"),
        (WHOLE, "mesure"),
    ):
        assert _read("carte", given, known)[0].vue_carte == view, given
    assert address("carte", Selection()) == "/carte?vue=besoin"
