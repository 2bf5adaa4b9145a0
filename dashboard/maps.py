"""Maps: points of the territories over outlines that the browser fetches by address, never inside the figure.

The outlines and the attribution are those of `geo/layers/NOTICE.md`.
"""

import plotly.graph_objects as go
import polars as pl

from dashboard import cells
from dashboard.chart_style import BLUE, FONT, MID_BLUE, TEMPLATE
from dashboard.charts import placed

OUTLINE_ADDRESS = "/geo/departements.geojson"
METROPOLE = {"lat": 46.6, "lon": 2.4}


def territories(frame: pl.DataFrame, departement_codes: list[str]) -> go.Figure:
    """One mark per territory with a contract: filled when the State's amount is known, open when it is not."""
    figure = go.Figure(
        go.Choroplethmap(
            geojson=OUTLINE_ADDRESS,
            locations=departement_codes,
            z=[0] * len(departement_codes),
            colorscale=[[0, "#f6f6f6"], [1, "#f6f6f6"]],
            marker={"line": {"color": "#929292", "width": 0.8}, "opacity": 1},
            showscale=False,
            hoverinfo="skip",
        )
    )
    for has_amount, name, color in ((True, "montant de l'État connu", BLUE), (False, "montant inconnu", "#ffffff")):
        rows = placed(frame).filter(pl.col("has_amount") == has_amount)
        texts = [_hover(row) for row in rows.iter_rows(named=True)]
        figure.add_scattermap(  # a ring under each mark: form tells what colour tells
            lat=rows["latitude"].to_list(), lon=rows["longitude"].to_list(), mode="markers",
            marker={"size": 17, "color": BLUE if not has_amount else MID_BLUE}, hoverinfo="skip", showlegend=False,
        )  # fmt: skip
        figure.add_scattermap(
            lat=rows["latitude"].to_list(),
            lon=rows["longitude"].to_list(),
            mode="markers",
            name=name,
            marker={"size": 12, "color": color},
            hovertext=texts,
            customdata=rows["place"].to_list(),
            hoverinfo="text",
            showlegend=False,
        )
    figure.update_layout(
        template=TEMPLATE,
        height=430,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        map={"style": "white-bg", "center": METROPOLE, "zoom": 4.05},
        font={"family": FONT},
    )
    return figure


def not_drawn(frame: pl.DataFrame) -> list[str]:
    """A sentence that names the territories that the metropolitan map cannot show; nothing when it shows all."""
    on_map = pl.col("latitude").is_between(41, 51.5) & pl.col("longitude").is_between(-5.5, 10)
    names = frame.filter(~on_map.fill_null(False))["name"].to_list()
    return [f"Territoires non cartographiés ({len(names)}) : {', '.join(names)}."] if names else []


def _hover(row: dict) -> str:
    amount = (
        f"État, {row['latest_committed_year']} : {cells.latest_amount(row)}"
        if row["has_amount"]
        else "montant de l'État inconnu"
    )
    return f"<b>{row['name']}</b><br>{row['programmes']}<br>{amount}"
