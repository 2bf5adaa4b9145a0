"""The form of a bilan asks each thing once: what the fiches promise, what the repertoire asks, what the Atlas adds."""

from collections import Counter
from datetime import date

import pytest

from dashboard.bilan import summary
from dashboard.bilan.asked import Form, Home, Kind, Role, Sheet
from dashboard.bilan.form import CannotBeAsked, form, unknown_contract
from dashboard.bilan.summary import Counts
from queries.warehouse import Warehouse
from tests.made_bilan import fictitious

METZ, THIERS, ANIZY = "ctai-com-57463-2022", "ctai-epci-200070712-2023", "ctai-com-02018-2019"
YEAR = (date(2023, 1, 1), date(2023, 12, 31))


def _of(warehouse: Warehouse, contract_id: str, operator: str = "") -> Form:
    return form(warehouse.read, contract_id, YEAR, warehouse.data_version, operator)


@pytest.mark.parametrize(("contract_id", "promised", "of_money"), [(METZ, 99, 30), (THIERS, 17, 3), (ANIZY, 0, 0)])
def test_each_promised_indicator_has_its_place(
    warehouse: Warehouse, contract_id: str, promised: int, of_money: int
) -> None:
    """Once, and where the repertoire puts it: Metz promises 69 besides the two amounts of each of its fiches."""
    asked = [
        one for _table, _row, one in _of(warehouse, contract_id).questions() if one.asked and one.field == Role.VALUE
    ]
    places = Counter((one.answer_id.partition("/")[0], one.asked.position) for one in asked if one.asked.is_promised)
    assert len(places) == promised
    assert set(places.values()) <= {1}
    assert len([one for one in asked if one.asked.is_promised and one.asked.unit == "eur"]) == of_money


@pytest.mark.parametrize(("contract_id", "fiches"), [(METZ, 15), (THIERS, 3), (ANIZY, 10)])
def test_every_action_answers_on_its_two_amounts(warehouse: Warehouse, contract_id: str, fiches: int) -> None:
    """Cost and grant are compulsory whether the fiche prints them or not."""
    questions = [one for _table, _row, one in _of(warehouse, contract_id).questions()]
    for column in ("Coût réel", "P104 dépensé"):
        amounts = [one for one in questions if one.column == column]
        assert len(amounts) == fiches
        assert all(one.is_required and one.kind is Kind.MONEY for one in amounts)


def test_those_who_left_are_asked_beside_those_who_left_well(warehouse: Warehouse) -> None:
    """They are additions of the Atlas, said to be optional, just before the positive exits and their parts."""
    rows = [row for table, row in _of(warehouse, METZ).rows() if table.sheet is Sheet.INDICATORS]
    codes = [row.key for row in rows]
    place = codes.index("fiche-1-2-3/3.2-sorties-positives")
    assert codes[place - 2 : place + 4] == [
        "fiche-1-2-3/atlas-sorties",
        "fiche-1-2-3/atlas-issue-inconnue",
        "fiche-1-2-3/3.2-sorties-positives",
        "fiche-1-2-3/3.2-en-formation",
        "fiche-1-2-3/3.2-en-emploi-durable",
        "fiche-1-2-3/3.2-sorties-positives-a-6-mois",
    ]
    assert rows[place - 2].known["Demandé par"] == "ajout de l'Atlas, facultatif"
    assert not any(one.is_required for one in rows[place - 2].questions.values())


def test_texts_have_a_place_as_numbers_have(warehouse: Warehouse) -> None:
    """Eight answers of Metz are words."""
    texts = [
        one
        for _table, _row, one in _of(warehouse, METZ).questions()
        if one.home is Home.ANSWERS and one.field == Role.VALUE and one.kind is Kind.TEXT and one.asked.is_promised
    ]
    assert len(texts) == 8


@pytest.mark.parametrize("contract_id", [METZ, THIERS, ANIZY])
def test_no_two_cells_have_the_same_name(warehouse: Warehouse, contract_id: str) -> None:
    """Keys are unique in a workbook, headers in a table; what is known is not asked."""
    made = _of(warehouse, contract_id)
    keys = Counter((table.sheet, row.key) for table, row in made.rows())
    assert set(keys.values()) == {1}
    for table in made.tables:
        headers = [column.header for column in table.columns]
        assert len(headers) == len(set(headers))
        for row in table.rows:
            assert not set(row.known) & set(row.questions), row.key
            assert {*row.known, *row.questions} <= set(headers), row.key


def test_a_target_that_the_contract_prints_is_known(warehouse: Warehouse) -> None:
    """The 400 persons of Metz's interpreters, the 30 of Thiers' first axis; nobody is asked for them again."""
    rows = {row.key: row for _table, row in _of(warehouse, METZ).rows()}
    assert rows["fiche-1-1-4.public"].known["Objectif"] == 400
    rows = {row.key: row for _table, row in _of(warehouse, THIERS).rows()}
    assert rows["axe-1.public"].known["Objectif"] == 30


def test_one_operator_answers_for_its_own_actions(warehouse: Warehouse) -> None:
    """Nothing of the whole contract is asked of it."""
    part = _of(warehouse, METZ, "cllaj")
    assert [action.number for action in part.actions] == ["1.6.1"]
    assert {table.sheet for table in part.tables} == {
        Sheet.CONTRACT, Sheet.ACTIONS, Sheet.PUBLIC, Sheet.FINANCES, Sheet.INDICATORS
    }  # fmt: skip
    assert "compte-verse" not in {row.key for _table, row in part.rows()}


@pytest.mark.parametrize(
    ("contract_id", "operator", "counted"),
    [
        (METZ, "", Counts(229, 200, 99, 95, 16, 19, 99, 82)),
        (METZ, "cllaj", Counts(20, 20, 8, 7, 0, 5, 8, 7)),
        (THIERS, "", Counts(70, 48, 17, 30, 16, 7, 17, 24)),
    ],
)
def test_what_is_asked_is_counted(warehouse: Warehouse, contract_id: str, operator: str, counted: Counts) -> None:
    """Who asks for it, of all and action by action; its lines of the whole contract are of the Atlas's additions."""
    made = _of(warehouse, contract_id, operator)
    assert summary.whole(made) == counted
    by_action = [counts for _action, counts in summary.by_action(made)]
    assert sum(one.by_fiche for one in by_action) == counted.by_fiche
    assert counted.asked - sum(one.asked for one in by_action) == (4 if operator else 16)  # four of the bilan itself


def test_who_asks_is_told_in_parts_that_add_up(warehouse: Warehouse) -> None:
    """Of the 95 answers of the repertoire, 13 are not compulsory."""
    told = summary.asked_by(summary.whole(_of(warehouse, METZ))).replace("\u00a0", " ")
    assert told == (
        "200 obligatoires (99 promises par les fiches, 82 du répertoire officiel, 19 sur le bilan et l'état de ses actions) ; "
        "29 facultatives (13 du répertoire officiel, 16 ajoutées par l'Atlas). Promise par une fiche et au répertoire, une "
        "réponse compte à la fiche."
    )
    assert summary.asked_by(summary.whole(_of(warehouse, METZ, "cllaj"))).replace("\u00a0", " ") == (
        "20 obligatoires (8 promises par les fiches, 7 du répertoire officiel, 5 sur le bilan et l'état de ses actions) ; aucune "
        "facultative. Promise par une fiche et au répertoire, une réponse compte à la fiche."
    )


def test_every_contract_can_be_reported_on(warehouse: Warehouse) -> None:
    """Those of the Atlas, whatever it knows of them, and one that it does not know."""
    for contract_id in warehouse.read("bilan_contracts")["contract_id"]:
        made = _of(warehouse, contract_id)
        assert made.actions, contract_id
        assert len(fictitious(made).answers) > 100
    unknown = unknown_contract(warehouse.read, "com-35238", "Contrat d'essai", YEAR, warehouse.data_version, None)
    assert unknown.bilan_id == "bilan-ctai-com-35238-2023-20230101-20231231"
    assert not unknown.contract.is_known


@pytest.mark.parametrize(
    ("contract_id", "operator", "period", "said"),
    [
        ("ctai-com-57463-2023", "", YEAR, "Contrat inconnu : « ctai-com-57463-2023 »"),
        (METZ, "Croix verte", YEAR, "Organisme inconnu de ce contrat : « Croix verte »"),
        (METZ, "", YEAR[::-1], "La période finit le 01/01/2023, avant de commencer le 31/12/2023."),
    ],
)
def test_what_cannot_be_asked_is_said(
    warehouse: Warehouse, contract_id: str, operator: str, period: tuple[date, date], said: str
) -> None:
    with pytest.raises(CannotBeAsked, match="^" + said.replace(".", r"\.")):
        form(warehouse.read, contract_id, period, warehouse.data_version, operator)


def test_the_day_of_signature_is_written_in_french(warehouse: Warehouse) -> None:
    """Of Thiers, 30 November 2023 as its events have it; that of Metz is published nowhere."""
    signed = [
        row.known["Réponse"]
        for contract_id in ("ctai-epci-200070712-2023", "ctai-com-57463-2022")
        for _table, row in form(warehouse.read, contract_id, YEAR, "2026.3").rows()
        if row.key == "contrat-signature"
    ]
    assert [str(words).replace("\u00a0", " ") for words in signed] == ["30 novembre 2023", "date non publiée"]
