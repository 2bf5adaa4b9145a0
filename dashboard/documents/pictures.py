"""Charts of the app as pictures, PNG or SVG, without a browser: the same Plotly figure, drawn by matplotlib."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

import plotly.graph_objects as go

from dashboard.documents.scales import NotDrawable

__all__ = ["Drawn", "NotDrawable", "drawing", "drawn", "picture"]

LOCK = Lock()  # the settings and fonts of matplotlib are shared by all threads


@dataclass(frozen=True)
class Drawn:
    """A picture's file and the size at which it is meant to be seen."""

    content: bytes
    width_cm: float
    height_cm: float


def picture(chart: go.Figure, form: str, title: str = "", credits: Sequence[str] = (), width_cm: float = 24) -> bytes:
    """The file of a chart that stands by itself, on a slide: its title above, the lines of its sources below."""
    return drawn(chart, form, width_cm, title, credits).content


def drawn(chart: go.Figure, form: str, width_cm: float = 16, title: str = "", credits: Sequence[str] = ()) -> Drawn:
    """The chart as « png » or « svg »; the same chart gives the same bytes. NotDrawable says what is not known here."""
    # matplotlib takes a second to load: no page waits for it before a picture is asked for.
    from dashboard.documents.canvas import settings
    from dashboard.documents.composition import composed

    if form not in ("png", "svg"):
        raise NotDrawable("la forme", form, ["png", "svg"])
    with LOCK, settings():
        sheet = composed(chart, title, credits)
        return Drawn(sheet.saved(form, title, width_cm), width_cm, width_cm * sheet.height / sheet.width)


def drawing(chart: go.Figure, width_cm: float) -> Callable[[str], Drawn]:
    """The chart as a document asks for it: drawn once in each form."""
    return cache(lambda form: drawn(chart, form, width_cm))
