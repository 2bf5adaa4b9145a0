"""What must add up across actions, and in the account of programme 104."""

from collections.abc import Iterator
from decimal import Decimal

from dashboard.bilan.asked import State
from dashboard.bilan.checks_relations import CORRECT, EXITS, POSITIVE, UNKNOWN, doubtful, is_slip
from dashboard.bilan.indicators import LASTING_EXITS
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.tables import PUBLIC_COLUMNS, WHOLE_CONTRACT
from dashboard.bilan.told_answers import SPENT, Told, euros, plain, thing

EURO = Decimal(1)  # sums of rounded euros
# Of the account of programme 104: what comes in is what goes out.
RESOURCES = ("compte-report", "compte-verse")
USES = ("compte-depense", "compte-report-suivant")
ALL_SPENT = "compte-depense"


def contract_has_between_the_largest_and_the_sum(told: Told) -> Iterator[Remark]:
    """Distinct persons of the contract: at least those of the largest action, at most those of all together."""
    unsure = doubtful(told)
    for code in (*PUBLIC_COLUMNS.values(), EXITS, UNKNOWN, POSITIVE, LASTING_EXITS):
        question = told.values.get(f"{WHOLE_CONTRACT}/{code}")
        whole = told.number(f"{WHOLE_CONTRACT}/{code}")
        asked = _counted(told, code)
        sure = told.numbers([one for one in asked if one not in unsure])
        if question is None or whole is None or not sure or question.answer_id in unsure:
            continue
        if whole < max(sure):
            expected = f"au moins {plain(max(sure))}, comme dans une seule action"
            yield told.remark(question, Severity.BLOCKING, f"« {plain(whole)} »", expected, CORRECT)
        elif len(sure) == len(asked) and whole > sum(sure, Decimal(0)):
            expected = f"au plus {plain(sum(sure, Decimal(0)))}, somme des actions"
            yield told.remark(question, Severity.BLOCKING, f"« {plain(whole)} »", expected, CORRECT)


def _counted(told: Told, code: str) -> list[str]:
    """What the actions are asked of a figure, those that are run or that give it all the same; not those of which it is
    « sans objet ».
    """
    known = [(f"{action.key}/{code}", told.is_run(action)) for action in told.filled.form.actions]
    asked = [one for one, is_run in known if one in told.values and (is_run or told.number(one) is not None)]
    return [one for one in asked if told.state(told.values[one]) is not State.NOT_APPLICABLE]


def account_balances(told: Told) -> Iterator[Remark]:
    """What was carried in and paid is what was spent and is carried out; not where what the actions spent, in the place of
    what the account says of it, makes it so: told of the latter.
    """
    came_in, went_out = told.amounts(RESOURCES), told.amounts(USES)
    if not came_in or not went_out:
        return
    resources, uses = sum(came_in, Decimal(0)), sum(went_out, Decimal(0))
    spent, of_account = _spent_by_actions(told), told.number(ALL_SPENT)
    is_told = spent is not None and of_account is not None and abs(resources - uses + of_account - spent) <= EURO
    if abs(resources - uses) > EURO and not is_told:
        expected = f"{euros(resources)}, somme du report précédent et du versé"
        found = f"{euros(uses)} pour le dépensé et le report suivant ensemble"
        yield told.remark(told.values[ALL_SPENT], Severity.BLOCKING, found, expected, "corrigez le compte")


def actions_spend_what_the_contract_spent(told: Told) -> Iterator[Remark]:
    """The programme 104 of the actions together is that of the account; not where a number that is told of makes the gap."""
    whole, spent = told.number(ALL_SPENT), _spent_by_actions(told)
    if whole is None or spent is None or abs(spent - whole) <= EURO:
        return
    known = {action.key: told.number(f"{action.key}/{SPENT}") for action in told.filled.form.actions}
    if any(one is not None and is_slip(told, key, SPENT, one - spent + whole) for key, one in known.items()):
        return
    expected = f"{euros(spent)}, somme de « P104 dépensé » des actions"
    yield told.remark(told.values[ALL_SPENT], Severity.BLOCKING, euros(whole), expected, CORRECT)


def _spent_by_actions(told: Told) -> Decimal | None:
    """Their programme 104 together; none while one is not known, or nobody is asked or named."""
    asked = _counted(told, SPENT)
    numbers = told.numbers(asked)
    named = [action for action in told.filled.form.actions if told.is_named(action)]
    if len(numbers) < len(asked) or not any(f"{action.key}/{SPENT}" in told.values for action in named):
        return None
    return sum(numbers, Decimal(0))


def amounts_have_a_payer(told: Told) -> Iterator[Remark]:
    """An amount of another payer bears its name."""
    for row in told.rows.values():
        payer = row.questions.get("Financeur")
        amounts = [one for column, one in row.questions.items() if column.startswith("Montant ")]
        given = [one for one in amounts if told.filled.number(one.question_id) is not None]
        if payer and given and not told.filled.text(payer.question_id):
            yield told.remark(
                payer, Severity.BLOCKING, f"« {thing(given[0])} » sans financeur", "le nom d'un organisme", "nommez-le"
            )
