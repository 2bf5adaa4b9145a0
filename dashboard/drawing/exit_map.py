"""Where rates of positive exit were printed: a mark for each place, its rates beside it, and never a size or a shade.

These rates have neither one definition nor one base: nothing that is drawn may rank them.
"""

import polars as pl

from dashboard.drawing import france, map_labels
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, RED
from dashboard.drawing.charts import placed
from dashboard.drawing.exit_charts import exit_text, exit_words

MARK = 15  # pixels
HEIGHT = 450  # pixels: there is little to see, and the list beside it is short
UNIT = "% de sorties positives"
OVERSEAS = "Outre-mer : aucun taux publié"
KINDS = ((False, "taux publié", BLUE, "circle"), (True, "dont un taux impossible sur sa cohorte", RED, "x"))


def exits(frame: pl.DataFrame) -> Chart:
    """One mark for each territory that has a place."""
    found: dict[str, list[dict]] = {}
    for row in placed(frame).filter(pl.col("longitude").is_not_null()).iter_rows(named=True):
        found.setdefault(row["territory_id"], []).append({**row, "mark": MARK})
    every = [rows[0] for rows in found.values()]
    frames = france.frames_of(row["region_code"] for row in every)
    figure = france.grounded("departement", frames=frames)
    for row in every:
        row["frames"] = frames
    for is_impossible, name, color, symbol in KINDS:
        own = [row for row in every if _is_impossible(found[row["territory_id"]]) == is_impossible]
        marks = [at for row in own for at in france.marks(row)]
        if marks:
            figure.add_scatter(
                x=[x for x, _ in marks], y=[y for _, y in marks], mode="markers", hoverinfo="skip",
                name=f"{name} ({len(own)})", marker={"size": MARK, "color": color, "symbol": symbol},
            )  # fmt: skip
    map_labels.written(figure, every, lambda row: ", ".join(map(exit_text, found[row["territory_id"]])))
    _targets(figure, every, found)
    return france.measured_in(france.framed(figure, HEIGHT, OVERSEAS), UNIT)


def _is_impossible(rows: list[dict]) -> bool:
    return any(row["is_possible_on_cohort"] is False for row in rows)


def _targets(figure: Chart, every: list[dict], found: dict[str, list[dict]]) -> None:
    marks = [(row, x, y) for row in every for x, y in france.marks(row)]
    told = {code: "<br>".join(map(exit_words, rows)) for code, rows in found.items()}
    figure.add_scatter(
        x=[x for _, x, _ in marks], y=[y for _, _, y in marks], mode="markers", showlegend=False,
        **france.ring([row["mark"] for row, _, _ in marks]), hovertext=[told[row["territory_id"]] for row, _, _ in marks],
        hoverinfo="text", customdata=[row["place"] for row, _, _ in marks],
    )  # fmt: skip
