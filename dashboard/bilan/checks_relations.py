"""Within an action: what must add up or be no more than something else, declared: parts, sign, whole.

A number that is wrong may break several of them: the one that accounts for all is told, and once.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboard.bilan.asked import Question
from dashboard.bilan.indicators import LASTING_EXITS
from dashboard.bilan.remarks import Remark, Severity
from dashboard.bilan.told_answers import COST, SPENT, Told, plain

PERSONS, MEN, WOMEN, YOUNG = "1.1-beneficiaires", "1.1-hommes", "1.1-femmes", "1.1-moins-de-25-ans"
BPI, BPI_MEN, BPI_WOMEN, BPI_YOUNG = "1.1-bpi", "1.1-bpi-hommes", "1.1-bpi-femmes", "1.1-bpi-moins-de-25-ans"
EXITS, POSITIVE, UNKNOWN = "atlas-sorties", "3.2-sorties-positives", "atlas-issue-inconnue"
GRANTED = "granted"
CORRECT = "corrigez l'un ou l'autre"
Numbers = Mapping[str, Decimal]  # of an action, by what they count


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
CODES = tuple(dict.fromkeys(code for relation in RELATIONS for code in (relation.whole, *relation.parts)))


def relations_hold(told: Told) -> Iterator[Remark]:
    """Within each action, and within the row of the contract."""
    for holder, _action in told.holders():
        numbers = _numbers(told, holder)
        broken = _broken(numbers)
        slip, relation = _slip(broken, numbers)
        if relation is None:
            yield from (_told(told, holder, one) for one in _tightest(broken, numbers))
        elif slip == relation.whole and not relation.is_equal:
            yield _too_small(told, holder, relation)
        else:
            yield _told(told, holder, next((one for one in broken if one.parts == (slip,)), relation))


def doubtful(told: Told) -> set[str]:
    """The answers that a broken relation is about: what is summed of them would be told of a second time."""
    held = [(holder, _broken(_numbers(told, holder))) for holder, _action in told.holders()]
    return {f"{holder}/{code}" for holder, broken in held for one in broken for code in (one.whole, *one.parts)}


def is_slip(told: Told, holder: str, code: str, number: Decimal) -> bool:
    """Whether this number, in the place of the one that is given, makes the broken relations of an action hold."""
    numbers = _numbers(told, holder)
    return bool(_broken(numbers)) and number >= 0 and not _broken({**numbers, code: number})


def _numbers(told: Told, holder: str) -> Numbers:
    given = {code: told.number(f"{holder}/{code}") for code in CODES}
    return {code: number for code, number in given.items() if number is not None}


def _broken(numbers: Numbers) -> list[Relation]:
    return [relation for relation in RELATIONS if _is_broken(relation, numbers)]


def _is_broken(relation: Relation, numbers: Numbers) -> bool:
    """Not while a number is missing, nor where one part alone, or another relation, is already told of."""
    if not {relation.whole, *relation.parts} <= numbers.keys():
        return False
    parts, whole = [numbers[code] for code in relation.parts], numbers[relation.whole]
    if relation.is_equal:
        return sum(parts) != whole
    if sum(parts) <= whole or (len(parts) > 1 and max(parts) > whole):
        return False
    first, second = relation.unless or ("", "")
    return not (first in numbers and second in numbers and numbers[first] > numbers[second])


def _slip(broken: Sequence[Relation], numbers: Numbers) -> tuple[str, Relation | None]:
    """The one number that, put right, makes all relations hold, and the relation that says how; none of one alone."""
    wholes = {relation.whole for relation in broken} if len(broken) > 1 else set()
    known = [one for one in RELATIONS if one.whole in wholes and {one.whole, *one.parts} <= numbers.keys()]
    for relation in known:
        for code, number in _put_right(relation, numbers):
            if number >= 0 and not _broken({**numbers, code: number}):
                return code, relation
    return "", None


def _put_right(relation: Relation, numbers: Numbers) -> Iterator[tuple[str, Decimal]]:
    """What each number of a relation would be, for it to hold; a part that is too large alone is told as it is."""
    total = sum((numbers[code] for code in relation.parts), Decimal(0))
    yield relation.whole, total
    for code in relation.parts if relation.is_equal else ():
        yield code, numbers[relation.whole] - total + numbers[code]


def _tightest(broken: Sequence[Relation], numbers: Numbers) -> Iterator[Relation]:
    """Of several bounds of the same parts, the lowest."""
    for relation in broken:
        bounds = [numbers[one.whole] for one in broken if one.parts == relation.parts and not one.is_equal]
        if relation.is_equal or numbers[relation.whole] == min(bounds):
            yield relation


def _told(told: Told, holder: str, relation: Relation) -> Remark:
    """What is said of a relation that is broken: of its sum, or of its part that is too large."""
    whole, numbers = told.values[f"{holder}/{relation.whole}"], _numbers(told, holder)
    first = told.values[f"{holder}/{relation.parts[0]}"]
    if relation.is_equal:
        added = " et ".join(_given(told, holder, code, whole) for code in relation.parts)
        expected = f"{plain(sum((numbers[code] for code in relation.parts), Decimal(0)))}, somme de {added}"
        return told.remark(whole, Severity.BLOCKING, _quoted(numbers[relation.whole]), expected, CORRECT)
    also = "".join(f", avec {_given(told, holder, code, first)}" for code in relation.parts[1:])
    expected = f"au plus {plain(numbers[relation.whole])}, {told.named(whole, first)}{also}"
    return told.remark(first, Severity.BLOCKING, _quoted(numbers[relation.parts[0]]), expected, CORRECT)


def _too_small(told: Told, holder: str, relation: Relation) -> Remark:
    """What is said of a whole that several parts exceed."""
    whole, numbers = told.values[f"{holder}/{relation.whole}"], _numbers(told, holder)
    added = " et ".join(_given(told, holder, code, whole) for code in relation.parts)
    return told.remark(whole, Severity.BLOCKING, _quoted(numbers[relation.whole]), f"au moins {added}", CORRECT)


def _given(told: Told, holder: str, code: str, beside: Question) -> str:
    question = told.values[f"{holder}/{code}"]
    number = told.number(question.answer_id) or Decimal(0)
    return f"{plain(number)} ({told.named(question, beside).replace(' (', ', ').removesuffix(')')})"


def _quoted(number: Decimal) -> str:
    return f"« {plain(number)} »"
