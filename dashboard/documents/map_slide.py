"""A map as a slide that can be edited: a title that is a sentence, the map as a picture, its values as a table."""

from datetime import date

from dashboard.documents import slide
from dashboard.documents.map_on_slide import OnSlide
from dashboard.documents.pictures import drawn
from dashboard.documents.slide import EDGE, INK, MUTED, PALE, WHITE, WIDTH, Box, Slide
from dashboard.words import labels

SUBTITLE, SOURCES = Box(EDGE, 1.4, WIDTH - 2 * EDGE, 0.35), Box(EDGE, 6.38, WIDTH - 2 * EDGE, 0.6)  # inches
MAP, VALUES = Box(EDGE, 1.75, 7.4, 4.55), Box(8.2, 1.75, WIDTH - EDGE - 8.2, 0.3)
NAME_SHARE = 0.6  # of the table: what the names take
LETTERS = 10


def slide_bytes(made: OnSlide, day: date) -> bytes:
    """The slide that can be edited: the map is a picture, the title and the values are words of their own."""
    assert made.figure.chart is not None
    page = Slide(made.sentence)
    page.line(SUBTITLE, [(labels.spaced(made.figure.title), 12, False, MUTED)])
    page.picture("Carte", drawn(made.figure.chart.checked(), "png", width_cm=20).content, MAP)
    headers = [slide.heading(words, LETTERS) for words in (made.figure.table.headers[0], made.heading)]
    rows = [
        [(PALE, [[(value.name, LETTERS, True, INK)]]), (WHITE, [[(value.words, LETTERS, False, INK)]])]
        for value in made.values
    ]
    page.table("Valeurs", VALUES, headers, rows, NAME_SHARE * VALUES.width)
    page.line(SOURCES, [(made.sources, 7, False, MUTED)])
    page.credit(made.credit)
    return page.packed(labels.spaced(made.figure.title), day)
