"""The territories most like one, by declared characteristics, with how much the weights decide."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from dashboard.choices.fields import Selection
from dashboard.figures.spec import Answer, Ask, Column, Figure, Read, Row
from dashboard.words import grammar, labels
from queries import comparability, peers

ASK = Ask("peer_characteristics", also=("repere", "poids"))
NAMES = list(peers.CHARACTERISTICS)
# Those that matter; what kind of contract a territory has says nothing of what it is like. One digit each, 0 to 3.
PROPOSED = "100011111"
SHORT = {
    "population": "Population",
    "level": "Niveau",
    "programme": "Programme",
    "target_public": "Public",
    "need": "BPI signataires pour 100\u202f000 habitants (département)",
    "area_place": "Aire d'attraction",
    "unemployment": "Chômage (département)",
    "immigrants": "Immigrés (département)",
    "social_housing": "Logements sociaux pour 1\u202f000 habitants",
}
OF_DISTANCE = {
    "population": "population", "level": "niveau", "programme": "programme", "target_public": "public",
    "need": "BPI signataires", "area_place": "aire d'attraction", "unemployment": "chômage", "immigrants": "immigrés",
    "social_housing": "logements sociaux",
}  # fmt: skip
PLACES = {"pole": "pôle", "ring": "couronne", "outside": "hors attraction"}
NOTES = (
    "La distance (de Gower) dit combien deux territoires diffèrent, de 0 (semblables) à 1 (opposés) : c'est la moyenne pondérée "
    "des différences de chaque caractéristique. Une caractéristique qui manque à l'un des deux n'entre pas dans leur "
    "distance ; rien n'est estimé à sa place.",
    "Stabilité : chaque poids qui compte (de 1 à 3) est à son tour augmenté puis diminué de 20 %, soit deux essais par poids.",
    "La population se compare sur une échelle logarithmique. Ce qui n'est connu que du département (BPI signataires, chômage, "
    "immigrés) est celui de tous ses territoires. Qui n'a pas toutes les caractéristiques du territoire choisi vient après.",
    "Ce qui fait la distance : la part de chaque caractéristique, la plus grande d'abord. Les régions n'y sont pas : leur "
    "population écraserait l'échelle.",
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
    """The weights that a code says, a digit each, or those proposed when it says none.

    A code of before had five digits, for the characteristics that there were: those that came since weigh nothing in it.
    """
    valid = re.fullmatch(rf"[0-3]{{{len(NAMES)}}}|[0-3]{{5}}", code)
    return [int(digit) for digit in (code if valid else PROPOSED).ljust(len(NAMES), "0")]


def _nearest(answer: Answer) -> pl.DataFrame:
    """The territory of reference, then its neighbours, each with its characteristics; nothing without neighbours."""
    found = group(answer.frame, answer.chosen.repere, weights_of(answer.chosen.poids))
    if found is None:
        return pl.DataFrame()
    itself = pl.DataFrame({"territory_id": [found.territory_id], "territory_name": [found.name]})
    return pl.concat([itself, found.frame], how="diagonal").join(
        answer.frame.drop("territory_name"), on="territory_id", how="left", maintain_order="left"
    )


def _name(answer: Answer) -> str:
    known = answer.read(ASK.question)
    return known.row(by_predicate=pl.col("territory_id") == answer.chosen.repere, named=True)["territory_name"]


def reading(frame: pl.DataFrame, name: str) -> str:
    """Which neighbours do not depend on the weights, and what is missing."""
    firm = frame.filter(pl.col("kept_count") == pl.col("trials_count"))["territory_name"].to_list()
    loose = frame.filter(pl.col("kept_count") < pl.col("trials_count"))["territory_name"].to_list()
    shaken = ", qu'un poids augmente ou diminue de 20\u00a0%" if frame["trials_count"].sum() else ""
    clauses = [f"Semblables à {name}{shaken} : {grammar.listed(firm)}." if firm else ""]
    clauses += [f"Dépendent des poids : {grammar.listed(loose)}." if loose else ""]
    clauses += [
        "Des caractéristiques manquent : la distance n'en tient pas compte." if frame["missing_count"].sum() else ""
    ]
    return " ".join(clause for clause in clauses if clause)


def _characteristic(name: str, row: Row) -> str:
    value = row[name]
    if value is None:
        return labels.ABSENT
    if name in ("unemployment", "immigrants"):
        return labels.quantity(round(value, 1), "pct")
    if name in peers.NUMBERS:
        return labels.number(value, 1 if name == "need" else 0)
    return {**labels.LEVELS, **labels.PROGRAMMES, **comparability.PUBLICS, **PLACES}[value]


def _parts(row: Row) -> str:
    """« immigrés 45 %, chômage 32 % »: what each characteristic is of the distance, the largest first, none that rounds to 0."""
    parts = {name: round(row[f"{name}_part_pct"] or 0) for name in NAMES}
    largest = sorted((name for name in NAMES if parts[name]), key=parts.__getitem__, reverse=True)
    return ", ".join(f"{OF_DISTANCE[name]} {labels.quantity(parts[name], 'pct')}" for name in largest) or labels.ABSENT


def _is_weighted(name: str, answer: Answer) -> bool:
    return weights_of(answer.chosen.poids)[NAMES.index(name)] > 0


def _lacks_some(answer: Answer) -> bool:
    return bool(answer.frame.height and answer.frame["missing_count"].sum())


def _distance(row: Row) -> str:
    return "territoire choisi" if row["distance"] is None else labels.number(row["distance"], 3)


def _stability(row: Row) -> str:
    if row["kept_count"] is None:
        return labels.ABSENT
    if not row["trials_count"]:
        return "sans objet : un seul poids compte"
    return f"{row['kept_count']} essais sur {row['trials_count']}"


def _notes(answer: Answer) -> list[str]:
    known = answer.read(ASK.question)
    left_out = [
        f"{peers.CHARACTERISTICS[name]} ({count} territoires sur {known.height})"
        for name, count in peers.refused(known).items()
        if _is_weighted(name, answer)
    ]
    return [*NOTES, *([f"Écartées, connues de moins de la moitié : {grammar.listed(left_out)}."] if left_out else [])]


PEERS = Figure(
    key="pairs",
    title=lambda answer: f"Les plus semblables à {_name(answer)}",
    ask=ASK,
    rows=_nearest,
    columns=(
        Column("territory", "Territoire", lambda row: row["territory_name"]),
        Column("distance", "Distance (0 semblable, 1 différent)", _distance, value="distance"),
        *(
            Column(
                name,
                words,
                partial(_characteristic, name),
                is_shown=partial(_is_weighted, name),
                value=name if name in peers.NUMBERS else "",
            )
            for name, words in SHORT.items()
        ),
        Column("parts", "Ce qui fait la distance", _parts),
        Column("stability", "Reste semblable dans", _stability, value="kept_count"),
        Column("missing", "Manque", lambda row: row["missing"] or "aucune", is_shown=_lacks_some),
    ),
    reading=lambda answer: reading(answer.frame.filter(pl.col("distance").is_not_null()), _name(answer)),
    notes=_notes,
    sources=("observation_ids",),
)
