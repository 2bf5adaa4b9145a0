"""The map of what actions are about: a circle for a number of themes or actions, a sign for one theme; what is not told apart."""

from collections.abc import Mapping, Sequence

import polars as pl

from dashboard.drawing import france, map_labels, map_scale
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, INK, PLUM
from dashboard.drawing.charts import placed
from dashboard.words import labels

PRESENT = 15  # pixels of a territory that bears the theme
OVERSEAS = "Outre-mer : aucun contrat connu"
# What is no number: its words, form, colour and size. « Rien trouvé » is not « rien lu ».
ABSENT = {
    "announced": ("axe annoncé, sans action publiée", "diamond-open", PLUM, 12),
    "no_action": ("aucune action trouvée", "x-thin", INK, 9),
    "no_document": ("aucun document d'actions", "circle-open", "#929292", 9),
}


def coverage(frame: pl.DataFrame, told: Mapping[str, str], unit: str, hover: Sequence[str]) -> Chart:
    """A mark of each territory; `told` are the words beside it, by territory, and `hover` those under the pointer.

    `unit` is what is counted; none, and what counts is that there is some: all marks are as large.
    """
    rows = [row for row in placed(frame).iter_rows(named=True) if row["longitude"] is not None]
    frames = france.frames_of(row["region_code"] for row in rows if row["status"] == "value")
    figure = france.grounded("departement", frames=frames)
    known = [row for row in rows if row["status"] == "value"]
    largest = max((row["value"] for row in known), default=1)
    for row in rows:
        row["frames"] = frames
        row["mark"] = ABSENT[row["status"]][3] if row["status"] in ABSENT else PRESENT
    for row in known if unit else ():
        row["mark"] = 0.7 * map_scale.diameter(row["value"], largest)
    for status, (name, symbol, color, _size) in ABSENT.items():
        _drawn(figure, [row for row in rows if row["status"] == status], name, color, symbol)
    # Of one theme, who bears it by an action of its contract and who does not; of a number, its words say how many do not.
    outside = [] if unit else [row for row in known if row["without_contract_count"] == row["value"]]
    name = "surface proportionnelle au nombre" if unit else "porte le thème"
    _drawn(figure, [row for row in known if row not in outside], name, BLUE, "circle")
    _drawn(figure, outside, "porte le thème, hors contrat seulement", BLUE, "circle-open")
    others = [row for row in rows if row["status"] != "value"]
    map_labels.written(figure, known, lambda row: told[row["territory_id"]], others)
    _targets(figure, rows, hover)
    return france.measured_in(france.framed(figure, overseas=OVERSEAS), unit)


def _drawn(figure: Chart, rows: Sequence[dict], name: str, color: str, symbol: str) -> None:
    marks = [(row, x, y) for row in rows for x, y in france.marks(row)]
    if marks:
        figure.add_scatter(
            x=[x for _, x, _ in marks], y=[y for _, _, y in marks], mode="markers", hoverinfo="skip",
            name=f"{name} ({labels.number(len(rows))})",
            marker={
                "size": [row["mark"] for row, _, _ in marks], "color": color, "symbol": symbol,
                "line": {"width": 2, "color": "#ffffff" if symbol == "circle" else color},
            },
        )  # fmt: skip


def _targets(figure: Chart, rows: Sequence[dict], hover: Sequence[str]) -> None:
    """Unseen marks over each territory: they tell it under the pointer, and a click makes of one a ring."""
    marks = [(row, x, y) for row in rows for x, y in france.marks(row)]
    figure.add_scatter(
        x=[x for _, x, _ in marks], y=[y for _, _, y in marks], mode="markers", showlegend=False,
        **france.ring([row["mark"] for row, _, _ in marks]), hovertext=[hover[row["place"]] for row, _, _ in marks],
        hoverinfo="text", customdata=[row["place"] for row, _, _ in marks],
    )  # fmt: skip
