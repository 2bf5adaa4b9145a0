"""What a read may be asked: the parameters that the header of its file declares, and the values that texts give them.

A line a parameter, in the leading comment: `-- $year: year or null, « Année »` says its name, its type, whether it may
be null, which filters nothing, and its title in French.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from data.nearest import suggestion
from data.problems import quoted
from queries.sql import sql_text

DECLARATION = re.compile(r"-- \$([a-z_]+): ([a-z]+)( or null)?, « (.+) »")
# What said « no filter » before null did, and how a whole number was written that is also a truth: receipts printed them.
FORMER_NULLS = ("toutes", "tous", "derniere")
FORMER_INTEGERS = {"false": 0, "true": 1}
FORMER_EACH_YEAR = ("year", "chaque")


class BadlyAsked(ValueError):
    """What a read was given is not what it expects; the message says all that is wrong, a French sentence a line."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a read. `kind` is one of `KINDS`; `title` says in French what it chooses."""

    name: str
    kind: str
    is_nullable: bool
    title: str

    @property
    def expected(self) -> str:
        """What its value is, in French."""
        return f"{KINDS[self.kind][0]}{', ou rien' if self.is_nullable else ''}"

    def value(self, text: str) -> object:
        """What this text says. Raises ValueError when it says none."""
        if self.is_nullable and text in ("", *FORMER_NULLS):
            return None
        return KINDS[self.kind][1](text)


@cache
def declared(question: str) -> tuple[Parameter, ...]:
    """The parameters of `reads/<question>.sql`, in the order of its header."""
    lines = (DECLARATION.fullmatch(line) for line in sql_text(f"reads/{question}").splitlines())
    return tuple(Parameter(line[1], line[2], bool(line[3]), line[4]) for line in lines if line)


def values(question: str, given: Sequence[tuple[str, str]]) -> dict[str, object]:
    """The parameters that these names and texts give; one that may be null need not be given. Raises BadlyAsked."""
    parameters = {parameter.name: parameter for parameter in declared(question)}
    if FORMER_EACH_YEAR in given and "is_each_year" in parameters:
        given = [*(one for one in given if one != FORMER_EACH_YEAR), ("is_each_year", "true")]
    problems = _misnamed(question, parameters, [name for name, _text in given])
    found: dict[str, object] = {name: None for name, parameter in parameters.items() if parameter.is_nullable}
    for name, text in given:
        if parameter := parameters.get(name):
            try:
                found[name] = parameter.value(text)
            except ValueError:
                problems.append(f"{_told(parameter)} : trouvé {_found(text)}, attendu {parameter.expected}.")
    names = {name for name, _text in given}
    for parameter in parameters.values():
        if parameter.name not in names and not parameter.is_nullable:
            problems.append(f"{_told(parameter)} : trouvé rien, attendu {parameter.expected}.")
    if problems:
        raise BadlyAsked("\n".join([*problems, *_usage(question)]))
    return found


def _misnamed(question: str, parameters: dict[str, Parameter], names: Sequence[str]) -> list[str]:
    titles = {name: parameter.title for name, parameter in parameters.items()}
    unknown = [
        f"Paramètre « {name} » : la lecture {question} n'en a pas de ce nom{suggestion(name, titles) or '.'}"
        for name in dict.fromkeys(names)
        if name not in parameters
    ]
    repeated = [
        f"Paramètre « {name} » : trouvé {count} fois, attendu une fois."
        for name, count in Counter(names).items()
        if count > 1
    ]
    return unknown + repeated


def _usage(question: str) -> list[str]:
    """What the read expects, a line a parameter."""
    lines = [f"  {one.name} : {one.title} ({one.expected})" for one in declared(question)]
    return (
        [f"La lecture {question} attend :", *lines] if lines else [f"La lecture {question} n'attend aucun paramètre."]
    )


def _told(parameter: Parameter) -> str:
    return f"Paramètre « {parameter.name} » ({parameter.title})"


def _found(text: str) -> str:
    return quoted(text) if text else "rien"


def _code(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text


def _codes(text: str) -> list[str]:
    return [code for code in text.split(",") if code]


def _year(text: str) -> str:
    """As an address has it; a read compares it as a number."""
    if not re.fullmatch(r"[0-9]{4}", text):
        raise ValueError(text)
    return text


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


def _integer(text: str) -> int:
    if text in FORMER_INTEGERS:
        return FORMER_INTEGERS[text]
    if not re.fullmatch(r"-?[0-9]{1,9}", text):
        raise ValueError(text)
    return int(text)


KINDS: dict[str, tuple[str, Callable[[str], object]]] = {
    "code": ("un code", _code),
    "codes": ("des codes séparés par des virgules", _codes),
    "year": ("une année de quatre chiffres", _year),
    "boolean": ("true ou false", _boolean),
    "integer": ("un entier", _integer),
    "text": ("un texte", str),
}
