"""What a bilan may not say blocks it, what is surprising has to be explained, a draft may be incomplete."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.bilan import summary
from dashboard.bilan.answered import Answer, Filled, Place
from dashboard.bilan.asked import UNIT, Asked, Home, Kind, Question, Role, Row, Sheet, State
from dashboard.bilan.checks import check
from dashboard.bilan.checks_relations import RELATIONS
from dashboard.bilan.completeness import completeness, whole
from dashboard.bilan.form import form, unknown_contract
from dashboard.bilan.remarks import Remark, Severity, in_order
from dashboard.bilan.tables import REALISED, TARGET
from dashboard.bilan.told_answers import Told
from queries.warehouse import Warehouse
from tests.made_bilan import fictitious

THIERS, YEAR = "ctai-epci-200070712-2023", (date(2023, 1, 1), date(2023, 12, 31))
ROW, COUNTS, COSTS = "axe-1.public", "axe-1.public/Total", "axe-1.finances/Coût réel"
NOT_MEASURED, NOT_APPLICABLE = Answer(None, State.NOT_MEASURED), Answer(None, State.NOT_APPLICABLE)
EMPTY = None


@pytest.fixture(scope="module")
def sound(warehouse: Warehouse) -> Filled:
    """Without comments, so that what is surprising is not explained; with no target, nor any cost planned."""
    filled = fictitious(form(warehouse.read, THIERS, YEAR, warehouse.data_version))
    kept = {
        key: answer
        for key, answer in filled.answers.items()
        if key.rpartition("/")[2] not in ("Commentaire", "Objectif", "Coût prévu")
    }
    return replace(filled, answers=kept)


def _changed(filled: Filled, changes: dict[str, object]) -> Filled:
    answers = dict(filled.answers)
    for key, value in changes.items():
        if value is EMPTY:
            answers.pop(key, None)
        else:
            answers[key] = value if isinstance(value, Answer) else Answer(value)  # type: ignore[arg-type]
    return replace(filled, answers=answers)


def _said(filled: Filled, before: Filled, severity: Severity) -> list[str]:
    """What is said now and was not."""
    known = set(map(str, check(before)))
    new = [one for one in check(filled) if one.severity is severity and str(one) not in known]
    return [f"{one.label.rpartition(', ')[2]} : {one.found}".replace("\u202f", " ") for one in new]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({COUNTS: Decimal(0), "axe-1.public/Hommes": Decimal(0), "axe-1.public/Femmes": Decimal(0),
          "axe-1.public/BPI": EMPTY, "axe-1.public/Moins de 25 ans": EMPTY, "bilan-statut/Réponse": "projet",
          "axe-1/État": "en cours", "contrat.public/Total": EMPTY},
         []),
        ({"axe-1.public/Façon de compter": "participations"}, ["Façon de compter : « participations »"]),
        ({COUNTS: NOT_MEASURED}, ["Total : « non mesuré »", "Total : une action « réalisée » sans personne"]),
        ({COUNTS: NOT_APPLICABLE}, ["Total : une action « réalisée » sans personne"]),
    ],
)  # fmt: skip
def test_what_is_surprising_has_to_be_explained(sound: Filled, changes: dict[str, object], said: list[str]) -> None:
    found = _said(_changed(sound, changes), sound, Severity.TO_EXPLAIN)
    assert [one for one in found if "objectif" not in one and not one.startswith("Total : « 0 »")] == said


def test_a_row_that_was_not_measured_is_told_once_with_where_to_say_why(sound: Filled) -> None:
    silent = {one.question_id: NOT_MEASURED for one in Told(sound).rows[ROW].questions.values() if one.may_be_missing}
    known = set(map(str, check(sound)))
    said = [one for one in check(_changed(sound, dict(silent))) if "non mesuré" in one.found and str(one) not in known]
    assert [(one.severity, one.found) for one in said] == [
        (Severity.TO_EXPLAIN, "« non mesuré » pour 8 réponses (Total, Hommes, Femmes, Moins de 25 ans, BPI, BPI hommes, BPI "
         "femmes, BPI de moins de 25 ans)"),
    ]  # fmt: skip
    assert said[0].to_do == "dites pourquoi, une fois, dans la colonne « Commentaire » de la ligne"


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (5, "de 3 à 7 personnes, pour un objectif de 5"),
        (1, "1 personne, pour un objectif de 1"),
        (41, "de 21 à 61 personnes, pour un objectif de 41"),
    ],
)
def test_a_target_of_persons_is_missed_by_whole_persons(sound: Filled, target: int, expected: str) -> None:
    unexplained = _changed(sound, {"axe-1/Raison de l'écart": EMPTY})
    known = set(map(str, check(unexplained)))
    found = [
        one
        for one in check(_changed(unexplained, {"axe-1/3.2-sorties-positives/Objectif": Decimal(target)}))
        if str(one) not in known
    ]
    assert [one.expected for one in found if "pour un objectif de" in one.expected] == [expected]


def test_a_comment_explains(sound: Filled) -> None:
    """What had to be explained is, and becomes good to know."""
    changes: dict[str, object] = {"axe-1.public/Façon de compter": "participations"}
    explained = _changed(sound, {**changes, "axe-1.public/Commentaire": "Ateliers ouverts (fictif)."})
    assert _said(explained, sound, Severity.TO_EXPLAIN) == []
    assert "Façon de compter : « participations »" in _said(explained, sound, Severity.NOTE)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"contrat.public/BPI de moins de 25 ans": Decimal(37)}, ["BPI de moins de 25 ans : « 37 »"]),
        ({"contrat.public/BPI de moins de 25 ans": Decimal(11)}, ["BPI de moins de 25 ans : « 11 »"]),
        ({"axe-3/atlas-sorties/Réalisé": Decimal(21)}, ["Réalisé : « 18 »"]),
        ({"axe-3/atlas-sorties/Réalisé": Decimal(49), COUNTS: Decimal(48)}, ["Réalisé : « 49 »"]),
        ({"axe-3/atlas-issue-inconnue/Réalisé": Decimal(31)}, ["Réalisé : « 31 »"]),
        ({"axe-3/3.2-en-formation/Réalisé": Decimal(19)}, ["Réalisé : « 19 »"]),
        ({"axe-3/3.2-sorties-positives-a-6-mois/Réalisé": Decimal(19)}, ["Réalisé : « 19 »"]),
        ({"contrat/atlas-sorties/Réalisé": Decimal(29)}, ["Réalisé : « 29 »"]),
        ({"contrat/atlas-sorties/Réalisé": Decimal(61)}, ["Réalisé : « 61 »"]),
        ({"contrat/atlas-sorties/Réalisé": Decimal(50), "contrat/3.2-sorties-positives/Réalisé": Decimal(36)}, []),
        ({"axe-2/3.1-niveau-gagne/Réalisé": Decimal(49)}, ["Réalisé : « 49 »"]),
        ({"compte-verse/Montant": Decimal(50_001)}, []),
        ({"compte-verse/Montant": Decimal(50_002)},
         ["Montant : 55 000\u00a0€ pour le dépensé et le report suivant ensemble".replace("\u00a0", " ")]),
        ({"axe-1.public/Hommes": NOT_MEASURED}, []),
        ({"axe-3/atlas-sorties/État": "renseigné", "axe-3/atlas-sorties/Réalisé": EMPTY},
         ["État : « renseigné » sans valeur"]),
        ({"axe-3/atlas-sorties/État": "secret", "axe-3/atlas-sorties/Réalisé": NOT_MEASURED},
         ["État : « secret » à côté de « non mesuré »"]),
        ({"bilan-statut/Réponse": EMPTY}, ["Réponse : une cellule vide"]),
    ],
)  # fmt: skip
def test_what_cannot_be_blocks(sound: Filled, changes: dict[str, object], said: list[str]) -> None:
    assert _said(_changed(sound, changes), sound, Severity.BLOCKING) == said


def test_a_draft_may_be_incomplete_and_what_is_handed_over_may_not(sound: Filled) -> None:
    emptied = _changed(sound, {COUNTS: EMPTY, COSTS: EMPTY})
    assert _said(emptied, sound, Severity.BLOCKING) == ["Total : une cellule vide", "Coût réel : une cellule vide"]
    assert _said(_changed(emptied, {"bilan-statut/Réponse": "projet"}), sound, Severity.BLOCKING) == []
    told = Told(emptied)
    assert str(whole(told)) == (
        "64 réponses sur 70 renseignées, 2 obligatoires manquent\u00a0: 2 vides (axe-1.public, Total, axe-1.finances, Coût réel)"
    )


def test_an_action_that_was_given_up_owes_no_figure(sound: Filled) -> None:
    """Its state is said; « vide » is then no lack."""
    figures: dict[str, object] = {
        key: EMPTY for key in sound.answers if key.startswith(("axe-1.", "axe-1/", "contrat."))
    }
    given_up = _changed(sound, {**figures, "axe-1/État": "abandonnée", "compte-depense/Montant": EMPTY})
    assert _said(given_up, sound, Severity.BLOCKING) == []


def test_an_action_over_before_the_period_is_asked_nothing(sound: Filled) -> None:
    """Its true end date says it; « en cours » contradicts it, and a figure of it has to be explained."""
    silent: dict[str, object] = {
        key: EMPTY for key in sound.answers if key.startswith(("axe-1.", "axe-1/", "contrat."))
    }
    others = {f"{one.key}.finances/P104 dépensé" for one in sound.form.actions} - {"axe-1.finances/P104 dépensé"}
    spent = sum((sound.number(key) or Decimal(0) for key in others), Decimal(0))
    uses: dict[str, object] = {
        "compte-depense/Montant": spent,
        "compte-report-suivant/Montant": Decimal(55_000) - spent,
    }
    over = _changed(sound, {**silent, **uses, "axe-1/Fin réelle": date(2022, 11, 30)})
    assert _said(over, sound, Severity.BLOCKING) == []
    assert [
        one for one in _said(over, sound, Severity.TO_EXPLAIN) if "payeur" not in one and "de plus" not in one
    ] == []
    ongoing = _changed(over, {"axe-1/État": "en cours"})
    assert _said(ongoing, over, Severity.BLOCKING) == [
        "Fin réelle : une fin avant la période, d'une action « en cours »"
    ]
    paid = _changed(over, {COSTS: Decimal(500)})
    assert "Fin réelle : une fin avant la période, et 1\u00a0chiffre de cette action" in _said(
        paid, over, Severity.TO_EXPLAIN
    )
    reasoned = _changed(paid, {"axe-1/Raison de l'écart": "Solde payé en 2023 (fictif)."})
    assert not any("avant la période" in one for one in _said(reasoned, over, Severity.TO_EXPLAIN))


def test_what_is_sans_objet_is_no_part_of_a_sum(sound: Filled) -> None:
    """The sums of the others are exact: the account is still checked, and so is what the actions spent together."""
    spent, carried = "axe-1.finances/P104 dépensé", "compte-report/Montant"
    without = _changed(sound, {spent: NOT_APPLICABLE})
    assert _said(without, sound, Severity.BLOCKING) == ["Montant : 43 000 €"]  # of the account: no more their sum
    assert _said(_changed(sound, {spent: NOT_MEASURED}), sound, Severity.BLOCKING) == []  # nobody knows their sum
    unbalanced = _said(_changed(sound, {carried: NOT_APPLICABLE}), sound, Severity.BLOCKING)
    assert unbalanced == ["Montant : 55 000 € pour le dépensé et le report suivant ensemble"]


def test_an_action_that_was_added_has_a_name(warehouse: Warehouse) -> None:
    """Rows that nobody used owe nothing."""
    made = unknown_contract(warehouse.read, "com-35238", "Contrat d'essai (fictif)", YEAR, "2026.3", 2)
    whole_bilan = fictitious(made)
    unused = {key: EMPTY for key in whole_bilan.answers if key.startswith(("ajout-02", "contrat."))}
    one = _changed(whole_bilan, {**unused, "compte-depense/Montant": EMPTY, "financeur-01/Action": EMPTY})
    assert [str(remark) for remark in check(one) if remark.severity is Severity.BLOCKING] == []
    nameless = _said(_changed(one, {"ajout-01/Action": EMPTY}), one, Severity.BLOCKING)
    assert [line.partition(", et")[0] for line in nameless] == ["Action : une action ajoutée sans nom"]


@given(st.lists(st.integers(0, 60), min_size=8, max_size=8))
def test_a_relation_is_told_exactly_when_it_does_not_hold(sound: Filled, numbers: list[int]) -> None:
    """Whatever the eight numbers of persons: nothing is said of a sound row, something of any other."""
    columns = (
        "Total",
        "Hommes",
        "Femmes",
        "Moins de 25 ans",
        "BPI",
        "BPI hommes",
        "BPI femmes",
        "BPI de moins de 25 ans",
    )
    given_numbers = dict(zip(columns, map(Decimal, numbers), strict=True))
    changed = _changed(sound, {f"{ROW}/{column}": number for column, number in given_numbers.items()})
    told = [
        one for one in check(changed) if one.severity is Severity.BLOCKING and one.label.startswith("Favoriser l'acc")
    ]
    people = dict(zip(columns, numbers, strict=True))
    holds = (
        people["Hommes"] + people["Femmes"] == people["Total"]
        and people["BPI hommes"] + people["BPI femmes"] == people["BPI"] <= people["Total"]
        and people["Moins de 25 ans"] <= people["Total"]
        and people["BPI hommes"] <= people["Hommes"]
        and people["BPI femmes"] <= people["Femmes"]
        and people["BPI de moins de 25 ans"] <= min(people["BPI"], people["Moins de 25 ans"])
    )
    assert (told == []) == (holds and people["Total"] >= _largest_of_others(changed))
    assert len(RELATIONS) == 19


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"axe-1.finances/P104 dépensé": Decimal(143_330)}, ["P104 dépensé : « 143 330 »"]),
        ({"axe-1.finances/P104 dépensé": Decimal(0)}, ["Montant : 43 000 €"]),
        ({"compte-depense/Montant": Decimal(430_000)}, ["Montant : 430 000 €"]),
        ({"axe-1/atlas-sorties/Réalisé": Decimal(0)}, ["Réalisé : « 0 »"]),
        ({"axe-1.public/Total": Decimal(0)}, ["Total : « 0 »"]),
    ],
)
def test_a_wrong_number_is_told_once_whatever_it_breaks(
    sound: Filled, changes: dict[str, object], said: list[str]
) -> None:
    assert _said(_changed(sound, changes), sound, Severity.BLOCKING) == said


def _largest_of_others(filled: Filled) -> int:
    """What other sheets count among these persons, which cannot be more."""
    told = Told(filled)
    codes = ("atlas-sorties", "3.1-participants-assidus", "3.1-niveau-gagne")
    numbers = told.numbers(f"axe-1/{code}" for code in codes)
    return int(max(numbers, default=Decimal(0)))


def test_an_account_without_any_action_named_has_no_sum_to_be(warehouse: Warehouse) -> None:
    """A contract that the Atlas does not know: its account alone is filled, or its actions are, which spend nothing."""
    made = fictitious(unknown_contract(warehouse.read, "com-35238", "Contrat fictif", YEAR, warehouse.data_version))
    own = {key: answer for key, answer in made.answers.items() if not key.startswith(("ajout-", "contrat."))}
    assert [one for one in check(replace(made, answers=own)) if one.severity is Severity.BLOCKING] == []
    named = own | {"ajout-01/Action": Answer("Accueil (fictif)"), "ajout-01/État": Answer("non commencée")}
    said = [one.found for one in check(replace(made, answers=named)) if one.severity is Severity.BLOCKING]
    assert said == ["43\u202f000 €"]


METZ = "ctai-com-57463-2022"


def test_a_cost_planned_for_another_time_is_not_compared(warehouse: Warehouse) -> None:
    """Of Metz, six actions have a cost planned within 2023: only theirs can be far from the cost of 2023."""
    metz = fictitious(form(warehouse.read, METZ, YEAR, warehouse.data_version))
    comparable = [action.key for action in metz.form.actions if metz.form.is_planned_for(action)]
    assert "fiche-1-1-4" not in comparable  # 25 000 € for 2022 and 2023
    explaining = ("Commentaire", "Raison de l'écart")
    unexplained = {key: one for key, one in metz.answers.items() if key.rpartition("/")[2] not in explaining}
    dear = {f"{action.key}.finances/Coût réel": Answer(Decimal(90_000_000)) for action in metz.form.actions}
    told = [
        one
        for one in check(replace(metz, answers={**unexplained, **dear}))
        if "à 20\u00a0% près" in one.expected or "à 20 % près" in one.expected
    ]
    assert len(told) == len(comparable) == 6
    said = [str(one) for one in check(metz) if "porte sur d'autres dates" in one.found]
    assert [line.replace("\u202f", " ").replace("\u00a0", " ").partition("trouvé ")[2] for line in said] == [
        "le coût prévu de 9 actions sur 15 porte sur d'autres dates, le coût réel sur 2023 ; aucun écart n'en est calculé, "
        "l'Atlas ne connaissant pas ce qui était prévu pour 2023 seul."
    ]


@pytest.fixture(scope="module")
def metz(warehouse: Warehouse) -> Filled:
    """Without comments nor reasons, and with no unit chosen."""
    filled = fictitious(form(warehouse.read, METZ, YEAR, warehouse.data_version))
    dropped = ("Commentaire", "Raison de l'écart", "Unité")
    kept = {key: answer for key, answer in filled.answers.items() if key.rpartition("/")[2] not in dropped}
    return replace(filled, answers=kept)


def _explained(filled: Filled, before: Filled) -> list[str]:
    known = set(map(str, check(before)))
    new = [one for one in check(filled) if one.severity is Severity.TO_EXPLAIN and str(one) not in known]
    return [f"{one.found} / {one.expected}".replace("\u202f", " ").replace("\u00a0", " ") for one in new]


def test_what_is_explained_keeps_what_was_found_and_expected(sound: Filled) -> None:
    comment = {"axe-1.public/Commentaire": "Comptage repris en 2024 (fictif)."}
    (said,) = [one for one in check(_changed(sound, {COUNTS: NOT_MEASURED, **comment})) if "non mesuré" in one.found]
    assert (said.severity, said.found) == (Severity.NOTE, "« non mesuré »")
    assert said.expected == "une valeur : la réponse est obligatoire"
    assert said.to_do == "rien à faire : le commentaire de la ligne l'explique"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Jean Martin a quitté le CCAS en mai (fictif).", ["Jean"]),
        ("Suivi par Fatima El Amrani (fictif)", ["Fati"]),
        ("Suivi par DURAND Marie-Claire (fictif)", ["DURA"]),
        ("Avec La Cravate Solidaire, le Secours Catholique, la Mission Locale et la Ville de Metz ; école Jules Ferry.", []),
        ("Atelier au Centre Social, rue Frantz Fanon. Deux Structures ont suivi.", []),
    ],
)  # fmt: skip
def test_a_name_without_civility_is_asked_about(metz: Filled, text: str, said: list[str]) -> None:
    """In the comment of a row too, which explains nothing of itself; organisations and streets are left alone."""
    told = [f"peut-être un nom de personne, « {one}… » / une fonction et un organisme" for one in said]
    assert _explained(_changed(metz, {"fiche-1-3-3/Difficultés": text}), metz) == told
    assert _explained(_changed(metz, {"fiche-1-2-3.public/Commentaire": text}), metz) == told


def test_two_answers_to_one_question_are_told(metz: Filled) -> None:
    """Action 1.2.4 is asked how many it accompanied on two sheets."""
    same = {"fiche-1-2-4.public/Total": Decimal(48), "fiche-1-2-4/promis-1/Réalisé": Decimal(48)}
    agreed = _changed(metz, {**same})
    said = _explained(_changed(agreed, {"fiche-1-2-4/promis-1/Réalisé": Decimal(50)}), agreed)
    assert "« 50 » / 48, réponse à la même question : Total" in said
    assert not any("à la même question" in one.expected for one in check(agreed) if "1.2.4" in one.label)


def test_two_units_of_one_row_block_it(metz: Filled) -> None:
    """A share of 80 % that was aimed at is no target of 45 days, whatever both numbers say; nor is 45 % one in days."""
    row = "fiche-1-6-1/promis-3"
    days, percents = Answer(Decimal(45), unit="day"), Answer(Decimal(80), unit="pct")
    for changes, said in (
        ({f"{row}/Réalisé": days, f"{row}/Unité": "%"}, ["« 45 », unité « jours », et « % » dans la colonne « Unité »"]),
        ({f"{row}/Réalisé": days, f"{row}/Unité": EMPTY, f"{row}/Objectif": percents}, [
            "« 45 », unité « jours », et « % » dans Objectif"]),
        ({f"{row}/Réalisé": Decimal(45), f"{row}/Unité": "jours", f"{row}/Objectif": Answer(Decimal(40), unit="day")}, []),
        ({f"{row}/Réalisé": Decimal(45), f"{row}/Unité": EMPTY, f"{row}/Objectif": percents}, []),
    ):  # fmt: skip
        found = [one for one in check(_changed(metz, changes)) if one.expected == "une seule unité"]
        assert [one.found for one in found] == said
        assert all(one.severity is Severity.BLOCKING for one in found)


def test_a_delay_without_unit_is_told_and_one_that_is_written_is_kept(metz: Filled) -> None:
    delay = next(
        one.question_id
        for _table, _row, one in metz.form.questions()
        if one.asked and one.asked.label == "Délai moyen de consultation" and one.column == "Réalisé"
    )
    bare = _changed(metz, {delay: Answer(Decimal(45))})
    assert any(line.startswith("« 45 » sans unité") for line in _explained(bare, _changed(metz, {delay: EMPTY})))
    written = _changed(metz, {delay: Answer(Decimal(45), unit="day")})
    chosen = _changed(bare, {delay.replace("Réalisé", "Unité"): "jours"})
    for known in (written, chosen):
        question = next(one for _table, _row, one in known.form.questions() if one.question_id == delay)
        assert known.unit(question) == "day"
        assert not any("« 45 » sans unité" in one.found for one in check(known))


def test_an_action_put_off_owes_a_reason_and_nothing_more(metz: Filled) -> None:
    """Its cost of 0 € is no gap to explain; of one done in part, the reason given explains the gap."""
    nothing: dict[str, object] = {
        f"fiche-1-2-1.finances/{column}": Decimal(0) for column in ("Coût réel", "P104 dépensé")
    }
    put_off = _changed(metz, {**nothing, "fiche-1-2-1/État": "reportée"})
    said = [line for line in _explained(put_off, metz) if "sans payeur" not in line and "coût réel de" not in line]
    assert said == ["une action « reportée » sans raison / une raison, en une phrase"]
    given = _changed(put_off, {"fiche-1-2-1/Raison de l'écart": "Aucun opérateur (fictif)."})
    assert not any("reportée" in line for line in _explained(given, metz))
    partly = _changed(metz, {"fiche-1-1-3.finances/Coût réel": Decimal(1), "fiche-1-1-3/État": "réalisée en partie"})
    assert any("à 20 % près" in line for line in _explained(partly, metz))
    reasoned = _changed(partly, {"fiche-1-1-3/Raison de l'écart": "Un atelier sur quatre (fictif)."})
    assert not any("à 20 % près" in line for line in _explained(reasoned, metz))


@pytest.mark.parametrize(
    ("payer", "said"),
    [
        ("État (programme 104)", ["Financeur : « État (programme 104) »"]),
        ("DDETS, BOP 104", ["Financeur : « DDETS, BOP 104 »"]),
        ("Région, programme 1040", []),
        ("Département (fictif)", []),
    ],
)
def test_programme_104_is_no_other_payer(metz: Filled, payer: str, said: list[str]) -> None:
    """Its money would count twice."""
    changes = {"financeur-01/Financeur": Answer(payer), "financeur-01/Commentaire": EMPTY}
    assert (
        _said(_changed(metz, changes), _changed(metz, {"financeur-01/Commentaire": EMPTY}), Severity.TO_EXPLAIN) == said
    )


def test_a_cost_that_nobody_pays_is_told_with_the_actions_that_lack_most(metz: Filled) -> None:
    assert not any("sans payeur" in one.found for one in check(metz))
    short = _changed(metz, {"financeur-01/Montant payé": Decimal(4_990)})
    (said,) = _explained(short, metz)
    assert said.startswith("10 000 € sans payeur (avant ce qui est payé pour l'ensemble du contrat : 1.1.")
    assert said.endswith("et aux autres financeurs (4 990 €)")
    unsaid = _changed(metz, {"financeur-02/Financeur": "ARS (fictif)"})
    assert "un financeur sans montant / ce qu'il a payé, ou 0" in _explained(unsaid, metz)


def test_without_payers_an_action_without_number_is_named_by_the_cell_of_its_cost(sound: Filled) -> None:
    """Two actions of Thiers begin with the same word; and no amount has a tenth of a euro."""
    costly = _changed(sound, {COSTS: Decimal("12345678.5")})
    costly = replace(costly, places={COSTS: Place(Sheet.FINANCES, "G4")})
    (found,) = [one.found for one in check(costly) if "sans payeur" in one.found]
    assert "(avant ce qui est payé pour l'ensemble du contrat : G4, 12\u202f3" in found
    assert found.startswith("12\u202f330\u202f345,50 € sans payeur")


def test_what_is_written_in_the_column_of_the_target_is_asked_about(sound: Filled) -> None:
    """Of an optional figure, which nothing else misses."""
    row = "axe-1/3.2-en-formation"
    moved = _changed(sound, {f"{row}/{REALISED}": EMPTY, f"{row}/{TARGET}": Decimal(5)})
    assert _said(moved, sound, Severity.TO_EXPLAIN) == [f"{TARGET} : « 5 » sans rien dans « {REALISED} »"]
    unknown = _changed(moved, {f"{row}/{REALISED}": NOT_MEASURED})
    assert not any("sans rien dans" in one.found for one in check(unknown))


def test_small_counts_are_told_once_for_an_action(sound: Filled) -> None:
    """Those of a sheet together, each with its cell."""
    rows = [f"axe-3/{code}/{REALISED}" for code in ("atlas-sorties", "3.2-sorties-positives")]
    places = {one: Place(Sheet.INDICATORS, cell) for one, cell in zip(rows, ("H18", "H20"), strict=True)}
    few = replace(_changed(sound, dict.fromkeys(rows, Decimal(4))), places=places)
    said = [one for one in check(few) if one.found.endswith("(H18, H20)")]
    assert [(one.label, one.found) for one in said] == [
        ("Améliorer l'accès à la formation professionnelle et à l'emploi", "2 petits nombres de personnes (H18, H20)")
    ]


def test_remarks_are_told_as_the_workbook_is_gone_through() -> None:
    told = [("Synthèse", "C3"), ("Public", "H10"), ("Public", "AA4"), ("Public", "D4"), ("Public", ""), ("", "")]
    remarks = [Remark(Severity.NOTE, "trouvé", sheet=sheet, cell=cell) for sheet, cell in told]
    assert [(one.sheet, one.cell) for one in in_order(remarks)] == [
        ("", ""), ("Public", ""), ("Public", "D4"), ("Public", "AA4"), ("Public", "H10"), ("Synthèse", "C3")
    ]  # fmt: skip


def test_the_page_and_the_check_count_the_same_answers(metz: Filled) -> None:
    """Metz for 2023: 229 answers, 200 of them compulsory, as the page says before anything is filled."""
    asked = summary.whole(metz.form)
    assert (asked.asked, asked.required) == (229, 200)
    assert asked.by_fiche + asked.by_repertoire + asked.by_atlas + asked.by_bilan == asked.asked
    nothing = whole(Told(replace(metz, answers={})))
    assert (nothing.asked, len(nothing.empty)) == (229, 200)
    by_action = {action.key: counts.asked for action, counts in summary.by_action(metz.form)}
    assert [one.asked for one in completeness(Told(metz))] == list(by_action.values())


def test_what_lacks_is_named_apart_from_what_cannot_be_read(sound: Filled) -> None:
    emptied = _changed(sound, {COUNTS: EMPTY, COSTS: EMPTY})
    places = {COUNTS: Place(Sheet.PUBLIC, "D4"), COSTS: Place(Sheet.FINANCES, "F6")}
    told = Told(replace(emptied, places=places))
    assert str(whole(told, {("Public", "D4")})).replace("\u00a0", " ").partition(", ")[2] == (
        "2 obligatoires manquent : 1 vide (Finances F6), 1 illisible (Public D4)"
    )


@pytest.fixture(scope="module")
def measured(metz: Filled) -> Filled:
    """Metz, with a share and a rate of which the fiche says no unit, and one that is asked in per cent."""
    table = next(one for one in metz.form.tables if one.sheet is Sheet.INDICATORS)
    rows = []
    for number, (label, unit) in enumerate(
        (("Assiduité", ""), ("Taux d'occupation", ""), ("Part de réussite", "pct")), 1
    ):
        key, asked = f"fiche-1-1-4/essai-{number}", Asked(label, unit=unit)
        own = {REALISED: Role.VALUE, TARGET: Role.TARGET}
        questions = {
            name: Question(key, name, Kind.NUMBER, Home.ANSWERS, role, key, asked) for name, role in own.items()
        }
        questions[UNIT] = Question(key, UNIT, Kind.CHOICE, Home.ANSWERS, Role.UNIT)
        rows.append(Row(key, None, {"Indicateur": label}, questions))
    tables = tuple(replace(one, rows=(*one.rows, *rows)) if one is table else one for one in metz.form.tables)
    units = {f"fiche-1-1-4/essai-{number}/Unité": Answer("%") for number in (1, 2)}
    reached = {f"fiche-1-1-4/essai-{number}/{REALISED}": Answer(Decimal(100)) for number in (1, 2, 3)}
    return replace(metz, form=replace(metz.form, tables=tables), answers={**metz.answers, **units, **reached})


@pytest.mark.parametrize(
    ("place", "value", "severity", "found"),
    [
        ("essai-1/Réalisé", Answer(Decimal(120)), Severity.BLOCKING, "« 120 % »"),
        ("essai-1/Réalisé", Answer(Decimal(100)), None, ""),
        ("essai-1/Objectif", Answer(Decimal(101)), Severity.BLOCKING, "« 101 % »"),
        ("essai-2/Réalisé", Answer(Decimal(120)), Severity.TO_EXPLAIN, "« 120 % »"),
        ("essai-2/Objectif", Answer(Decimal(120)), Severity.TO_EXPLAIN, "« 120 % »"),
        ("essai-2/Réalisé", Answer(Decimal("0.85")), Severity.TO_EXPLAIN, "« 0,85 », lu comme 0,85 %"),
        ("essai-2/Réalisé", Answer(Decimal("0.85"), unit="pct"), None, ""),
        ("essai-3/Réalisé", Answer(Decimal("100.5")), Severity.BLOCKING, "« 100,5 % »"),
        ("essai-3/Objectif", Answer(Decimal(120)), Severity.BLOCKING, "« 120 % »"),
    ],
)
def test_a_percentage_is_within_a_hundred(
    measured: Filled, place: str, value: Answer, severity: Severity | None, found: str
) -> None:
    """A part above its whole is impossible; a rate of occupation above one is to be explained."""
    known = set(map(str, check(measured)))
    said = [one for one in check(_changed(measured, {f"fiche-1-1-4/{place}": value})) if str(one) not in known]
    assert [(one.severity, one.found) for one in said] == ([(severity, found)] if severity else [])


def test_no_day_of_the_form_is_still_to_come_or_of_long_before(metz: Filled) -> None:
    """Whatever the cell: a day to come blocks; one of long before blocks or has to be explained."""
    asked = [one for _table, _row, one in metz.form.questions() if one.kind is Kind.DATE]
    assert {one.column for one in asked} == {"Réponse", "Début réel", "Fin réelle", "Compté le", "Date"}
    bare = _changed(metz, {one.question_id: EMPTY for one in asked})
    for day, severities in (
        (date.today() + timedelta(days=1), {Severity.BLOCKING}),
        (date(1998, 12, 31), {Severity.BLOCKING, Severity.TO_EXPLAIN}),
    ):
        said = check(_changed(bare, {one.question_id: day for one in asked if one.column != "Début réel"}))
        said += check(_changed(bare, {one.question_id: day for one in asked if one.column == "Début réel"}))
        told = [one for one in said if one.found == f"« {day:%d/%m/%Y} »"]
        assert len(told) == len(asked) and {one.severity for one in told} == severities


@pytest.mark.parametrize(
    ("last", "handed_on", "said"),
    [
        (date(2024, 11, 29), date(2024, 11, 14), ["Réponse : « 14/11/2024 »"]),
        (date(2024, 11, 29), date(2024, 11, 29), []),
        (date(2024, 11, 30), date(2024, 11, 14), []),  # the month under way
        (date(2024, 12, 31), date(2024, 11, 14), []),  # and the year
    ],
)
def test_a_bilan_is_handed_on_once_its_period_is_over(
    warehouse: Warehouse, last: date, handed_on: date, said: list[str]
) -> None:
    """As its import wants it, which said so of each of its figures."""
    filled = fictitious(form(warehouse.read, THIERS, (date(2023, 11, 30), last), warehouse.data_version))
    days = {"bilan-remis/Réponse": handed_on, "bilan-valide/Réponse": date(2024, 6, 1)}
    after = {key: date(2025, 1, 31) for key in days}
    assert _said(_changed(filled, days), _changed(filled, after), Severity.BLOCKING) == said


def test_a_meeting_after_the_period_is_refused_with_where_to_say_it(metz: Filled) -> None:
    late = _changed(metz, {"copil-1/Date": date(2024, 2, 6)})
    (said,) = [one for one in check(late) if "06/02/2024" in one.found]
    assert said.severity is Severity.BLOCKING and "« Propositions », feuille « Synthèse »" in said.to_do
