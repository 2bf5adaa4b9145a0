"""Whether what an action cost was paid by somebody: programme 104 and the other payers together, over the bilan."""

import re
from collections.abc import Iterator
from decimal import Decimal

from dashboard.bilan.asked import Action, Question
from dashboard.bilan.checks_counts import ALL_SPENT
from dashboard.bilan.checks_relations import is_slip
from dashboard.bilan.general import named
from dashboard.bilan.remarks import Remark, Severity, said
from dashboard.bilan.told_answers import COST, SPENT, Told, euros

CENTS = Decimal(1)  # sums of rounded euros
MOST_NAMED = 3
PAID, PAYER, OF_ACTION = "Montant payé", "Financeur", "Action"
P104 = re.compile(r"\b(programme|p|bop)\s*(n°\s*)?104\b", re.IGNORECASE)
SAY_WHO = "ajoutez le financeur qui manque (fonds propres compris), ou dites-le dans le commentaire de cette ligne"


def payers_have_an_amount(told: Told) -> Iterator[Remark]:
    """A payer is named, and nothing says what it paid or was to pay."""
    for question, amounts in _payers(told):
        if told.filled.text(question.question_id) and not any(told.answer(one) for one in amounts.values()):
            found = "un financeur sans montant"
            yield told.remark(amounts[PAID], Severity.TO_EXPLAIN, found, "ce qu'il a payé, ou 0", "donnez-le")


def payers_are_others(told: Told) -> Iterator[Remark]:
    """Programme 104 among the other payers: its money, that of the column « P104 dépensé », would count twice."""
    for question, _amounts in _payers(told):
        if P104.search(name := told.filled.text(question.question_id)):
            expected = "un autre financeur : l'argent du programme 104 se dit dans « P104 dépensé »"
            yield told.remark(
                question, Severity.TO_EXPLAIN, said(name), expected, "retirez la ligne, ou dites pourquoi"
            )


def costs_are_paid(told: Told) -> Iterator[Remark]:
    """What all actions cost is what programme 104 and the others paid; told once, on the first free line of payers."""
    form = told.filled.form
    run = [action for action in form.actions if f"{action.key}/{COST}" in told.values and told.is_named(action)]
    known = {action: (_amount(told, action, COST), _amount(told, action, SPENT)) for action in run}
    pairs = {action: (cost, spent) for action, (cost, spent) in known.items() if cost is not None and spent is not None}
    free = next((question for question, _amounts in _payers(told) if not told.answer(question)), None)
    if not run or free is None or form.operator or len(pairs) < len(known) or _lacks_amounts(told):
        return
    paid = _paid_by_others(told)
    cost, spent = (sum((pair[place] for pair in pairs.values()), Decimal(0)) for place in (0, 1))
    gap = cost - spent - sum(paid.values(), Decimal(0))
    of_account = told.number(ALL_SPENT)
    is_of_account = of_account is not None and abs(gap - of_account + spent) <= CENTS  # told there
    is_told = is_of_account or any(_is_told(told, action, *pair, gap) for action, pair in pairs.items())
    if abs(gap) <= CENTS or is_told:
        return
    gaps = {action: pair[0] - pair[1] - paid.get(named(action), Decimal(0)) for action, pair in pairs.items()}
    largest = sorted((one for one in gaps if gaps[one] * gap > 0), key=lambda one: -abs(gaps[one]))[:MOST_NAMED]
    told_of = " ; ".join(f"{_called(told, action)}, {euros(abs(gaps[action]))}" for action in largest)
    what = "sans payeur" if gap > 0 else "payés de plus que le coût"
    found = f"{euros(abs(gap))} {what} (avant ce qui est payé pour l'ensemble du contrat : {told_of})"
    expected = (
        f"un coût réel de {euros(cost)}, égal au P104 dépensé ({euros(spent)}) et aux autres financeurs "
        f"({euros(sum(paid.values(), Decimal(0)))})"
    )
    yield told.remark(free, Severity.TO_EXPLAIN, found, expected, SAY_WHO)


def _is_told(told: Told, action: Action, cost: Decimal, spent: Decimal, gap: Decimal) -> bool:
    """Whether the gap is that of a number of an action which its other numbers tell of."""
    return is_slip(told, action.key, COST, cost - gap) or is_slip(told, action.key, SPENT, spent + gap)


def _called(told: Told, action: Action) -> str:
    """« 1.1.4 », or the cell of its cost where the fiche has no number."""
    place = told.filled.places.get(told.values[f"{action.key}/{COST}"].question_id)
    return action.number or (place.cell if place else named(action))


def _amount(told: Told, action: Action, code: str) -> Decimal | None:
    """What an action spent: nothing where it is « sans objet » or nobody expects it; none where it is not known."""
    number = told.number(f"{action.key}/{code}")
    is_nothing = told.amounts([f"{action.key}/{code}"]) == [] or not told.is_run(action)
    return Decimal(0) if number is None and is_nothing else number


def _payers(told: Told) -> Iterator[tuple[Question, dict[str, Question]]]:
    """The cell that names each payer, and those of its amounts."""
    for row in told.rows.values():
        if PAYER in row.questions:
            yield (
                row.questions[PAYER],
                {name: one for name, one in row.questions.items() if name.startswith("Montant ")},
            )


def _lacks_amounts(told: Told) -> bool:
    """Whether the file has lost the column of what payers paid: told of its header."""
    places = told.filled.places
    return any(
        payer.question_id in places and amounts[PAID].question_id not in places for payer, amounts in _payers(told)
    )


def _paid_by_others(told: Told) -> dict[str, Decimal]:
    """By the name of the action; under an empty name, for the whole contract."""
    paid: dict[str, Decimal] = {}
    for question, amounts in _payers(told):
        action = told.filled.text(f"{question.row}/{OF_ACTION}")
        number = told.filled.number(amounts[PAID].question_id)
        paid[action] = paid.get(action, Decimal(0)) + (number or Decimal(0))
    return paid
