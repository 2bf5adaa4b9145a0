"""What is possible and surprising: somebody who knows the action has to say why, in the comment of the row."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from dashboard.bilan.answered import Filled
from dashboard.bilan.asked import UNIT, Kind, Question, Role, Sheet
from dashboard.bilan.checks_relations import PERSONS
from dashboard.bilan.general import named
from dashboard.bilan.planned import unlike, why_no_gap
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.tables import PLANNED_COST
from dashboard.bilan.told_answers import COST, NUMBERS, REASON, SPENT, Told, euros, plain
from dashboard.bilan.units import needs_one
from dashboard.words import grammar
from dashboard.words.bilan_words import ACTION_STATES, COUNTINGS, NOT_RUN
from queries.small_counts import LARGEST_SMALL_COUNT

LEAST_OF_TARGET, MOST_OF_TARGET = Decimal("0.5"), Decimal("1.5")
COST_GAP, CHANGE = Decimal("0.2"), Decimal("0.5")
SAY_WHICH = "corrigez l'un, ou dites en commentaire ce que chacun compte"
SAY_WHY = "vérifiez-le, et dites pourquoi en commentaire"
KEPT_SECRET = f"de 1 à {LARGEST_SMALL_COUNT}, ils seront tenus secrets dans ce qui est public"
DONE = ACTION_STATES["done"]


def far_from_target(told: Told) -> Iterator[Remark]:
    """Less than half of what was aimed at, or more than half as much again."""
    for question in _numbers(told):
        number, target = told.number(question.answer_id), told.target(question)
        if number is None or not target or LEAST_OF_TARGET * target <= number <= MOST_OF_TARGET * target:
            continue
        expected = f"{_around(question, target)}, pour un objectif de {plain(target)}"
        yield from _far(told, question, _quoted(number), expected)


def _around(question: Question, target: Decimal) -> str:
    """« de 3 à 7 personnes » where half a person is nobody, « de 2,5 à 7,5 » of what is measured."""
    low, high = LEAST_OF_TARGET * target, MOST_OF_TARGET * target
    if question.kind is Kind.COUNT:
        low, high = low.to_integral_value(ROUND_CEILING), high.to_integral_value(ROUND_FLOOR)
    is_of_persons = question.asked is not None and question.asked.unit == "person"
    words = f" {grammar.plural(float(high), 'personne')}" if is_of_persons else ""
    return f"{plain(high)}{words}" if low == high else f"de {plain(low)} à {plain(high)}{words}"


def far_from_planned_cost(told: Told) -> Iterator[Remark]:
    """A fifth more or less than what was planned for the same time; what was planned for another is told once."""
    form = told.filled.form
    asked = [action for action in form.actions if f"{action.key}/{COST}" in told.values]
    if why := why_no_gap(form, asked):
        first = told.values[f"{unlike(form, asked)[0].key}/{COST}"]
        found, _is, rest = why.partition(" : ")
        yield replace(told.remark(first, Severity.NOTE, found[:1].lower() + found[1:], "", rest.rstrip(".")), label="")
    for action in asked:
        question = told.values[f"{action.key}/{COST}"]
        if not form.is_planned_for(action):
            continue
        known = told.rows[question.row].known.get(PLANNED_COST)
        planned = Decimal(str(known)) if known is not None else told.number(f"{action.key}/planned")
        number = told.number(question.answer_id)
        if number is not None and planned and abs(number - planned) > COST_GAP * planned:
            yield from _far(told, question, euros(number), f"{euros(planned)} à 20 % près, comme prévu")


def _far(told: Told, question: Question, found: str, expected: str) -> Iterator[Remark]:
    """Far from what was aimed at or planned. Of an action that is not run nothing is expected; of one that is not run as
    planned, the reason that is given explains it too.
    """
    key = question.answer_id.partition("/")[0]
    action = told.filled.form.action(key)
    if action is not None and not told.is_run(action):
        return
    remark = told.remark(question, Severity.TO_EXPLAIN, found, expected, SAY_WHY)
    if remark.severity is Severity.TO_EXPLAIN and told.filled.text(f"{key}/{REASON}"):
        to_do = f"rien à faire : « {REASON} », feuille « {Sheet.ACTIONS} », l'explique"
        remark = replace(remark, severity=Severity.NOTE, to_do=to_do)
    yield remark


def not_run_without_reason(told: Told) -> Iterator[Remark]:
    """An action that was put off, given up or not begun, and nobody says why."""
    for action in told.filled.form.actions:
        is_run = told.action_state(action) not in NOT_RUN
        if not told.is_named(action) or is_run or told.filled.text(f"{action.key}/{REASON}"):
            continue
        found = f"une action « {told.action_state(action)} » sans raison"
        question = told.rows[action.key].questions[REASON]
        yield told.remark(question, Severity.TO_EXPLAIN, found, "une raison, en une phrase", "écrivez-la")


def answered_twice(told: Told) -> Iterator[Remark]:
    """Two cells of an action that ask the same thing, and two numbers: one of them is wrong, or counts something else."""
    first: dict[tuple[object, ...], Question] = {}
    for question in _numbers(told):
        asked, number = question.asked, told.number(question.answer_id)
        if asked is None or asked.measure_id is None or number is None:
            continue
        holder = question.answer_id.partition("/")[0]
        fact = (holder, asked.measure_id, asked.breakdown, asked.horizon_months, asked.horizon_from)
        other = first.setdefault(fact, question)
        before = told.number(other.answer_id)
        if before is not None and before != number:
            expected = f"{plain(before)}, réponse à la même question : {told.named(other, question)}"
            yield told.remark(question, Severity.TO_EXPLAIN, _quoted(number), expected, SAY_WHICH)


def without_unit(told: Told) -> Iterator[Remark]:
    """A delay, a share or a time of which nobody says in what it is counted."""
    for question in _numbers(told):
        number = told.number(question.answer_id)
        if number is not None and needs_one(question) and not told.filled.unit(question):
            to_do = f"choisissez l'unité dans la colonne « {UNIT} », ou écrivez-la après le nombre (45 jours, 85 %)"
            yield told.remark(
                question, Severity.TO_EXPLAIN, f"{_quoted(number)} sans unité", "un nombre et son unité", to_do
            )


def done_for_nobody_or_nothing(told: Told) -> Iterator[Remark]:
    """An action that was done, without persons or without spending."""
    for action in told.filled.form.actions:
        if told.action_state(action) != DONE or told.is_over(action):
            continue
        for code, words in ((PERSONS, "personne"), (COST, "dépense"), (SPENT, "dépense du programme 104")):
            question = told.values.get(f"{action.key}/{code}")
            if question and told.is_answered(question) and not told.number(question.answer_id):
                found = f"une action « {DONE} » sans {words}"
                yield told.remark(question, Severity.TO_EXPLAIN, found, "un nombre au moins égal à 1", SAY_WHY)


def zero_persons(told: Told) -> Iterator[Remark]:
    """Nobody, of an action that is under way: told once, with its target where there is one."""
    for action in told.filled.form.actions:
        question = told.values.get(f"{action.key}/{PERSONS}")
        if question is None or told.number(question.answer_id) != 0 or told.target(question):
            continue
        if told.is_run(action) and told.action_state(action) != DONE:
            yield told.remark(question, Severity.TO_EXPLAIN, "« 0 » personne", "une action qui a lieu", SAY_WHY)


def participations(told: Told) -> Iterator[Remark]:
    """Who comes twice counts twice: such a figure is not one of persons."""
    for row in told.rows.values():
        question = row.questions.get("Façon de compter")
        if question and told.filled.text(question.question_id) == COUNTINGS["participations"]:
            yield told.remark(question, Severity.TO_EXPLAIN, "« participations »", "des personnes distinctes", SAY_WHY)


def small_counts(told: Told) -> Iterator[Remark]:
    """Of persons, one remark for an action and a sheet: what is published keeps them secret."""
    held: dict[tuple[str, str], list[Question]] = {}
    for question in _numbers(told):
        number = told.number(question.answer_id)
        if (
            question.asked
            and question.asked.unit == "person"
            and number is not None
            and 0 < number <= LARGEST_SMALL_COUNT
        ):
            place = told.filled.places.get(question.question_id)
            holder = question.answer_id.partition("/")[0]
            held.setdefault((place.sheet if place else "", holder), []).append(question)
    for (_sheet, holder), questions in held.items():
        places = [told.filled.places.get(one.question_id) for one in questions]
        cells = ", ".join(place.cell for place in places if place)
        found = f"{len(questions)} petit{'s' * (len(questions) > 1)} nombre{'s' * (len(questions) > 1)} de personnes ({cells})"
        action = told.filled.form.action(holder)
        whose = named(action) if action else "Ensemble du contrat"
        yield replace(told.remark(questions[0], Severity.NOTE, found, "", KEPT_SECRET), label=whose)


def changed_since(told: Told, precedent: Filled) -> Iterator[Remark]:
    """More than half more or less than in the bilan before."""
    before = Told(precedent)
    for question in _numbers(told):
        number, former = told.number(question.answer_id), before.number(question.answer_id)
        if number is not None and former and abs(number - former) > CHANGE * former:
            expected = f"{plain(former)} à 50 % près, comme au bilan précédent"
            yield told.remark(question, Severity.TO_EXPLAIN, _quoted(number), expected, SAY_WHY)


def _numbers(told: Told) -> Iterator[Question]:
    return (one for one in told.values.values() if one.kind in NUMBERS and one.field == Role.VALUE)


def _quoted(number: Decimal) -> str:
    return f"« {plain(number)} »"
