"""What is asked of an action: what its fiche promises, what the official repertoire asks, what the Atlas adds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from dashboard.bilan.asked import Action, Asked, Kind
from dashboard.words import labels

PUBLIC_SECTION, ACTORS_SECTION, MONEY_SECTION = "1.1", "1.2", "2"
POSITIVE_EXITS = "3.2-sorties-positives"
LASTING_EXITS = "3.2-sorties-positives-a-6-mois"
ACTORS = "actors"
DECIMAL_UNITS = {"hour", "day", "week", "month", "year", "fte", "pct", "points"}
# The official repertoire counts those who left well, not those who left: without these no rate can be worked out.
PATH_EXITS = Asked(
    "Sorties du parcours",
    "Nombre de bénéficiaires sortis du parcours pendant la période, quelle que soit l'issue.",
    "person", "atlas-sorties", None, "path_exits", None, 0, "exit", is_addition=True,
)  # fmt: skip
UNKNOWN_OUTCOMES = Asked(
    "Dont issue inconnue",
    "Partie des sorties du parcours dont on ne sait pas si elles sont positives.",
    "person", "atlas-issue-inconnue", None, "path_exits", "outcome=unknown", 0, "exit",
    is_addition=True, parent_item_id="atlas-sorties",
)  # fmt: skip


@dataclass(frozen=True)
class Promise:
    """An indicator that a fiche promises; `reads/bilan_promises.sql`."""

    position: int
    label: str
    answer: str
    measure_id: str | None
    breakdown: str | None
    horizon_months: int | None
    horizon_from: str | None
    item_id: str | None
    definition: str | None
    unit: str | None

    def asked(self) -> Asked:
        return Asked(
            self.label, self.definition or "", self.unit or "", self.item_id, self.position, self.measure_id, self.breakdown,
            self.horizon_months, self.horizon_from,
        )  # fmt: skip


@dataclass(frozen=True)
class Item:
    """An item of the official repertoire: what it asks, of which section and theme, and what its answer is made of."""

    asked: Asked
    section: str
    theme_id: str | None
    answer: str
    choices: tuple[str, ...]
    asks_target: bool


def repertoire_items(repertoire: pl.DataFrame, measures: pl.DataFrame) -> dict[str, Item]:
    """The items that ask something, by their code, in their order."""
    units = dict(measures.select("measure_id", "unit").iter_rows())
    return {
        row["item_id"]: Item(
            Asked(
                row["label"], row["definition"] or "", units.get(row["measure_id"], ""), row["item_id"], None,
                row["measure_id"], row["breakdown"], row["horizon_months"], row["horizon_from"],
                bool(row["is_mandatory"]), False, row["parent_item_id"],
            ),
            row["section"],
            row["theme_id"],
            row["answer"],
            tuple(one.strip() for one in (row["choices"] or "").split(" ; ") if one.strip()),
            bool(row["asks_target"]),
        )
        for row in repertoire.iter_rows(named=True)
        if row["answer"] != "none"
    }  # fmt: skip


def in_section(
    section: str, action: Action, items: Mapping[str, Item], promises: Sequence[Promise]
) -> dict[str, Asked]:
    """What is asked of an action in one of the sections of the repertoire that every action answers, by item.

    People are asked of actions for the public, actors of actions for actors; either of any whose fiche promises it.
    """
    promised = {promise.item_id: promise for promise in reversed(promises) if promise.item_id}
    own = {code: item for code, item in items.items() if item.section == section}
    is_concerned = _is_concerned(section, action) or any(code in promised for code in own)
    return {
        code: replace(
            item.asked,
            position=promised[code].position if code in promised else None,
            is_mandatory=is_concerned and item.asked.is_mandatory,
        )
        for code, item in own.items()
        if is_concerned or not action.is_known
    }


def _is_concerned(section: str, action: Action) -> bool:
    if section == MONEY_SECTION:
        return True
    return action.is_known and (action.audience == ACTORS) == (section == ACTORS_SECTION)


@dataclass(frozen=True)
class Wanted:
    """A row of the sheet of indicators: its code in the action, what it asks, and of what its answer is made."""

    code: str
    asked: Asked
    kind: Kind
    choices: tuple[str, ...] = ()


def of_themes(action: Action, items: Mapping[str, Item], promises: Sequence[Promise]) -> list[Wanted]:
    """What is asked of an action besides the sections that all answer: its own promises, in their order, then what the
    repertoire asks on the theme it bears first (on every theme when nobody knows it), each once, its parts after it.
    """
    placed = {PUBLIC_SECTION, ACTORS_SECTION, MONEY_SECTION}
    wanted: dict[str, Wanted] = {}
    for promise in promises:
        item = items.get(promise.item_id or "")
        code = promise.item_id if item and promise.item_id not in wanted else f"promis-{promise.position}"
        if item and item.section in placed and _first_of(promise, promises):
            continue
        wanted[code or ""] = _wanted(code or "", promise.asked(), item, promise.answer)
    for code, item in items.items():
        is_part = item.asked.parent_item_id in wanted
        is_of_theme = not action.is_known or item.theme_id in action.theme_ids[:1]
        if item.section not in placed and code not in wanted and (is_part or is_of_theme):
            wanted[code] = _wanted(code, item.asked, item, item.answer)
    return [one for whole in wanted.values() if not _whole(whole, wanted) for one in _with_parts(whole, wanted)]


def exits_of_contract(items: Mapping[str, Item]) -> list[Wanted]:
    """Those who left, over all actions: no sum of theirs gives it, and rates of whole contracts alone are compared."""
    asked = [items[code].asked for code in (POSITIVE_EXITS, LASTING_EXITS) if code in items]
    added = [replace(one, is_mandatory=False, is_addition=True) for one in asked]
    return [Wanted(one.item_id or "", one, Kind.COUNT) for one in (PATH_EXITS, UNKNOWN_OUTCOMES, *added)]


def _first_of(promise: Promise, promises: Sequence[Promise]) -> bool:
    """Whether no promise before this one is of the same item."""
    return next(one for one in promises if one.item_id == promise.item_id) is promise


def _wanted(code: str, asked: Asked, item: Item | None, answer: str) -> Wanted:
    if answer == "choices" and item:
        return Wanted(code, asked, Kind.CHOICES, item.choices)
    return Wanted(code, asked, Kind.TEXT if answer == "text" else kind_of(asked))


def kind_of(asked: Asked) -> Kind:
    """What the answer to a number is made of: euros, whole things, or a number that may have decimals."""
    if asked.unit == "eur":
        return Kind.MONEY
    return Kind.COUNT if asked.unit and asked.unit not in DECIMAL_UNITS else Kind.NUMBER


def unit_words(asked: Asked) -> str:
    """« personnes »; nothing where the unit says nothing."""
    return labels.UNITS.get(asked.unit, "")


def _whole(part: Wanted, wanted: Mapping[str, Wanted]) -> Wanted | None:
    return wanted.get(part.asked.parent_item_id or "")


def _with_parts(whole: Wanted, wanted: Mapping[str, Wanted]) -> list[Wanted]:
    """A row, then its parts; those who left, before those who left well."""
    parts = [one for part in wanted.values() if _whole(part, wanted) is whole for one in _with_parts(part, wanted)]
    if whole.code != POSITIVE_EXITS:
        return [whole, *parts]
    added = [Wanted(one.item_id or "", one, Kind.COUNT) for one in (PATH_EXITS, UNKNOWN_OUTCOMES)]
    return [*added, whole, *parts]
