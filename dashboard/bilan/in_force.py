"""The bilans that an installation accepted: those in force, told to who may read them, and every act on them."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboard.bilan.dry_run import table_lines, texts_of
from dashboard.words import bilan_words
from queries.acts import Act, in_force
from queries.rights import HOLDER, Person, Right, may
from queries.writings.opening import opened
from queries.writings.store import Writings


def listed(home: Path) -> Iterator[str]:
    """The bilans in force, then every act in its order. Raises WritingsUnavailable."""
    with opened(home) as writings:
        yield from _listed(writings, writings.acts())


def _listed(writings: Writings, acts: Sequence[Act]) -> Iterator[str]:
    current = in_force(acts)
    yield f"Bilans en vigueur : {len(current) or 'aucun'}."
    for act in acts:
        day = f"{act.moment.astimezone():%d/%m/%Y à %H:%M}"
        if act.reason:
            yield f"  acte n° {act.number}, le {day} : {act.bilan_id} révoqué ({act.reason})"
        else:
            place = "en vigueur" if act in current else "n'est plus en vigueur"
            yield f"  acte n° {act.number}, le {day} : {act.bilan_id} accepté, {_state(document_of(writings, act))} ; {place}"


@dataclass(frozen=True)
class InForce:
    """A bilan in force, in words: « Bilan du contrat (Metz), du 01/01/2023 au 31/12/2023 », « validé, publié ; … »."""

    bilan_id: str
    title: str
    told: str


def in_force_told(home: Path, person: Person = HOLDER) -> Iterator[InForce]:
    """Those of a home that somebody may read, in the order of their acts. Raises WritingsUnavailable."""
    with opened(home) as writings:
        for act in in_force(writings.acts()):
            document = document_of(writings, act)
            if is_public(document) or may(person, Right.READ_UNPUBLISHED, _territory(document)):
                title = str(tomllib.loads(document["document.toml"])["title"])
                moment = f"{act.moment.astimezone():%d/%m/%Y à %H:%M}"
                yield InForce(act.bilan_id, title, f"{_state(document)} ; acte n° {act.number}, le {moment}")


def document_of(writings: Writings, act: Act) -> dict[str, str]:
    """The document of an act, by its files."""
    return texts_of(writings.files(act.number))


def _state(document: Mapping[str, str]) -> str:
    """« validé, publié »."""
    row = _row(document)
    published = "publié" if row["is_published"] == "true" else "non publié"
    return f"{bilan_words.STATUSES[row['status']]}, {published}"


def is_public(document: Mapping[str, str]) -> bool:
    """Whether everybody may read it."""
    row = _row(document)
    return (row["status"], row["is_published"]) == ("validated", "true")


def _territory(document: Mapping[str, str]) -> str:
    """NOTE: a contract is named by its programme, its territory and its year: a rule of its card."""
    return _row(document)["contract_id"].partition("-")[2].rpartition("-")[0]


def _row(document: Mapping[str, str]) -> Mapping[str, str]:
    return next(row for _line, row in table_lines(document["bilans.csv"]))
