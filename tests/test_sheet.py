"""What the sheet of a territory says, and what it says where nothing, or little, is known."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard.choices.fields import Selection
from dashboard.cli import main
from dashboard.documents.chapters import Sheet, identity, sheet
from dashboard.documents.printed import document, how
from dashboard.figures import actions, amounts, answer, peers, registry, rows
from dashboard.figures.content import Link
from dashboard.showing.shown import encoded
from queries.warehouse import Warehouse

# Absences; and what cites no figure: its row itself says the document, the place and the passage.
WITHOUT_RECEIPT = {"fiche-manques", "fiche-axes", "fiche-clauses", "fiche-signataire"}
# What a document added to the corpus changes: how many are in golden/live_counts.csv.
COUNTED = {
    "Contrats connus": "contracts_count",
    "Actions décrites": "actions_count",
    "Chiffres publiés": "observations_count",
}


def _figures(found: Sheet | None) -> dict[str, int]:
    """Rows of each figure of a sheet, by its key."""
    assert found is not None
    return {figure.key: len(figure.table.rows) for chapter in found.chapters for figure in chapter.figures}


def test_clermont_ferrand_has_every_chapter(warehouse: Warehouse) -> None:
    found = sheet(warehouse.read, "com-63113")
    assert found is not None
    assert [chapter.title for chapter in found.chapters if chapter.figures] == [
        "Contrats", "Argent", "Entrées en intégration", "Personnes et montants par personne",
        "Actions", "Résultats", "Divergences et manques", "Autres chiffres publiés",
    ]  # fmt: skip
    told = dict(identity(found.territory))
    counts = {name: told.pop(name) for name in ("Contrats connus", "Actions décrites", "Chiffres publiés")}
    assert counts == {name: str(found.territory[column]) for name, column in COUNTED.items()}
    assert told == {
        "Niveau": "commune",
        "Code officiel": "63113",
        "Département": "Puy-de-Dôme",
        "Région": "Auvergne-Rhône-Alpes",
        "Population municipale (2023)": "146\u202f351 habitants",
        "Dernier montant annuel engagé par l'État": "300\u202f000\u00a0€ (2019)",
        "Montant par personne, sur la base la mieux adaptée": "environ 667\u00a0€ par BPI présent (2019, base adaptée)",
    }


def test_an_action_told_by_another_contract_is_not_denied(warehouse: Warehouse) -> None:
    """The contract of Clermont-Ferrand describes one at Thiers, and one of the Eurométropole is Strasbourg's."""
    told = "aucune en propre ; 1\u00a0décrite par le contrat d'un autre territoire"
    for territory_id in ("com-63430", "epci-246700488"):
        found = sheet(warehouse.read, territory_id)
        assert found is not None
        assert dict(identity(found.territory))["Actions décrites"] == told
        (chapter,) = (chapter for chapter in found.chapters if chapter.title == "Actions")
        assert chapter.nothing == f"Actions décrites : {told}."


def test_a_departement_gathers_the_contracts_inside_it(warehouse: Warehouse) -> None:
    found = sheet(warehouse.read, "dep-63")
    assert found is not None
    contracts = found.chapters[0].figures[0].frame
    assert set(contracts["territory_id"]) == {"com-63113", "epci-200070712"}
    assert found.territory["contract_territories_count"] == 2


@pytest.mark.parametrize(
    ("territory_id", "known"),
    [
        # A contract without an amount of its own, figures without a contract, a set only, and nothing at all.
        ("com-37261", {"fiche-contrats", "fiche-evenements", "fiche-autres-montants", "fiche-chiffres-communs", "fiche-bases",
                       "fiche-besoin", "fiche-resultats", "fiche-divergences", "fiche-manques", "fiche-autres-chiffres"}),
        ("com-75056", {"fiche-chiffres-communs", "fiche-bases", "fiche-besoin"}),
        ("set-ctair-11", {"fiche-resultats", "fiche-autres-chiffres"}),
        ("com-63001", {"fiche-bases", "fiche-besoin"}),
    ],
)  # fmt: skip
def test_little_known_is_told_and_nothing_is_made_up(warehouse: Warehouse, territory_id: str, known: set[str]) -> None:
    found = sheet(warehouse.read, territory_id)
    assert _figures(found).keys() == known
    assert found is not None
    assert all(chapter.nothing for chapter in found.chapters if not chapter.figures)


@pytest.mark.parametrize(
    ("territory_id", "contracts"),
    [
        ("com-63430", ["Signataire du contrat de la CC Thiers Dore et Montagne (2023)"]),
        ("com-35238", ["Signataire du contrat de Rennes Métropole (2020)"]),
        ("com-29019", ["Signataire du contrat de Brest Métropole (2019)"]),
        # The passage read of 2022 does not say that it was signed.
        ("com-69123", ["Partie au contrat de la Métropole de Lyon (2022)"]),
        ("com-69266", ["Partie au contrat de la Métropole de Lyon (2022)"]),
    ],
)  # fmt: skip
def test_a_commune_shows_the_contract_that_it_signed(
    warehouse: Warehouse, territory_id: str, contracts: list[str]
) -> None:
    """Never « aucun contrat », on the sheet nor on paper; the way to the contract's own sheet stands beside."""
    found = sheet(warehouse.read, territory_id)
    assert found is not None
    (signed,) = [figure for figure in found.chapters[0].figures if figure.key == "fiche-signataire"]
    links = [row[0] for row in signed.table.rows]
    assert [link.words for link in links if isinstance(link, Link)] == contracts
    assert all(isinstance(link, Link) and link.address.startswith("/territoires/epci-") for link in links)
    assert dict(identity(found.territory))["Contrats connus"].startswith(f"aucun en propre ; partie à {len(contracts)}")
    printed = str(document(warehouse.read, found, "0", date(2026, 1, 1)).blocks)
    assert contracts[0] in printed
    assert found.chapters[0].nothing not in printed


@pytest.mark.parametrize(
    ("territory_id", "words"),
    [
        ("com-37261", "300 000 € de plusieurs payeurs (2021)"),
        ("com-13055", "300 000 € sur 3 ans"),
        ("com-34172", "aucun montant publié"),
    ],
)
def test_an_amount_that_is_no_years_is_told_and_its_year_said_to_lack(
    warehouse: Warehouse, territory_id: str, words: str
) -> None:
    found = sheet(warehouse.read, territory_id)
    assert found is not None
    told = dict(identity(found.territory))["Montant connu"]
    assert told.replace("\u202f", " ").replace("\u00a0", " ") == words
    (lacks,) = [figure for chapter in found.chapters for figure in chapter.figures if figure.key == "fiche-manques"]
    assert "montant annuel engagé par l'État" in [row[1] for row in lacks.table.rows]


def test_a_former_code_leads_to_the_commune_of_today(warehouse: Warehouse) -> None:
    found = sheet(warehouse.read, "com-01003")
    assert found is not None
    assert (found.territory["territory_id"], found.territory["is_former_code"]) == ("com-01165", True)


@pytest.mark.parametrize("territory_id", ["", "com-99999", "63113", "com-63113'", "Metz"])
def test_an_unknown_code_has_no_sheet(warehouse: Warehouse, territory_id: str) -> None:
    assert sheet(warehouse.read, territory_id) is None


def test_every_row_of_a_sheet_can_be_followed_to_its_source(warehouse: Warehouse) -> None:
    """Each row has its receipt, which finds it again; each figure has its printed form. France gathers all rows."""
    observations = set(warehouse.table("observations")["observation_id"])
    for territory_id in ("fra", "reg-84", "com-63113", "com-57463", "epci-200070712", "set-ctair-11"):
        found = sheet(warehouse.read, territory_id)
        assert found is not None
        chosen = Selection(volet="fiche", fiche=territory_id)
        for figure in (figure for chapter in found.chapters for figure in chapter.figures):
            assert how(figure)
            assert figure.reading.endswith(".")
            if figure.key in WITHOUT_RECEIPT:
                continue
            spec = registry.FIGURES[figure.key]
            frame = answer.answered(spec, warehouse.read, chosen).frame
            keys = rows.keys(spec, frame)
            assert len(set(keys)) == len(keys) == frame.height, (territory_id, figure.key)
            assert figure.frame.equals(frame[: figure.frame.height])
            assert {*rows.cited(frame, spec.cites)} <= observations


def test_a_region_holds_what_its_departements_hold(warehouse: Warehouse) -> None:
    region = set(warehouse.read("sheet_contracts", territory_id="reg-84")["contract_id"])
    departements = [
        set(warehouse.read("sheet_contracts", territory_id=f"dep-{code}")["contract_id"]) for code in ("38", "63", "69")
    ]
    assert set().union(*departements) <= region
    assert region <= set(warehouse.read("sheet_contracts", territory_id="fra")["contract_id"])


def test_the_neighbours_of_a_sheet_are_those_of_equal_weights(warehouse: Warehouse) -> None:
    known = warehouse.read("peer_characteristics")
    found = peers.group(known, "com-63113", peers.weights_of(""))
    assert found is not None
    assert found.territory_ids[0] == "com-63113"
    assert peers.group(known, "dep-63", [1] * 5) is None
    assert peers.group(known, "com-63113", [0] * 5) is None
    assert isinstance(found.frame, pl.DataFrame)


def test_a_total_of_all_actions_is_not_called_that_of_one(warehouse: Warehouse) -> None:
    """Metz prints 281 300 € for its fifteen fiches together."""
    figure = answer.of(amounts.OTHERS_OF_A_TERRITORY, warehouse.read, Selection(fiche="com-57463"))
    assert figure is not None
    totals = {row[0] for row in figure.table.rows if "281" in row[3]}
    assert totals == {"Coût total des actions du contrat"}
    assert "Coût total de l'action" not in {row[0] for row in figure.table.rows}


def test_a_base_of_half_a_year_says_so(warehouse: Warehouse) -> None:
    """On the page, in the file of the figure and on paper: 302 is of a half-year, 209 of the year."""
    bases = answer.of(registry.FIGURES["fiche-bases"], warehouse.read, Selection(fiche="epci-200040715"))
    assert bases
    half, whole = (row for row in bases.table.rows if row[1] in ("302\xa0personnes", "209\xa0personnes"))
    assert [half[0], half[3]] == ["BPI signataires du CIR", "premier semestre 2021"]
    assert [whole[0], whole[3]] == ["BPI signataires du CIR dans l'année", "2021"]
    assert "period" in how(bases).columns


def test_a_share_says_of_which_population(warehouse: Warehouse) -> None:
    """62,41 % of the signatories of the CIR of 2021 are from 26 to 45 years old."""
    figure = answer.of(actions.OTHER_FIGURES, warehouse.read, Selection(fiche="com-57463"))
    assert figure is not None
    (counted,) = {row[0] for row in figure.table.rows if "62,41" in row[1]}
    signatories = warehouse.table("measures").filter(measure_id="cir_signatories")["label"].item()
    assert counted.startswith(f"Part dans une population, 26 à 45 ans, base : {signatories}")


def test_the_repertoire_says_who_is_counted_in_words(warehouse: Warehouse) -> None:
    told = dict(warehouse.read("repertoire_items", document_id=None).select("item_id", "breakdown_label").rows())
    assert told["1.1-hommes"] == "Hommes"
    coded = warehouse.read("repertoire_items", document_id=None).filter(pl.col("breakdown").str.contains(";"))
    assert coded.height > 0
    assert coded.filter(pl.col("breakdown_label").str.count_matches(", ") < 1).is_empty()
    assert [words for words in told.values() if words and "=" in words] == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("com-75101", "com-75101 est un arrondissement municipal de Paris : com-75056."),
        ("com-\udcff", "Attendu : un code comme com-63113 (commune)."),
        ("dep-2a", "Le plus proche : dep-2A (Corse-du-Sud)."),
        ("com-99999", "Aucun territoire n'a ce code ; attendu : un code comme com-63113 (commune)."),
    ],
)
def test_the_command_says_which_territory_an_unknown_code_may_mean(
    atlas_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], code: str, said: str
) -> None:
    monkeypatch.setenv("CTAI_HOME", str(atlas_home))
    assert main(["fiche", code]) == 2
    assert capsys.readouterr().err == f"Territoire inconnu : {code.replace(chr(0xDCFF), '?')}. {said}\n"


def test_on_the_page_long_tables_are_a_click_away_and_the_contract_is_told_line_by_line(warehouse: Warehouse) -> None:
    found = sheet(warehouse.read, "com-57463")
    assert found is not None
    figures = {figure.key: figure for chapter in found.chapters for figure in chapter.figures}
    actions = encoded(figures["fiche-actions"], is_folded=True).listed
    assert "<summary>Tableau (15\u00a0lignes)</summary>" in actions and "Poste de coordinateur" in actions
    assert "<summary>Tableau" not in encoded(figures["fiche-actions"]).listed
    assert "<summary>Tableau" not in encoded(figures["fiche-manques"], is_folded=True).listed
    contract = encoded(figures["fiche-contrats"], is_upright=True).listed
    assert '<th scope="col">Metz, CTAI 2022</th>' in contract
    assert '<tr><th scope="row">Statut</th><td>adopté</td></tr>' in contract
    assert '<th scope="row">Source</th><td><a href="/recu?figure=fiche-contrats' in contract
