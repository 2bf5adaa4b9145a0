"""The territories most like one, by declared characteristics, with how much the weights decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.figures.spec import Answer, Ask, Column, Figure, Read
from dashboard.words import grammar, labels
from queries import peers

ASK = Ask("peer_characteristics", also=("repere", "poids"))
NAMES = list(peers.CHARACTERISTICS)
NOTES = (
    "Distance de Gower : la moyenne pondérée des différences, chacune entre 0 et 1. Une caractéristique qui manque à l'un des "
    "deux territoires n'entre pas dans leur distance ; rien n'est estimé à sa place.",
    "Stabilité : chaque poids est à son tour augmenté puis diminué de 20 %.",
)


@dataclass(frozen=True)
class Group:
    """A territory and its nearest neighbours; `frame` answers `peers.nearest`."""

    name: str
    territory_id: str
    frame: pl.DataFrame

    @property
    def territory_ids(self) -> tuple[str, ...]:
        return (self.territory_id, *self.frame["territory_id"])


def group(known: pl.DataFrame, territory_id: str, weights: Sequence[int]) -> Group | None:
    """None for a territory without a contract, without weights, or without neighbours.

    `known` answers `reads/peer_characteristics.sql`.
    """
    names = dict(zip(known["territory_id"], known["territory_name"], strict=True))
    if territory_id not in names or not any(weights):
        return None
    found = peers.nearest(known, territory_id, dict(zip(NAMES, weights, strict=True)))
    return Group(names[territory_id], territory_id, found) if found.height else None


def chosen_group(read: Read, chosen: Selection) -> Group | None:
    """The neighbours of the territory of reference under the chosen weights."""
    return group(read(ASK.question), chosen.repere, weights_of(chosen.poids))


def weights_of(code: str) -> list[int]:
    """The weights that a code says, a digit each, or equal ones when it says none."""
    valid = re.fullmatch(rf"[0-3]{{{len(NAMES)}}}", code)
    return [int(digit) for digit in code] if valid else [1] * len(NAMES)


def _nearest(answer: Answer) -> pl.DataFrame:
    found = group(answer.frame, answer.chosen.repere, weights_of(answer.chosen.poids))
    return found.frame if found else pl.DataFrame()


def _name(answer: Answer) -> str:
    known = answer.read(ASK.question)
    return known.row(by_predicate=pl.col("territory_id") == answer.chosen.repere, named=True)["territory_name"]


def reading(frame: pl.DataFrame, name: str) -> str:
    """Which neighbours do not depend on the weights, and what is missing."""
    firm = frame.filter(pl.col("kept_count") == pl.col("trials_count"))["territory_name"].to_list()
    loose = frame.filter(pl.col("kept_count") < pl.col("trials_count"))["territory_name"].to_list()
    clauses = [f"Voisins de {name} quels que soient les poids essayés : {grammar.listed(firm)}." if firm else ""]
    clauses += [f"Dépendent des poids : {grammar.listed(loose)}." if loose else ""]
    clauses += [
        "Des caractéristiques manquent : la distance n'en tient pas compte." if frame["missing_count"].sum() else ""
    ]
    return " ".join(clause for clause in clauses if clause)


PEERS = Figure(
    key="pairs",
    title=lambda answer: f"Les plus semblables à {_name(answer)}",
    ask=ASK,
    rows=_nearest,
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("distance", "Distance (0 semblable, 1 différent)", lambda row: labels.number(row["distance"], 3)),
        Column(
            "stability",
            "Stabilité",
            lambda row: f"reste voisin dans {row['kept_count']} essais sur {row['trials_count']}",
        ),
        Column("missing", "Caractéristiques manquantes", lambda row: row["missing"] or "aucune"),
    ),
    reading=lambda answer: reading(answer.frame, _name(answer)),
    notes=lambda _answer: NOTES,
)
