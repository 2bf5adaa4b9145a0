"""The sheet's persons: the bases that are printed, and what the State's money comes to for each."""

from collections.abc import Callable

import polars as pl

from dashboard import cells, charts, labels, provenance, readings
from dashboard.content import Figure, Table
from queries import comparability

CITED = ("observation_ids", "base_observation_ids", "set_aside_ids", "base_set_aside_ids")


def ratios(read: Callable[..., pl.DataFrame], code: str) -> list[Figure]:
    frame = read("sheet_ratios", territory_id=code)
    if frame.is_empty():
        return []
    grades = frame["grade"].unique().sort()
    return [
        Figure(
            key="fiche-rapports",
            title="Financement engagé par l'État, par personne",
            frame=frame,
            chart=charts.ratios(frame),
            reading=readings.ratios(frame),
            notes=[
                *(f"Degré {grade} — {comparability.GRADES[grade]}." for grade in grades),
                *provenance.divergences(read, frame, "base_observation_ids", "base_set_aside_ids"),
            ],
            table=Table(cells.RATIO_HEADERS, [cells.ratio(row) for row in frame.iter_rows(named=True)]),
            sources=provenance.sources(read, frame, *CITED),
        )
    ]


def bases(read: Callable[..., pl.DataFrame], code: str) -> list[Figure]:
    frame = read("sheet_bases", territory_id=code)
    if frame.is_empty():
        return []
    own = frame.filter(relation="equal").height
    where = (
        "sur ce territoire" if own == frame.height else f"dont {own} sur ce territoire même" if own else "autour de lui"
    )
    return [
        Figure(
            key="fiche-bases",
            title="Bases imprimées",
            frame=frame,
            reading=(
                f"{frame.height} effectif{'s' if frame.height > 1 else ''} qui peu{'vent' if frame.height > 1 else 't'} servir "
                f"de base, {where}. Un effectif compté sur un territoire plus large ne donne qu'une borne."
            ),
            table=Table(
                ["Base", "Effectif", "Où", "Quand", "Règle de choix"],
                [_base(row) for row in frame.iter_rows(named=True)],
            ),
            sources=provenance.sources(read, frame, "base_observation_ids", "base_set_aside_ids"),
        )
    ]


def _base(row: dict) -> list[str]:
    persons = labels.printed_figure(
        row["base_value"], row["base_low"], row["base_high"], "person", row["base_qualifier"]
    )
    wider = "" if row["relation"] == "equal" else " (plus large)"
    return [
        row["base_label"],
        f"{persons}, sources contradictoires" if row["base_is_contradictory"] else persons,
        f"{row['base_territory_name']}{wider}",
        labels.period(None, row["base_period_start"], row["base_period_end"]),
        comparability.RULES[row["base_rule"]],
    ]
