"""The sheet's actions: themes by stage."""

from collections.abc import Callable

import polars as pl

from dashboard import coverage_chart, labels, readings
from dashboard.figures import provenance
from dashboard.figures.content import Content, Table

LETTERS = "i : thème imprimé ; a : d'après l'axe du document ; é : choisi par l'Atlas. « · » : aucune action trouvée."


def themes(read: Callable[..., pl.DataFrame], code: str) -> list[Content]:
    grid = read("sheet_themes", territory_id=code)
    if grid.is_empty():
        return []
    drawn = grid.with_columns(territory_name=pl.col("stage").replace_strict(labels.STAGES))
    frame = grid.filter(pl.col("actions_count") > 0)
    return [
        Content(
            key="fiche-themes",
            title="Actions par thème et par stade",
            frame=frame,
            chart=coverage_chart.coverage(drawn, "actions_count", labels.number),
            reading=readings.themes(frame),
            notes=[LETTERS],
            table=Table(
                ["Thème", "Stade", "Actions", "Coût prévu (thème principal)"],
                [_theme(row) for row in frame.iter_rows(named=True)],
            ),
            sources=provenance.sources(read, frame, "planned_cost_observation_ids"),
        )
    ]


def _theme(row: dict) -> list[str]:
    return [
        row["theme_label"],
        labels.STAGES[row["stage"]],
        labels.number(row["actions_count"]),
        labels.euros(row["planned_cost_eur"]),
    ]
