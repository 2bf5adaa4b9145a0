"""A chart as plain data in Plotly's words: what a page sends to the browser, and what pictures are drawn from.

Plotly's own classes check each property as it is set, point by point: on a page that costs more than all the rest. Here
nothing is checked at each run; `checked` does it, for pictures and for the tests, which make every chart pass it.
"""

import json
from typing import TYPE_CHECKING, Any

from dashboard.drawing.chart_style import TEMPLATE
from dashboard.drawing.ground import Ground
from dashboard.words.typography import typeset

if TYPE_CHECKING:  # loaded by whoever checks: the pages do without
    import plotly.graph_objects as go

Properties = dict[str, Any]


class Chart:
    """Traces and layout, named as Plotly names them; `ground` lies under the traces of a map.

    `kind` is what those who do not see it are told that it is.
    """

    def __init__(self, kind: str = "Points", **layout: Any) -> None:
        self.drawn_as = kind
        self.data: list[Properties] = []
        self.layout: Properties = {"template": TEMPLATE, "xaxis": {}, "yaxis": {}, "annotations": [], **layout}
        self.ground: Ground | None = None

    @property
    def kind(self) -> str:
        """« Carte », « Barres », « Grille », or what its maker says of its marks."""
        if self.ground:
            return "Carte"
        kinds = {trace["type"] for trace in self.data}
        return "Barres" if "bar" in kinds else "Grille" if "heatmap" in kinds else self.drawn_as

    def add_scatter(self, **trace: Any) -> None:
        self._add("scatter", trace)

    def add_bar(self, **trace: Any) -> None:
        self._add("bar", trace)

    def add_heatmap(self, **trace: Any) -> None:
        self._add("heatmap", trace)

    def add_annotation(self, **note: Any) -> None:
        self.layout["annotations"].append(note)

    def update_layout(self, **layout: Any) -> None:
        _merge(self.layout, layout)

    def update_xaxes(self, **axis: Any) -> None:
        _merge(self.layout["xaxis"], axis)

    def update_yaxes(self, **axis: Any) -> None:
        _merge(self.layout["yaxis"], axis)

    def spec(self) -> str:
        """The chart as JSON for the browser, which fetches the ground at its own address and keeps it."""
        images = self.ground.images() if self.ground else []
        drawn = {"data": self.data, "layout": {**self.layout, "images": images}}
        return typeset(json.dumps(drawn, ensure_ascii=False, separators=(",", ":")))

    def checked(self) -> "go.Figure":
        """The chart as a Plotly figure, the ground its first trace. ValueError for what Plotly does not know."""
        import plotly.graph_objects as go

        grounds = [{"type": "scatter", **self.ground.trace()}] if self.ground else []
        return go.Figure({"data": [*grounds, *self.data], "layout": self.layout})

    def _add(self, kind: str, trace: Properties) -> None:
        self.data.append({"type": kind, **{name: value for name, value in trace.items() if value is not None}})


def _merge(into: Properties, given: Properties) -> None:
    """What is given goes over what is there, property by property."""
    for name, value in given.items():
        if isinstance(value, dict) and isinstance(into.get(name), dict):
            into[name] = {**into[name]}
            _merge(into[name], value)
        else:
            into[name] = value
