"""The map of positive exits: where the few rates that are published were reached, none of which compares with another."""

import polars as pl

from dashboard.drawing import exit_charts, exit_map
from dashboard.figures import pages
from dashboard.figures.content import Link, Ranked, Ranking
from dashboard.figures.spec import SLIDES, Answer, Ask, Column, Figure, Row
from dashboard.words import grammar, labels
from geo.territories import ATTRIBUTION

SUBJECT = "sorties"


def subject_words(subject: Row) -> str:
    return f"Taux de sortie positive publiés ; {labels.counted(subject['territories_count'], 'territoire')}"


def _reading(answer: Answer) -> str:
    frame = answer.frame
    drawn = frame.filter(pl.col("longitude").is_not_null())
    names = grammar.listed(drawn["territory_name"].unique(maintain_order=True).to_list())
    others = frame.filter(pl.col("longitude").is_null())["territory_name"].unique(maintain_order=True).to_list()
    rest = f" D'autres valent pour un ensemble, hors de la carte : {grammar.listed(others)}." if others else ""
    return f"Taux publiés pour {names} : ils ne se classent pas entre eux.{rest}"


def _rankings(answer: Answer) -> list[Ranking]:
    """By name, without a bar: a list of rates is no order of merit."""
    rows = list(answer.frame.with_row_index("number").iter_rows(named=True))
    first = {
        row["territory_id"]: row["number"] for row in reversed(rows)
    }  # the row whose mark stands for the territory
    lines = [
        Ranked(
            Link(exit_charts.exit_line(row), pages.sheet(answer.chosen, row["territory_id"])), exit_charts.exit_text(row),
            places=[first[row["territory_id"]]],
        )
        for row in rows
    ]  # fmt: skip
    return [Ranking("Taux publiés, sans ordre", lines, len(lines))]


def _when(row: Row) -> str:
    if row["horizon_months"] is None:
        return "non publié"
    return labels.horizon(row["horizon_months"], row["horizon_from"])


MAP = Figure(
    key="carte-sorties",
    title="Taux de sortie positive publiés, là où ils ont été atteints",
    ask=Ask("map_exits"),
    row=("observation_id",),
    cites=("observation_id",),
    says=exit_charts.exit_words,
    columns=(
        Column("initiative", "Initiative", exit_charts.exit_line),
        Column("rate", "Taux publié", exit_charts.exit_text, value=("rate_pct", "rate_low_pct", "rate_high_pct")),
        Column("horizon", "Horizon", _when),
        Column(
            "place",
            "Sur la carte",
            lambda row: "non : un ensemble ou la France" if row["longitude"] is None else row["territory_name"],
        ),
    ),
    chart=lambda answer: exit_map.exits(answer.frame),
    reading=_reading,
    notes=lambda _answer: [
        "Ces taux n'ont ni la même définition, ni le même horizon, ni la même base : la page Comparer, « Sorties positives », "
        "dit ce qui les sépare.",
        "Une marque est là où le document situe le résultat ; sa taille ne dit rien.",
    ],
    sources=("observation_id",),
    attribution=ATTRIBUTION,
    rankings=_rankings,
    made_as=SLIDES,
    nothing="Aucun taux de sortie positive n'est publié.",
)
