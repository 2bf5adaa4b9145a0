"""Accueil's map: a mark for each territory whose contract is known, on the composed map of France.

The outlines and the attribution are those of `geo/layers/NOTICE.md`.
"""

import polars as pl

from dashboard.drawing import france, map_labels
from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE, RED
from dashboard.drawing.charts import placed
from dashboard.words.territories import known_money, latest_amount
from geo.composition import Frames

HEIGHT = 640  # pixels
WIDTH, MARK, RING = 574, 13, 10  # pixels: of the map, which is half a page wide, of a mark, of one that is hollow
AROUND = 5  # pixels by which the ring around a mark that sources contradict is larger
STATES = (
    (pl.col("has_amount"), "montant annuel de l'État connu", BLUE, "circle"),
    (pl.col("has_other_amount"), "autre montant publié", "#ffffff", "circle-dot"),
    (~pl.col("has_amount") & ~pl.col("has_other_amount"), "aucun montant publié", "#ffffff", "circle"),
)


def territories(frame: pl.DataFrame) -> Chart:
    """One mark per territory with a contract: filled when a yearly amount of the State is known, dotted when another
    amount is, open when none is; a ring around those whose amounts sources contradict.
    """
    frames = france.frames_of(frame["region_code"])
    figure = france.grounded("departement", keep=2, frames=frames)
    located = _located(placed(frame))
    for known, name, color, symbol in STATES:
        rows = located.filter(known)
        marks = [(row, x, y) for row in _named(rows, frames) for x, y in france.marks(row)]
        figure.add_scatter(
            x=[x for _, x, _ in marks],
            y=[y for _, _, y in marks],
            mode="markers",
            name=f"{name} ({rows.height})",
            marker={
                "size": MARK if color == BLUE else RING,
                "color": color,
                "symbol": symbol,
                "line": {"width": 2, "color": BLUE},
            },
            hovertext=[_hover(row) for row, _, _ in marks],
            customdata=[row["place"] for row, _, _ in marks],
            hoverinfo="text",
        )
    disputed = located.filter("money_is_disputed")
    if disputed.height:
        name = f"sources contradictoires ({disputed.height})"
        france.around(figure, _named(disputed, frames), name, "circle-open", RED, AROUND)
    figure = france.framed(figure, height=HEIGHT, overseas="Outre-mer : aucun contrat connu")
    told, untold = (_named(located.filter(pl.col("has_amount") == known), frames) for known in (True, False))
    map_labels.written(figure, told, lambda row: latest_amount(row).split(",")[0], untold, WIDTH, is_all=True)
    return figure


def _named(frame: pl.DataFrame, frames: Frames) -> list[dict]:
    told = {"mark": MARK, "frames": frames}
    return [{**row, "territory_name": row["name"], **told} for row in frame.iter_rows(named=True)]


def not_drawn(frame: pl.DataFrame) -> list[str]:
    """A sentence that names the territories without a place of their own; nothing when the map shows all."""
    names = frame.join(_located(frame), on="territory_id", how="anti")["name"].to_list()
    return [f"Sans place sur la carte ({len(names)}) : {', '.join(names)}."] if names else []


def _located(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter(pl.col("longitude").is_not_null() & pl.col("latitude").is_not_null())


def _hover(row: dict) -> str:
    return f"<b>{row['name']}</b><br>{row['programmes']}<br>{known_money(row)}"
