"""The page of a slide that is drawn: 1920 × 1080, in points of two pixels from its top left corner."""

from collections.abc import Callable
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from dashboard.documents.canvas import settings
from dashboard.documents.pictures import LOCK

WIDTH, HEIGHT, EDGE = 960, 540, 24  # points, two pixels each
DOTS_PER_INCH = 144


def page_bytes(compose: Callable[[Axes], None]) -> bytes:
    """The whole file, as PNG: what is composed on the page."""
    with LOCK, settings():
        figure = Figure(figsize=(WIDTH / 72, HEIGHT / 72), dpi=72, facecolor="#ffffff")
        FigureCanvasAgg(figure)
        page = figure.add_axes((0, 0, 1, 1))
        page.set_axis_off()
        page.set(xlim=(0, WIDTH), ylim=(HEIGHT, 0))
        compose(page)
        file = BytesIO()
        figure.savefig(file, format="png", dpi=DOTS_PER_INCH, metadata={"Software": None})
        return file.getvalue()
