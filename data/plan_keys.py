"""The keys of a plan (`plans.py`), the kind of value of each, and what of a plan is of its kind."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from data.nearest import suggestion

Misshapen = tuple[str, object, str]  # where, what was found, what was expected


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_cell(value: object) -> bool:
    return isinstance(value, str | int | float | date)


def _by_key(inner: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, dict) and all(map(inner, value.values()))


class Kind:
    """What a value may be, and how that is said."""

    def __init__(self, holds: Callable[[object], bool], words: str) -> None:
        self.holds, self.words = holds, words


TEXT = Kind(_is_text, "un texte entre guillemets")
NUMBER = Kind(_is_number, "un nombre, sans guillemets")
WHOLE = Kind(_is_whole, "un nombre entier, sans guillemets")
FLAG = Kind(_is_flag, "true ou false")
TEXTS = Kind(_are_texts, "une liste de textes entre crochets")
CELL = Kind(_is_cell, "un texte, un nombre, une date, true ou false")
TEXT_BY_KEY = Kind(_by_key(_is_text), "une section de textes")
TEXTS_BY_KEY = Kind(_by_key(_are_texts), "une section de listes de textes")
WORDS_BY_KEY = Kind(_by_key(_by_key(_is_text)), "une section de textes par colonne")
Keys = Mapping[str, Kind]

# Of one section, and of each of several that bear the same name.
ONE: Mapping[str, Keys | None] = {
    "document": None,
    "defaults": None,
    "table": {
        "delimiter": TEXT,
        "decimal": TEXT,
        "filter": TEXT,
        "ignored": TEXTS,
        "kept": TEXTS_BY_KEY,
        "words": WORDS_BY_KEY,
        "missing": TEXT_BY_KEY,
        "missing_note": TEXT,
    },
    "territory": {
        "column": TEXT,
        "level": TEXT,
        "codes": TEXT_BY_KEY,
        "filter": TEXT,
        "territory_id": TEXT,
        "whole": TEXT,
    },
}
FIGURE: Keys = {
    "column": TEXT,
    "columns": TEXTS,
    "filter": TEXT,
    "missing": TEXT_BY_KEY,
    "missing_note": TEXT,
    "total": NUMBER,
    "only_whole": FLAG,
    "decimals": WHOLE,
}
SEVERAL: Mapping[str, Keys | None] = {
    "figures": FIGURE,
    "sums": {"whole": TEXT, "parts": TEXTS},
    "classes": {"column": TEXT, "characteristic_id": TEXT, "as_of": TEXT, "filter": TEXT, "labels": TEXT_BY_KEY},
    "absent": None,
    "exceptions": {"column": TEXT, "cell": TEXT},
}
MAY_HAVE_CELLS = ("figures", "exceptions")  # besides their own keys, columns of observations
# The columns of observations that a plan says by itself.
CELLS = (
    *(
        "measure_id",
        "breakdown",
        "nature",
        "scope",
        "is_conditional",
        "period_start",
        "period_end",
        "time_basis",
        "span",
    ),
    *("period_basis", "obs_status", "unit", "base_status", "confidence", "note"),
)
# Why a value is not there, and the status of a figure without it.
STATUSES = {
    "not_applicable": "M",
    "not_measured": "L",
    "not_transmitted": "O",
    "unknown_to_source": "O",
    "left_blank": "O",
    "unreadable": "O",
    "cut": "O",
    "suppressed": "Q",
}


def shaped(content: dict) -> tuple[dict, list[Misshapen]]:
    """What of a plan is of its kind, and each key that is unknown or holds something else."""
    sound: dict = {}
    wrong: list[Misshapen] = []
    for name, value in content.items():
        if name in ONE and isinstance(value, dict):
            sound[name] = _kept(f"{name}.", value, ONE[name], False, wrong)
        elif name in SEVERAL and isinstance(value, list):
            parts = [(f"{name}.{number}", part) for number, part in enumerate(value)]
            wrong += [(place, part, f"une section [[{name}]]") for place, part in parts if not isinstance(part, dict)]
            sound[name] = [
                _kept(f"{place}.", part, SEVERAL[name], name in MAY_HAVE_CELLS, wrong) if isinstance(part, dict) else {}
                for place, part in parts
            ]
        else:
            wrong += _misplaced(name, value)
    return sound, wrong


def _misplaced(name: str, value: object) -> Iterator[Misshapen]:
    sections = dict.fromkeys((*ONE, *SEVERAL), "")
    if name in sections:
        yield name, value, f"une section [{name}]" if name in ONE else f"des sections [[{name}]]"
    else:
        yield name, name, f"une clé parmi {', '.join(sections)}{suggestion(name, sections)}"


def _kept(place: str, part: dict, keys: Keys | None, has_cells: bool, wrong: list[Misshapen]) -> dict:
    """The keys of a section that are known and of their kind; of one that has none of its own, all that are cells."""
    kept = {}
    for key, value in part.items():
        if keys is None or (has_cells and key not in keys):
            kind = CELL
        elif key in keys:
            kind = keys[key]
        else:
            wrong.append(
                (place + key, key, f"une clé parmi {', '.join(keys)}{suggestion(key, dict.fromkeys(keys, ''))}")
            )
            continue
        if kind.holds(value):
            kept[key] = value
        else:
            wrong.append((place + key, value, kind.words))
    return kept
