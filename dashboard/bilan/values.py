"""What a cell says in answer to a question: numbers, dates, words and choices as agents write them in French."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dashboard.bilan.advice import GAPS, GROUPED, advice
from dashboard.bilan.answered import Answer, Value
from dashboard.bilan.asked import STATE_WORDS, Kind, Question, State
from dashboard.bilan.grid import Cell, CellKind
from dashboard.bilan.remarks import Severity, said
from dashboard.bilan.units import is_asked, written_after
from dashboard.words import labels
from data.nearest import folded, nearest

STATES = {folded(word): state for state, word in STATE_WORDS.items() if state is not State.REPORTED}
# Shorter words that mean the same: understood, and said to be.
SHORT_STATES = {
    "nc": State.NOT_TRANSMITTED, "n.c.": State.NOT_TRANSMITTED, "n.c": State.NOT_TRANSMITTED,
    "non-communique": State.NOT_TRANSMITTED, "n/a": State.NOT_APPLICABLE, "na": State.NOT_APPLICABLE,
    "n.a.": State.NOT_APPLICABLE, "s.o.": State.NOT_APPLICABLE, "s.o": State.NOT_APPLICABLE, "so": State.NOT_APPLICABLE,
    "non-concerne": State.NOT_APPLICABLE, "nd": State.NOT_MEASURED, "n.d.": State.NOT_MEASURED,
    "non-mesuree": State.NOT_MEASURED, "secret-statistique": State.SECRET,
}  # fmt: skip
NOTHING = {"neant", "nul", "nulle", "zero", "aucun", "aucune"}
EITHER = re.compile(r"\d{1,3}\.\d{3}")  # 1.234: a thousand, or one and a bit
EITHER_AMOUNT = re.compile(r"\d{1,3}[.,]\d{3}")  # of money 1,234 too: nobody counts tenths of a cent
UNITS = re.compile(rf"[{GAPS}]*(%|€|euros?|eur)$", re.IGNORECASE)
MOST = Decimal(10) ** 12
DAY = re.compile(r"(\d{1,2})(?:er)?[/. -](\d{1,2})[/. -](\d{4})")
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T00:00:00)?")
SHORT_YEAR = re.compile(r"\d{1,2}[/. -]\d{1,2}[/. -]\d{2}")
WORDED = re.compile(r"(?:le-)?(?:(?:lun|mar|mercre|jeu|vendre|same)di-|dimanche-)?(\d{1,2})(?:er)?-([a-z]+)\.?-(\d{4})")
MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
LONGEST_LIST, FIRST = 200, 3  # signs of a list of choices that is told whole, and how many else
YEARS = range(1990, 2101)
FULL_YEAR = "une date avec l'année sur quatre chiffres (31/12/2023)"
A_DAY = "une date (31/12/2023)"
EXPECTED = {
    Kind.COUNT: "un nombre entier, au moins égal à 0", Kind.NUMBER: "un nombre, au moins égal à 0",
    Kind.MONEY: "un montant en euros, au moins égal à 0",
}  # fmt: skip
OR_A_WORD = ", ou : " + ", ".join(word for state, word in STATE_WORDS.items() if state is not State.REPORTED)


@dataclass(frozen=True)
class Trouble:
    """What a cell makes say: an answer that cannot be taken, or how it was understood."""

    severity: Severity
    found: str
    expected: str
    to_do: str = ""


Read = tuple[Answer | None, Trouble | None]


def answer_of(question: Question, cell: Cell) -> Read:
    """The answer of a cell that holds something, and what is to be said of it."""
    if cell.kind is CellKind.ERROR:
        return _refused(f"l'erreur {said(cell.text)}", _expected(question), "corrigez la formule, ou écrivez la valeur")
    if cell.kind is CellKind.UNSTORED:
        return _refused(
            "une formule sans résultat enregistré", _expected(question),
            "écrivez la valeur, effacez la formule si elle n'en donne aucune, ou enregistrez le classeur dans LibreOffice ou "
            "Excel, qui la calcule",
        )  # fmt: skip
    if question.may_be_missing and cell.kind is CellKind.TEXT and (state := _state(cell)):
        return state
    return READERS[question.kind](question, cell)


def _refused(found: str, expected: str, to_do: str = "") -> Read:
    return None, Trouble(Severity.BLOCKING, found, expected, to_do)


def _expected(question: Question) -> str:
    if question.kind in EXPECTED:
        return EXPECTED[question.kind] + (OR_A_WORD if question.may_be_missing else "")
    return A_DAY if question.kind is Kind.DATE else "une réponse"


def _state(cell: Cell) -> Read | None:
    """The state that a word says."""
    word = folded(cell.text)
    if word in STATES:
        return Answer(None, STATES[word]), None
    if word in SHORT_STATES:
        state = SHORT_STATES[word]
        meant = f"lu comme « {STATE_WORDS[state]} »"
        return Answer(None, state), Trouble(
            Severity.NOTE, f"{said(cell.text)}, {meant}", "", "écrivez-le si c'est autre chose"
        )
    return None


def _number(question: Question, cell: Cell) -> Read:
    expected = _expected(question)
    if cell.kind in (CellKind.DATE, CellKind.BOOLEAN):
        what = "la date" if cell.kind is CellKind.DATE else "la valeur logique"
        return _refused(
            f"{what} {said(cell.text)}", expected, "remettez la cellule au format nombre et écrivez le nombre"
        )
    if cell.kind is CellKind.TEXT:
        return _number_in_words(question, cell)
    assert cell.number is not None
    return _fitting(question, cell, cell.number, cell.is_percentage)


def _number_in_words(question: Question, cell: Cell) -> Read:
    """A number written as text, a word for nothing, or a word that the cell cannot hold."""
    text, expected = cell.text.strip(), _expected(question)
    word = folded(text)
    if word in NOTHING:
        return Answer(Decimal(0)), Trouble(Severity.NOTE, f"{said(text)}, lu comme 0", "", "écrivez 0 ou autre chose")
    if word in STATES or word in SHORT_STATES:
        return None, Trouble(
            Severity.NOTE, f"{said(text)}, lu comme une cellule vide", "", "laissez vide s'il n'y en a pas"
        )
    unit = UNITS.search(text)
    bare = text[: unit.start()] if unit else text
    told, code = written_after(text)
    if code and GROUPED.fullmatch(told) and not EITHER.fullmatch(told) and (not unit or _is_unsaid(question, code)):
        return _with_unit(question, cell, told, code)
    if not GROUPED.fullmatch(bare):
        return _refused(said(text), expected, advice(question, text))
    if (EITHER_AMOUNT if question.kind is Kind.MONEY else EITHER).fullmatch(bare):
        return _refused(said(text), expected, _either(question, bare))
    number = _decimal(bare)
    return _fitting(question, cell, number, bool(unit) and unit is not None and unit[1] == "%", unit[1] if unit else "")


def _decimal(bare: str) -> Decimal:
    return Decimal(re.sub(rf"[{GAPS}']", "", bare).replace("−", "-").replace(",", "."))


def _is_unsaid(question: Question, code: str) -> bool:
    """Whether the unit that is written is one that the question leaves to be said."""
    return question.kind is Kind.NUMBER and is_asked(question.asked) and bool(code)


def _with_unit(question: Question, cell: Cell, bare: str, code: str) -> Read:
    """A number with its unit: that which is asked, or the one to be kept where none is; any other is refused."""
    asked = question.asked.unit if question.asked else ""
    if asked != code and not _is_unsaid(question, code):
        return _refused(said(cell.text), _expected(question), advice(question, cell.text))
    answer, trouble = _fitting(question, cell, _decimal(bare), is_percentage=False)
    if answer is None or trouble:
        return answer, trouble
    meant = f"{said(cell.text)}, lu comme {bare.strip()}, unité « {labels.UNITS[code]} »"
    return replace(answer, unit="" if asked else code), Trouble(
        Severity.NOTE, meant, "", "corrigez si c'est autre chose"
    )


def _either(question: Question, bare: str) -> str:
    """The two ways to write 1.234 that are not mistaken for each other."""
    whole, decimals = re.split("[.,]", bare)
    if question.kind is Kind.MONEY:
        return f"écrivez {whole}{decimals}, ou deux chiffres de centimes et non trois"
    return f"écrivez {whole}{decimals} ou {whole},{decimals}"


def _fitting(question: Question, cell: Cell, number: Decimal, is_percentage: bool, unit: str = "") -> Read:
    """The number, if it is of the kind that is asked."""
    expected, unit_asked = _expected(question), question.asked.unit if question.asked else ""
    if is_percentage and _is_unsaid(question, "pct"):
        meant = f"{said(cell.text)}, lu avec son unité, « % »"
        return Answer(number, unit="pct"), Trouble(Severity.NOTE, meant, "", "corrigez si c'est autre chose")
    if is_percentage and (question.kind is not Kind.NUMBER or unit_asked not in ("pct", "")):
        return _refused(said(cell.text), expected, "écrivez le nombre, et non un pourcentage")
    if unit and not is_percentage and question.kind is not Kind.MONEY:
        return _refused(said(cell.text), expected, "écrivez le nombre seul")
    if number < 0:
        return _refused(said(cell.text), expected, "vérifiez le signe")
    if question.kind is Kind.COUNT and number != number.to_integral_value():
        return _refused(said(cell.text), expected, _whole(number))
    if number > MOST:
        return _refused(said(cell.text), expected, "vérifiez le nombre de chiffres")
    if unit_asked == "pct" and not is_percentage and 0 < number < 1:
        meant = f"{said(cell.text)}, lu comme {cell.text} %"
        return Answer(number), Trouble(Severity.TO_EXPLAIN, meant, "un pourcentage de 0 à 100", "vérifiez-le")
    return Answer(number), None


def _whole(number: Decimal) -> str:
    """What to write instead of « 12,5 » persons; a percentage that is typed leaves less than one, shown as 0 or 1."""
    if 0 < number < 1:
        return f"écrivez un nombre, et non une part ({labels.plain(float(number * 100))} %)"
    return "arrondissez, ou corrigez le compte"


def _day(_question: Question, cell: Cell) -> Read:
    if cell.kind is CellKind.DATE and cell.day:
        return _within_years(cell.day, cell)
    if cell.kind is CellKind.NUMBER:
        return _refused(f"le nombre {said(cell.text)}", A_DAY, "mettez la cellule au format date")
    text = cell.text.strip()
    if SHORT_YEAR.fullmatch(text):
        return _refused(said(text), FULL_YEAR, "écrivez l'année entière")
    for pattern, order in ((DAY, (2, 1, 0)), (ISO_DAY, (0, 1, 2))):
        if match := pattern.fullmatch(text):
            groups = [int(part) for part in match.groups()]
            return _made_day(cell, *(groups[place] for place in order))
    if (match := WORDED.fullmatch(folded(text))) and match[2] in MONTHS:
        return _made_day(cell, int(match[3]), MONTHS.index(match[2]) + 1, int(match[1]))
    return _refused(said(text), A_DAY, "écrivez le jour, le mois et l'année en chiffres")


def _made_day(cell: Cell, year: int, month: int, day: int) -> Read:
    try:
        return _within_years(date(year, month, day), cell)
    except ValueError:
        return _refused(said(cell.text), A_DAY, "ce jour n'existe pas : corrigez-le")


def _within_years(day: date, cell: Cell) -> Read:
    if day.year not in YEARS:
        return _refused(said(cell.text), A_DAY, "vérifiez l'année")
    return Answer(day), None


def _text(_question: Question, cell: Cell) -> Read:
    return Answer(cell.text.strip()), None


def _choice(question: Question, cell: Cell) -> Read:
    meant = _meant(question, cell.text)
    return (Answer(meant), None) if meant else _no_choice(question, cell.text)


def _choices(question: Question, cell: Cell) -> Read:
    """Some of the list, between « ; », line breaks, or commas where no choice has one."""
    parts = [part.strip() for part in re.split(r"[;\n]", cell.text) if part.strip()]
    meant = [_meant(question, part) for part in parts]
    if not all(meant):
        parts = [part.strip() for part in re.split(r"[;\n,]", cell.text) if part.strip()]
        meant = [_meant(question, part) for part in parts]
    unknown = [part for part, known in zip(parts, meant, strict=True) if not known]
    if unknown or not parts:
        return _no_choice(question, (unknown or [cell.text])[0])
    value: Value = tuple(dict.fromkeys(known for known in meant if known))
    return Answer(value), None


def _meant(question: Question, text: str) -> str:
    """The choice that a text says, accents, case and spaces forgiven."""
    return next((choice for choice in question.choices if folded(choice) == folded(text)), "")


def _no_choice(question: Question, text: str) -> Read:
    near = nearest(text, dict.fromkeys(question.choices, ""))
    quoted = [f"« {choice} »" for choice in question.choices]
    if sum(map(len, quoted)) > LONGEST_LIST:
        quoted = [*quoted[:FIRST], "…"]
    listed = ", ".join(quoted)
    hint = f"voulez-vous dire « {near[0]} » ?".removesuffix(" ?") if near else "choisissez dans la liste"
    return _refused(said(text), f"un choix parmi {listed}", hint)


READERS: dict[Kind, Callable[[Question, Cell], Read]] = {
    Kind.COUNT: _number, Kind.NUMBER: _number, Kind.MONEY: _number, Kind.TEXT: _text, Kind.DATE: _day,
    Kind.CHOICE: _choice, Kind.CHOICES: _choices,
}  # fmt: skip
