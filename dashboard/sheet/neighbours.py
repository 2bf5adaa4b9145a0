"""The territories most like one, as a figure: by declared characteristics, with how much the weights decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dashboard import labels, readings
from dashboard.content import Figure, Table
from queries import peers

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


def figure(neighbours: Group) -> Figure:
    return Figure(
        key="pairs",
        title=f"Les plus semblables à {neighbours.name}",
        frame=neighbours.frame,
        reading=readings.peers(neighbours.frame, neighbours.name),
        notes=NOTES,
        table=Table(
            ["Territoire", "Distance (0 semblable, 1 différent)", "Stabilité", "Caractéristiques manquantes"],
            [_cells(row) for row in neighbours.frame.iter_rows(named=True)],
        ),
    )


def _cells(row: dict) -> list[str]:
    return [
        row["territory_name"],
        labels.number(row["distance"], 3),
        f"reste voisin dans {row['kept_count']} essais sur {row['trials_count']}",
        row["missing"] or "aucune",
    ]


def weights_of(code: str) -> list[int]:
    """The weights that a code says, a digit each, or equal ones when it says none."""
    valid = re.fullmatch(rf"[0-3]{{{len(NAMES)}}}", code)
    return [int(digit) for digit in code] if valid else [1] * len(NAMES)
