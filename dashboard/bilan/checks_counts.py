"""What must add up or be no more than something else, declared: parts, sign, whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from dashboard.bilan.asked import Question, State
from dashboard.bilan.indicators import LASTING_EXITS
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.tables import PUBLIC_COLUMNS, WHOLE_CONTRACT
from dashboard.bilan.told_answers import COST, SPENT, Told, euros, plain, thing

PERSONS, MEN, WOMEN, YOUNG = "1.1-beneficiaires", "1.1-hommes", "1.1-femmes", "1.1-moins-de-25-ans"
BPI, BPI_MEN, BPI_WOMEN, BPI_YOUNG = "1.1-bpi", "1.1-bpi-hommes", "1.1-bpi-femmes", "1.1-bpi-moins-de-25-ans"
EXITS, POSITIVE, UNKNOWN = "atlas-sorties", "3.2-sorties-positives", "atlas-issue-inconnue"
GRANTED = "granted"
EURO = Decimal(1)  # sums of rounded euros
CORRECT = "corrigez l'un ou l'autre"


@dataclass(frozen=True)
class Relation:
    """The parts of an action together are the whole, or no more than the whole, of the same action.

    `unless` names another part and whole: where that does not hold, this one cannot, and is not told.
    """

    parts: tuple[str, ...]
    whole: str
    is_equal: bool = False
    unless: tuple[str, str] | None = None


RELATIONS = (
    Relation((MEN, WOMEN), PERSONS, is_equal=True),
    Relation((BPI_MEN, BPI_WOMEN), BPI, is_equal=True),
    Relation((BPI,), PERSONS),
    Relation((YOUNG,), PERSONS),
    Relation((BPI_MEN,), MEN, unless=(BPI, PERSONS)),
    Relation((BPI_WOMEN,), WOMEN, unless=(BPI, PERSONS)),
    Relation((BPI_YOUNG,), BPI),
    Relation((BPI_YOUNG,), YOUNG),
    Relation(("3.1-participants-assidus",), PERSONS),
    Relation(("3.1-niveau-gagne",), PERSONS),
    Relation((POSITIVE,), EXITS),
    Relation((UNKNOWN,), EXITS),
    Relation((POSITIVE, UNKNOWN), EXITS),
    Relation((EXITS,), PERSONS),
    Relation(("3.2-en-formation",), POSITIVE),
    Relation(("3.2-en-emploi-durable",), POSITIVE),
    Relation((LASTING_EXITS,), POSITIVE),
    Relation((SPENT,), COST),
    Relation((SPENT,), GRANTED),
)
# Of the account of programme 104: what comes in is what goes out.
RESOURCES = ("compte-report", "compte-verse")
USES = ("compte-depense", "compte-report-suivant")
ALL_SPENT = "compte-depense"


def relations_hold(told: Told) -> Iterator[Remark]:
    """Within each action, and within the row of the contract."""
    for holder, _action in told.holders():
        for relation in RELATIONS:
            if remark := _broken(told, holder, relation):
                yield remark


def _broken(told: Told, holder: str, relation: Relation) -> Remark | None:
    """What is said of a relation; nothing while a number is missing, or where one part alone is already told of."""
    whole = told.number(f"{holder}/{relation.whole}")
    numbers = told.numbers([f"{holder}/{code}" for code in relation.parts])
    if whole is None or len(numbers) < len(relation.parts):
        return None
    question, first = told.values[f"{holder}/{relation.whole}"], told.values[f"{holder}/{relation.parts[0]}"]
    total = sum(numbers, Decimal(0))
    if relation.is_equal:
        if total == whole:
            return None
        added = " et ".join(_given(told, holder, code, question) for code in relation.parts)
        return told.remark(question, Severity.BLOCKING, _quoted(whole), f"{plain(total)}, somme de {added}", CORRECT)
    if total <= whole or (len(numbers) > 1 and max(numbers) > whole) or _is_above(told, holder, relation.unless):
        return None
    also = "".join(f", avec {_given(told, holder, code, first)}" for code in relation.parts[1:])
    expected = f"au plus {plain(whole)}, {told.named(question, first)}{also}"
    return told.remark(first, Severity.BLOCKING, _quoted(numbers[0]), expected, CORRECT)


def _is_above(told: Told, holder: str, pair: tuple[str, str] | None) -> bool:
    """Whether the first of a pair is more than the second."""
    numbers = told.numbers([f"{holder}/{code}" for code in pair or ()])
    return len(numbers) == len(pair or ()) > 0 and numbers[0] > numbers[-1]


def _given(told: Told, holder: str, code: str, beside: Question) -> str:
    question = told.values[f"{holder}/{code}"]
    number = told.number(question.answer_id) or Decimal(0)
    return f"{plain(number)} ({told.named(question, beside).replace(' (', ', ').removesuffix(')')})"


def _quoted(number: Decimal) -> str:
    return f"« {plain(number)} »"


def contract_has_between_the_largest_and_the_sum(told: Told) -> Iterator[Remark]:
    """Distinct persons of the contract: at least those of the largest action, at most those of all together."""
    for code in (*PUBLIC_COLUMNS.values(), EXITS, UNKNOWN, POSITIVE, LASTING_EXITS):
        question = told.values.get(f"{WHOLE_CONTRACT}/{code}")
        whole = told.number(f"{WHOLE_CONTRACT}/{code}")
        asked = _counted(told, code)
        numbers = told.numbers(asked)
        if question is None or whole is None or not numbers:
            continue
        if whole < max(numbers):
            expected = f"au moins {plain(max(numbers))}, comme dans une seule action"
            yield told.remark(question, Severity.BLOCKING, _quoted(whole), expected, CORRECT)
        elif len(numbers) == len(asked) and whole > sum(numbers, Decimal(0)):
            expected = f"au plus {plain(sum(numbers, Decimal(0)))}, somme des actions"
            yield told.remark(question, Severity.BLOCKING, _quoted(whole), expected, CORRECT)


def _counted(told: Told, code: str) -> list[str]:
    """What the actions are asked of a figure, those that are run or that give it all the same; not those of which it is
    « sans objet ».
    """
    known = [(f"{action.key}/{code}", told.is_run(action)) for action in told.filled.form.actions]
    asked = [one for one, is_run in known if one in told.values and (is_run or told.number(one) is not None)]
    return [one for one in asked if told.state(told.values[one]) is not State.NOT_APPLICABLE]


def account_balances(told: Told) -> Iterator[Remark]:
    """What was carried in and paid is what was spent and is carried out."""
    came_in, went_out = told.amounts(RESOURCES), told.amounts(USES)
    if not came_in or not went_out:
        return
    resources, uses = sum(came_in, Decimal(0)), sum(went_out, Decimal(0))
    if abs(resources - uses) > EURO:
        expected = f"{euros(resources)}, somme du report précédent et du versé"
        found = f"{euros(uses)} pour le dépensé et le report suivant ensemble"
        yield told.remark(told.values[ALL_SPENT], Severity.BLOCKING, found, expected, "corrigez le compte")


def actions_spend_what_the_contract_spent(told: Told) -> Iterator[Remark]:
    """The programme 104 of the actions together is that of the account."""
    asked = _counted(told, SPENT)
    numbers = told.numbers(asked)
    whole = told.number(ALL_SPENT)
    if whole is None or len(numbers) < len(asked) or abs(sum(numbers, Decimal(0)) - whole) <= EURO:
        return
    if not any(f"{action.key}/{SPENT}" in told.values and told.is_named(action) for action in told.filled.form.actions):
        return  # nobody is asked what an action spent, or nobody named one
    expected = f"{euros(sum(numbers, Decimal(0)))}, somme de « P104 dépensé » des actions"
    yield told.remark(told.values[ALL_SPENT], Severity.BLOCKING, euros(whole), expected, CORRECT)


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
