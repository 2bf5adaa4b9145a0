"""The files of a map on a slide: one that can be edited, and the picture of it."""

from datetime import date

from dashboard.documents.map_on_slide import on_slide
from dashboard.figures.spec import Answer, Figure


def written(figure: Figure, answer: Answer, version: str, form: str, day: date, here: str = "") -> bytes:
    """The map in one of its forms; the same bytes for the same day and version. `here` is where the Atlas is."""
    # matplotlib takes a second to load: no page waits for it before a picture is asked for.
    from dashboard.documents.map_picture import picture_bytes
    from dashboard.documents.map_slide import slide_bytes

    made = on_slide(figure, answer, version, here)
    return picture_bytes(made) if form == "png" else slide_bytes(made, day)
