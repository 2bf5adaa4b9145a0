"""The sheet's money: the State's by year and nature, the other payers', and what was printed for several territories."""

from collections.abc import Callable

import polars as pl

from dashboard import cells, charts, labels, provenance, readings
from dashboard.content import Figure, Table


def state(read: Callable[..., pl.DataFrame], code: str) -> list[Figure]:
    frame = read("sheet_amounts", territory_id=code, is_state=True)
    if frame.is_empty():
        return []
    return [
        Figure(
            key="fiche-montants",
            title="Contribution de l'État, par année et nature",
            frame=frame,
            chart=charts.amounts(frame),
            reading=readings.amounts(frame),
            notes=provenance.divergences(read, frame, "observation_ids", "set_aside_ids"),
            table=Table(
                [*cells.AMOUNT_HEADERS, "Pour mille habitants"],
                [
                    [*cells.amount(row), labels.euros(row["amount_per_1000_inhabitants_eur"])]
                    for row in frame.iter_rows(named=True)
                ],
            ),
            sources=provenance.sources(read, frame, "observation_ids", "set_aside_ids"),
        )
    ]


def others(read: Callable[..., pl.DataFrame], code: str) -> list[Figure]:
    frame = read("sheet_amounts", territory_id=code, is_state=False)
    if frame.is_empty():
        return []
    return [
        Figure(
            key="fiche-autres-montants",
            title="Autres montants des contrats",
            frame=frame,
            reading="D'un autre genre ou d'un autre payeur, ces montants ne s'ajoutent pas à la contribution de l'État.",
            table=Table(
                ["Ce qui est compté", *cells.AMOUNT_HEADERS],
                [[cells.counted(row), *cells.amount(row)] for row in frame.iter_rows(named=True)],
            ),
            sources=provenance.sources(read, frame, "observation_ids", "set_aside_ids"),
        )
    ]


def common(read: Callable[..., pl.DataFrame], code: str) -> list[Figure]:
    frame = read("sheet_set_figures", territory_id=code)
    if frame.is_empty():
        return []
    return [
        Figure(
            key="fiche-chiffres-communs",
            title="Chiffres communs à un ensemble de territoires",
            frame=frame,
            reading=(
                "Ces chiffres sont imprimés pour plusieurs territoires ensemble : ils ne se divisent pas entre eux et "
                "n'entrent dans aucun rapport."
            ),
            table=Table(
                cells.SET_FIGURE_HEADERS[1:], [cells.set_figure(row)[1:] for row in frame.iter_rows(named=True)]
            ),
            notes=provenance.divergences(read, frame, "observation_id"),
            sources=provenance.sources(read, frame, "observation_id"),
        )
    ]
