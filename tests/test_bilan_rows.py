"""The rows of an accepted bilan: each answer where it stood in the workbook, nothing computed, nothing filled in."""

import csv
import io
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dashboard.bilan.accepting import accepted_document
from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.asked import State
from dashboard.bilan.form import form, unknown_contract
from data.accepted import Described, described
from data.curation import ROOT
from queries.warehouse import Warehouse
from tests.made_bilan import FICTITIOUS, fictitious

METZ, BILAN = "ctai-com-57463-2022", "bilan-ctai-com-57463-2022-20230101-20231231"
YEAR = (date(2023, 1, 1), date(2023, 12, 31))
DAY = date(2024, 3, 1)
ACTION = "ctai-metz-2022.fiche-1-1-4"


@pytest.fixture(scope="module")
def known() -> Described:
    return described(ROOT)


@pytest.fixture(scope="module")
def metz(warehouse: Warehouse) -> Filled:
    filled = fictitious(form(warehouse.read, METZ, YEAR, "2026.2"))
    answers = {
        "fiche-1-1-4.public/BPI": Answer(None, State.NOT_MEASURED),
        "fiche-1-1-4.public/BPI femmes": Answer(None, State.SECRET),
        "fiche-1-2-3.finances/Coût réel": Answer(Decimal("9400.50")),
        "fiche-1-2-3/3.2-sorties-positives/État": Answer("non transmis"),
        "fiche-1-1-1/État": Answer("réalisée en partie"),
        "compte-report/Montant": Answer(None, State.NOT_APPLICABLE),
        "resultats/Texte": Answer("Deux lignes,\nfictives."),
    }
    dropped = {"fiche-1-2-3/3.2-sorties-positives/Réalisé", "fiche-1-1-4.public/Femmes"}
    kept = {key: answer for key, answer in filled.answers.items() if key not in dropped}
    return replace(filled, answers=kept | answers)


@pytest.fixture(scope="module")
def document(metz: Filled, known: Described) -> dict[str, str]:
    return accepted_document(metz, DAY, known)


def rows(document: Mapping[str, str], table: str) -> list[dict[str, str]]:
    """The rows of a table with what they say."""
    read = csv.DictReader(io.StringIO(document.get(f"{table}.csv", ""), newline=""))
    return [{name: cell for name, cell in row.items() if cell} for row in read]


def row(document: Mapping[str, str], table: str, **asked: str) -> dict[str, str]:
    """The row that says this."""
    [found] = [each for each in rows(document, table) if asked.items() <= each.items()]
    return found


def test_a_figure_says_where_it_stood_and_what_its_cell_prints(document: Mapping[str, str]) -> None:
    assert row(document, "observations", action_id=ACTION, measure_id="beneficiaries", locator=_public("Total")) == {
        "observation_id": "bilan-ctai-com-57463-2022-20230101-20231231.0001",
        "territory_id": "com-57463",
        "contract_id": METZ,
        "action_id": ACTION,
        "measure_id": "beneficiaries",
        "nature": "realised",
        "period_start": "2023-01-01",
        "period_end": "2023-12-31",
        "time_basis": "over",
        "value": "48",
        "obs_status": "A",
        "conf_status": "F",
        "locator": "feuille Public, ligne fiche-1-1-4.public, colonne Total",
        "as_printed": "Total : 48",
    }
    cost = row(document, "observations", locator="feuille Finances, ligne fiche-1-2-3.finances, colonne Coût réel")
    assert (cost["measure_id"], cost["nature"], cost["value"]) == ("action_cost", "realised", "9400.5")
    assert cost["as_printed"] == "Coût réel : 9\u202f400,5 €"


@pytest.mark.parametrize(
    ("column", "status", "reason", "secrecy", "printed"),
    [
        ("BPI", "L", "not_measured", "F", "BPI : non mesuré"),
        ("BPI femmes", "Q", "suppressed", "C", "BPI femmes : secret"),
    ],
)
def test_what_is_missing_says_why(
    document: Mapping[str, str], column: str, status: str, reason: str, secrecy: str, printed: str
) -> None:
    found = row(document, "observations", locator=_public(column))
    told = [found.get(name) for name in ("value", "obs_status", "missing_reason", "conf_status", "as_printed")]
    assert told == [None, status, reason, secrecy, printed]


def test_a_state_without_value_is_told_and_no_answer_is_no_row(document: Mapping[str, str]) -> None:
    exits = row(document, "bilan_answers", answer_id="fiche-1-2-3/3.2-sorties-positives")
    assert (exits["state"], exits.get("value"), exits["target"]) == ("not_transmitted", None, "12")
    figure = row(document, "observations", observation_id=exits["observation_id"])
    assert (figure["obs_status"], figure["missing_reason"]) == ("O", "not_transmitted")
    assert [one for one in rows(document, "bilan_answers") if one["answer_id"] == "fiche-1-1-4/1.1-femmes"] == []
    target = row(
        document,
        "observations",
        nature="target",
        locator=f"feuille Indicateurs, ligne {exits['answer_id']}, colonne Objectif",
    )
    assert (target["value"], target["as_printed"].rpartition(" : ")[2]) == ("12", "12")


def test_each_amount_says_of_whom_and_of_what_kind_it_is(document: Mapping[str, str]) -> None:
    said = {
        key: {
            name: row(document, "bilan_money", entry_id=key).get(name)
            for name in ("action_id", "kind", "payer", "amount_eur", "state")
        }
        for key in (
            "fiche-1-1-4/granted",
            "financeur-01/planned",
            "financeur-01/paid",
            "compte-report",
            "compte-depense",
        )
    }
    assert said == {
        "fiche-1-1-4/granted": _amount(ACTION, "granted", "p104", "3366", "reported"),
        "financeur-01/planned": _amount(FIRST, "planned", "Département (fictif)", "2000", "reported"),
        "financeur-01/paid": _amount(FIRST, "paid", "Département (fictif)", "14990", "reported"),
        "compte-report": _amount(None, "carried_in", "p104", None, "not_applicable"),
        "compte-depense": _amount(None, "spent", "p104", "43000", "reported"),
    }


FIRST = "ctai-metz-2022.fiche-1-1-1"


def _amount(*said: str | None) -> dict[str, str | None]:
    return dict(zip(("action_id", "kind", "payer", "amount_eur", "state"), said, strict=True))


def test_states_texts_and_the_bilan_itself(document: Mapping[str, str]) -> None:
    state = row(document, "bilan_actions", action_id=FIRST)
    assert (state["state"], state["is_on_refugies_info"], state["locator"]) == (
        "partly_done", "true", "feuille Actions, ligne fiche-1-1-1",
    )  # fmt: skip
    assert row(document, "bilan_texts", text_id="resultats") == {
        "bilan_id": BILAN,
        "text_id": "resultats",
        "heading": "Principaux résultats",
        "text": "Deux lignes,\nfictives.",
        "locator": "feuille Synthèse, ligne resultats",
    }
    bilan = row(document, "bilans", bilan_id=BILAN)
    assert (bilan["status"], bilan["is_published"], bilan["data_version"]) == ("validated", "true", "2026.2")
    card = tomllib.loads(document["document.toml"])
    assert (card["kind"], card["published_on"], card["reliability"]) == ("bilan", bilan["handed_on"], "high")
    assert bilan["sha256"] not in document["document.toml"]
    assert "contracts.csv" not in document
    assert row(document, "document_codes", code="ateliers")["dimension"] == "item"


def test_one_figure_that_two_questions_ask_is_one(document: Mapping[str, str]) -> None:
    """Metz promises « personnes accompagnées » beside the beneficiaries of the same fiche."""
    first = row(document, "bilan_answers", answer_id="fiche-1-2-4/1.1-beneficiaires")
    again = row(document, "bilan_answers", answer_id="fiche-1-2-4/promis-1")
    assert (first.get("value"), "observation_id" in first) == (None, True)
    assert (again["measure_id"], "value" in again, "observation_id" in again) == ("beneficiaries", True, False)


@pytest.mark.parametrize("status", ["projet", "transmis"])
def test_the_figures_of_a_bilan_that_is_not_validated_are_answers_alone(
    metz: Filled, known: Described, status: str
) -> None:
    document = accepted_document(
        replace(metz, answers={**metz.answers, "bilan-statut/Réponse": Answer(status)}), DAY, known
    )
    assert "observations.csv" not in document
    assert row(document, "bilan_answers", answer_id="fiche-1-1-4/1.1-beneficiaires")["value"] == "48"
    assert row(document, "bilan_answers", answer_id="fiche-1-1-4/1.1-bpi")["state"] == "not_measured"
    assert tomllib.loads(document["document.toml"])["reliability"] == "medium"


def test_an_unknown_contract_and_its_actions_come_with_their_bilan(warehouse: Warehouse, known: Described) -> None:
    made = unknown_contract(warehouse.read, "com-35238", "Contrat fictif", YEAR, "2026.2", 2)
    answers = {
        "ajout-02/Action": Answer("Cours fictif"),
        "ajout-02/Organisme prévu": Answer("Association fictive"),
        "ajout-02.public/Total": Answer(Decimal(30)),
        "bilan-statut/Réponse": Answer("validé"),
    }
    document = accepted_document(Filled(made, answers, "fictif.ods", "0" * 64), DAY, known)
    assert rows(document, "contracts") == [
        {
            "contract_id": "ctai-com-35238-2023",
            "territory_id": "com-35238",
            "programme": "ctai",
            "title": "Contrat fictif",
            "status": "unknown",
            "locator": "feuille Contrat, ligne contrat-identifiant",
            "note": "Connu de l'Atlas par le seul bilan.",
        }
    ]
    [action] = rows(document, "actions")
    assert (action["action_id"], action["title"], action["stage"]) == (
        f"{made.bilan_id}.ajout-02", "Cours fictif", "reported",
    )  # fmt: skip
    [figure] = rows(document, "observations")
    assert (figure["action_id"], figure["value"]) == (action["action_id"], "30")
    assert tomllib.loads(document["document.toml"])["published_on"] == "2024-03-01"


def test_nothing_fictitious_is_told_as_a_figure(document: Mapping[str, str]) -> None:
    """Words of an answer stand in the answers, never in a figure."""
    assert FICTITIOUS in document["bilan_answers.csv"]
    assert FICTITIOUS not in document["observations.csv"]


def _public(column: str) -> str:
    return f"feuille Public, ligne fiche-1-1-4.public, colonne {column}"
