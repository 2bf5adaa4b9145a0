"""The synthesis as a slide that can be edited: a title that is a sentence, its grid as a table, what compares best."""

from collections.abc import Sequence
from datetime import date

from dashboard.documents import slide
from dashboard.documents.slide import CREDIT, EDGE, INK, MUTED, PALE, WHITE, WIDTH, Box, Cell, Slide
from dashboard.documents.synthesis_document import OF_A_THEME, Synthesis
from dashboard.figures.fact import NATURES, SUBJECTS
from dashboard.figures.fact_content import NOTHING_FOUND, UNREAD, UNSIGNED
from dashboard.figures.spec import Row
from dashboard.figures.synthesis_grid import Grid, Territory
from dashboard.words import grades, labels

GRID_TOP = 1.45  # inches
# Of what weighs most, and of its precision, in points: the largest that the grid holds with.
SIZES = ((12.0, 9.0), (11.0, 8.5), (10.0, 8.0), (9.0, 7.5), (8.5, 7.0), (7.5, 6.5))
FIRST = 1.55  # inches: the first column is narrower than those of territories
SOURCES = Box(EDGE, CREDIT.top - 0.3, WIDTH - 2 * EDGE, 0.3)
MOST_ROWS = 11  # territories, where each has a row


def slide_bytes(made: Synthesis, day: date) -> bytes:
    """The whole file, of one slide."""
    page = Slide(labels.spaced(made.figure.reading))
    headers, rows = cells(made.grid)
    best = [("Ce qui se compare le mieux ici. ", 10.0, True, INK), (labels.spaced(made.best), 10.0, False, INK)]
    high = slide.paragraph_height(best, WIDTH - 2 * EDGE - 0.2) + 0.1
    box = Box(EDGE, GRID_TOP, WIDTH - 2 * EDGE, SOURCES.top - high - GRID_TOP)
    for size in SIZES:
        heads = [slide.heading(words, size[0]) for words in headers]
        filled = [[_named(first, size), *(_told(cell, size) for cell in others)] for first, others in rows]
        if slide.table_height(box, heads, filled, FIRST) <= box.height:
            break
    page.table("Synthèse", box, heads, filled, FIRST)
    page.line(Box(EDGE, SOURCES.top - high, WIDTH - 2 * EDGE, high), best)
    page.line(SOURCES, [(labels.spaced(made.sources), 8.0, False, MUTED)])
    page.credit(labels.spaced(made.credit))
    return page.packed(labels.spaced(made.figure.title), day)


def _named(words: str, size: tuple[float, float]) -> Cell:
    return PALE, [[(words, size[0], True, INK)]]


def _told(cell: tuple[str, str], size: tuple[float, float]) -> Cell:
    words, note = cell
    more = [[(note, size[1], False, MUTED)]] if note else []
    return WHITE, [[(words, size[0], True, INK)], *more]


def cells(laid_out: Grid) -> tuple[list[str], list[tuple[str, list[tuple[str, str]]]]]:
    """Headers and rows: of each cell what weighs most, and its precision."""
    if not laid_out.stands_upright:
        rows = [(each.name, [alone(each.facts[subject]) for subject in SUBJECTS]) for each in laid_out.territories]
        left = len(rows) - MOST_ROWS
        more = [(others(left), [("", "")] * len(SUBJECTS))] if left > 0 else []
        return ["Territoire", *SUBJECTS.values()], [*rows[:MOST_ROWS], *more]
    rows = [(words, [_brief(each, subject) for each in laid_out.territories]) for subject, words in SUBJECTS.items()]
    return ["Sujet", *(each.name for each in laid_out.territories)], rows


def _brief(territory: Territory, subject: str) -> tuple[str, str]:
    """A cell, and of the coverage which themes: those of each stage, the surest first."""
    words, note = brief(territory.facts[subject])
    if subject != "coverage":
        return words, note
    named = {
        told: [theme["words"].lower() for theme in territory.themes if theme["stage"] == stage]
        for stage, told in OF_A_THEME.items()
        if stage not in (NOTHING_FOUND, UNREAD)
    }
    told = " ; ".join(f"{stage} : {', '.join(themes)}" for stage, themes in named.items() if themes)
    unsigned = f" ({UNSIGNED['adopted']})" if UNSIGNED["adopted"] in note else ""
    return words, labels.spaced(f"{told}{unsigned}" if told else note)


def alone(facts: Sequence[Row]) -> tuple[str, str]:
    """The first fact where precisions have little room: an amount that is not committed says what it is, a coverage of what;
    the one precision is that sources contradict each other.
    """
    words, _note = brief(facts)
    if facts[0]["subject"] == "coverage" and facts[0]["note"]:
        return labels.spaced(f"{words}, {facts[0]['note']}"), ""
    nature = facts[0]["nature"] if facts[0]["subject"] == "money" else None
    told = words if nature in (None, NATURES[0]) else f"{words} ({labels.NATURES[nature]})"
    return told, labels.spaced(facts[0]["doubt"] or "")


def others(count: int) -> str:
    """How many territories a slide has no room for."""
    return f"et {labels.counted(count, 'autre', 'autres')}"


def brief(facts: Sequence[Row]) -> tuple[str, str]:
    """The first fact, and its precision; how many others there are."""
    first = facts[0]
    if first["grade"]:
        value, euro, per = first["words"].partition("€")
        grade = grades.of(first)
        told = f"{value}{euro} · {grades.NAMES[grade]}" if grade in grades.SIGNS else f"{value}{euro}"
        return told, labels.spaced(" : ".join(words for words in (per.strip(), first["note"]) if words))
    more = f"et {labels.counted(len(facts) - 1, 'autre', 'autres')}" if len(facts) > 1 else ""
    return labels.spaced(first["words"]), labels.spaced(" ; ".join(words for words in (first["note"], more) if words))
