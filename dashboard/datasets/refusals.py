"""Filters that ask for what does not exist: each is told, with the nearest code or what was expected."""

import re
from collections.abc import Callable, Iterator, Mapping

import polars as pl

from dashboard.choices.filters import OF_SETS, YEARS, Choices
from dashboard.words.typography import quoted
from data.nearest import nearest
from geo.levels import OFFICIAL, WITHOUT_CODE
from geo.territories import COMMUNE_OF_ARRONDISSEMENT

Read = Callable[..., pl.DataFrame]
Words = Mapping[str, Mapping[str, str]]
# A list of the expected codes is worth reading up to here; beyond, the nearest ones are.
LONGEST_LIST = 12
YEAR = re.compile(r"[12][0-9]{3}")
LENGTHS = {level.stem: level.signs for level in OFFICIAL}
UNNUMBERED = tuple(level.prefix for level in WITHOUT_CODE)
TYPED_CODE = re.compile(rf"(?:({'|'.join(LENGTHS)})-?)?([0-9][0-9ab]?[0-9]*)", re.IGNORECASE)
EXAMPLE = "com-63113"


class UnknownChoices(ValueError):
    """The message names each filter at fault, as it was written, and what was expected."""


def check(read: Read, chosen: Choices, words: Words, prefix: str = "") -> None:
    """Raises UnknownChoices; `prefix` is what the names of the filters begin with, where they were asked."""
    if problems := list(_problems(read, chosen, words, prefix)):
        raise UnknownChoices("\n".join(problems))


def _problems(read: Read, chosen: Choices, words: Words, prefix: str) -> Iterator[str]:
    for name, codes in chosen.given().items():
        for code in codes:
            if name in YEARS and not YEAR.fullmatch(code):
                yield f"{prefix}{name} : « {quoted(code)} » n'est pas une année de quatre chiffres."
            elif name not in YEARS and code not in words[name]:
                expected = place_hint(read, code, words[name]) if name == "territoire" else _expected(code, words[name])
                yield f"{prefix}{name} : « {quoted(code)} » est inconnu. {expected}"
            elif name == "aussi" and code not in chosen.also_offered():
                needed = f"{prefix}territoire" if code == OF_SETS else f"{prefix}de ou {prefix}a"
                yield f"{prefix}aussi : « {quoted(code)} » ne va qu'avec {needed}."
    if chosen.de and chosen.a and chosen.a < chosen.de:
        yield f"{prefix}de, {prefix}a : la période finit ({chosen.a}) avant de commencer ({chosen.de})."


def _expected(code: str, words: Mapping[str, str]) -> str:
    if len(words) <= LONGEST_LIST:
        return f"Attendu : {', '.join(f'{known} ({said})' for known, said in words.items())}."
    found = {known: words[known] for known in nearest(code, words)}
    return _nearest(found) if found else f"Attendu : un des {len(words)} codes, par exemple {next(iter(words))}."


def _nearest(found: Mapping[str, str]) -> str:
    return f"Le plus proche : {', '.join(f'{known} ({said})' for known, said in found.items())}."


def place_hint(read: Read, code: str, words: Mapping[str, str]) -> str:
    """What an unknown code of a territory may have meant; `words` are names to look it up among, by their code.

    A territory is near by its name or by another way to write its code, never by the likeness of digits.
    """
    written = _ways_to_write(code)
    whole = {form: commune for form in written if (commune := COMMUNE_OF_ARRONDISSEMENT.get(form))}
    for form, commune in whole.items():
        return f"{form} est un arrondissement municipal de {_named(read, commune)}."
    for row in read("territories_succeeding", territory_ids=written).iter_rows(named=True):
        today = f"{row['territory_id']} ({row['territory_name']})"
        return f"{row['former_territory_id']} n'existe plus : {today} lui a succédé."
    if found := dict(read("territories_named", territory_ids=written).rows()):
        return _nearest(found)
    if written:
        return f"Aucun territoire n'a ce code ; attendu : un code comme {EXAMPLE} ({words.get(EXAMPLE, 'commune')})."
    if found := {known: words[known] for known in nearest(code, words)}:
        return _nearest(found)
    return f"Attendu : un code comme {EXAMPLE} ({words.get(EXAMPLE, 'commune')})."


def _named(read: Read, territory_id: str) -> str:
    names = dict(read("territories_named", territory_ids=[territory_id]).rows())
    return f"{names.get(territory_id, territory_id)} : {territory_id}"


def _ways_to_write(code: str) -> list[str]:
    """« 63113 », « COM-63113 », « dep-2a », « com-1053 » as codes have them; none for what is no number."""
    typed = TYPED_CODE.fullmatch(code)
    if not typed:
        return [code.lower()] if code.lower().startswith(UNNUMBERED) else []
    levels = [typed[1].lower()] if typed[1] else list(LENGTHS)
    number = typed[2].upper()
    return [f"{level}-{number.zfill(LENGTHS[level][0])}" for level in levels if len(number) <= LENGTHS[level][1]]
