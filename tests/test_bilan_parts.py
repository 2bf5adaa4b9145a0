"""Parts filled by operators make one workbook, or say cell by cell why not; a new form takes what stays, and no result."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dashboard.bilan.answered import Answer, Filled, Place
from dashboard.bilan.asked import Form, Home, Role, Sheet
from dashboard.bilan.checks_missing import missing
from dashboard.bilan.following import following, period_after
from dashboard.bilan.form import CannotBeAsked, form, unknown_contract
from dashboard.bilan.parts import CannotBePutTogether, together
from dashboard.bilan.prefilling import prefilled
from dashboard.bilan.summary import holder
from dashboard.bilan.told_answers import Told
from queries.warehouse import Warehouse
from tests.made_bilan import fictitious

METZ = "ctai-com-57463-2022"
YEAR, NEXT = (date(2023, 1, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2024, 12, 31))


def _form(warehouse: Warehouse, operator: str = "", period: tuple[date, date] = YEAR, added: int = 0) -> Form:
    return form(warehouse.read, METZ, period, warehouse.data_version, operator, added)


@pytest.fixture(scope="module")
def cllaj(warehouse: Warehouse) -> Filled:
    return replace(fictitious(_form(warehouse, "cllaj", added=2)), file_name="cllaj.xlsx")


@pytest.fixture(scope="module")
def whole(warehouse: Warehouse) -> Filled:
    """The coordinator's own: it says the state of the bilan, a payer, and names an action that no fiche describes."""
    answers = {
        "bilan-statut/Réponse": Answer("transmis"),
        "ajout-01/Action": Answer("Fête de quartier (fictive)"),
        "financeur-01/Financeur": Answer("Région (fictive)"),
        "financeur-01/Action": Answer("Action ajoutée n° 01"),
    }
    return Filled(_form(warehouse, added=1), answers, "ensemble.xlsx")


def test_the_answers_of_the_parts_are_those_of_the_whole(warehouse: Warehouse, cllaj: Filled, whole: Filled) -> None:
    """What the part says of its own action is there, what it says of the bilan itself is not; payers are numbered anew."""
    named = dict(cllaj.answers) | {"financeur-01/Action": Answer("Action ajoutée n° 02")}
    named["ajout-02/Action"] = Answer("Atelier vélo (fictif)")
    named = {key: answer for key, answer in named.items() if not key.startswith("ajout-01")}
    made = together(warehouse.read, [Filled(cllaj.form, named, "cllaj.xlsx"), whole], warehouse.data_version)
    assert not made.form.operator
    assert len(made.form.actions) == 17
    assert made.text("bilan-statut/Réponse") == "transmis"
    assert "bilan-auteur/Réponse" not in made.answers
    assert made.number("fiche-1-6-1.finances/Coût réel") == cllaj.number("fiche-1-6-1.finances/Coût réel") == 8_400
    assert made.text("ajout-01/Action") == "Fête de quartier (fictive)"
    assert made.text("ajout-02/Action") == "Atelier vélo (fictif)"
    assert made.number("ajout-02.public/Total") == 48
    assert made.text("financeur-01/Financeur") == "Région (fictive)"
    assert made.text("financeur-01/Action") == "Action ajoutée n° 01"
    assert made.text("financeur-02/Financeur") == "Département (fictif)"
    assert made.text("financeur-02/Action") == "Action ajoutée n° 02"
    known = {one.question_id for _table, _row, one in made.form.questions()}
    assert set(made.answers) <= known


def test_two_answers_to_one_cell_are_told_and_nothing_is_made(warehouse: Warehouse, cllaj: Filled) -> None:
    """Each cell, with both answers and where they stand; the same answer twice is no conflict."""
    key = "fiche-1-6-1.finances/Coût réel"
    otherwise = Answer(Decimal("9000.5"), place=Place(Sheet.FINANCES, "F12"))
    other = Filled(cllaj.form, dict(cllaj.answers) | {key: otherwise}, "autre.ods")
    with pytest.raises(CannotBePutTogether) as refusal:
        together(warehouse.read, [cllaj, other], warehouse.data_version)
    assert refusal.value.reasons == (
        "Feuille « Finances », ligne fiche-1-6-1.finances, colonne « Coût réel » : « 8400 » dans cllaj.xlsx ; "
        "« 9000,5 » dans autre.ods (cellule F12).",
    )
    same = together(warehouse.read, [cllaj, replace(cllaj, file_name="copie.xlsx")], warehouse.data_version)
    assert same.number(key) == 8_400
    assert "financeur-02/Financeur" not in same.answers


def test_parts_of_two_bilans_are_refused(warehouse: Warehouse, cllaj: Filled) -> None:
    other = Filled(_form(warehouse, period=NEXT), {}, "2024.xlsx")
    with pytest.raises(
        CannotBePutTogether, match=r"^2024\.xlsx : contrat ctai-com-57463-2022, du 01/01/2024"
    ) as refusal:
        together(warehouse.read, [cllaj, other], warehouse.data_version)
    assert refusal.value.reasons[0].endswith("Attendu : les parties d'un même bilan.")


def test_a_new_form_takes_what_stays_and_no_result(warehouse: Warehouse) -> None:
    """Targets, operators, addresses, the names of payers, and as carried over what was carried out."""
    last = fictitious(_form(warehouse))
    made = prefilled(_form(warehouse, period=NEXT), last)
    assert made.number("compte-report/Montant") == last.number("compte-report-suivant/Montant") == 12_000
    assert made.text("financeur-01/Financeur") == "Département (fictif)"
    assert "financeur-01/Montant payé" not in made.answers
    assert made.text("fiche-1-6-1/Adresse de la page") == "https://refugies.info/fictif"
    assert "fiche-1-6-1/Faits marquants" not in made.answers
    questions = {one.question_id: one for _table, _row, one in made.form.questions()}
    of_answers = [questions[key] for key in made.answers if questions[key].home is Home.ANSWERS]
    assert {one.field for one in of_answers} == {Role.TARGET}
    assert len(of_answers) == len([one for one in questions.values() if one.field == Role.TARGET])
    assert not [key for key in made.answers if questions[key].home in (Home.BILAN, Home.TEXTS)]


def test_an_action_that_ended_is_not_asked_again(warehouse: Warehouse) -> None:
    """Its state and dates are carried to the next form, where it owes nothing; of any other they are asked."""
    own = {"fiche-1-6-1/Début réel": Answer(date(2023, 2, 1)), "fiche-1-6-1/Fin réelle": Answer(date(2023, 8, 31))}
    own["contrat-signature-dite/Réponse"] = Answer(date(2022, 7, 6))
    last = fictitious(_form(warehouse))
    made = prefilled(_form(warehouse, period=NEXT), replace(last, answers={**last.answers, **own}))
    assert made.day("contrat-signature-dite/Réponse") == date(2022, 7, 6)
    assert (made.day("fiche-1-6-1/Fin réelle"), made.text("fiche-1-6-1/État")) == (date(2023, 8, 31), "réalisée")
    assert "fiche-1-1-1/État" not in made.answers
    owing = {holder(one) for one in missing(Told(made))}
    assert "fiche-1-1-1" in owing and "fiche-1-6-1" not in owing


@pytest.mark.parametrize(
    ("start", "end", "next_start", "next_end"),
    [
        (date(2023, 1, 1), date(2023, 12, 31), date(2024, 1, 1), date(2024, 12, 31)),
        (date(2023, 9, 1), date(2024, 2, 29), date(2024, 3, 1), date(2024, 8, 31)),
        (date(2022, 7, 1), date(2023, 12, 31), date(2024, 1, 1), date(2025, 6, 30)),
        (date(2023, 11, 30), date(2024, 6, 30), date(2024, 7, 1), date(2025, 1, 30)),
    ],
)
def test_the_next_period_is_as_long(start: date, end: date, next_start: date, next_end: date) -> None:
    assert period_after(start, end) == (next_start, next_end)


def test_a_contract_that_the_atlas_does_not_know_goes_on(warehouse: Warehouse) -> None:
    """Its identifier bears the year of each bilan, its title does not change; its actions keep their names."""
    first = unknown_contract(warehouse.read, "com-35238", "CTAI (fictif)", YEAR, warehouse.data_version, 2)
    answers = {"ajout-01/Action": Answer("Atelier vélo (fictif)"), "ajout-01/État": Answer("réalisée")}
    made = following(warehouse.read, Filled(first, answers), warehouse.data_version)
    assert (made.form.period_start, made.form.period_end) == NEXT
    assert {key: one.value for key, one in made.answers.items()} == {"ajout-01/Action": "Atelier vélo (fictif)"}
    other = unknown_contract(warehouse.read, "com-35238", "Un autre (fictif)", NEXT, warehouse.data_version, 2)
    with pytest.raises(CannotBeAsked, match=r"^Le classeur précédent est du contrat ctai-com-35238-2023"):
        prefilled(other, Filled(first, answers))


def test_a_form_is_not_filled_from_another_contract_or_a_later_period(warehouse: Warehouse) -> None:
    last = fictitious(_form(warehouse))
    with pytest.raises(CannotBeAsked, match=r"attendu une période finie avant le 01/01/2023\.$"):
        prefilled(_form(warehouse), last)
    thiers = form(warehouse.read, "ctai-epci-200070712-2023", NEXT, warehouse.data_version)
    with pytest.raises(CannotBeAsked, match=r"^Le classeur précédent est du contrat ctai-com-57463-2022"):
        prefilled(thiers, last)
