"""The synthesis as a picture of a slide, 1920 × 1080: its sentence, its grid with steps and squares, what compares best."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon, Rectangle, RegularPolygon

from dashboard.documents.canvas import LEADING, Line, folded, write
from dashboard.documents.slide_page import EDGE, HEIGHT, WIDTH, page_bytes
from dashboard.documents.synthesis_document import Synthesis
from dashboard.documents.synthesis_slide import MOST_ROWS, alone, brief, others
from dashboard.drawing.chart_style import AXIS, BLUE, GRID, INK, MUTED, PLUM, WARNING
from dashboard.figures.fact import SUBJECTS
from dashboard.figures.fact_content import ANNOUNCED, NOTHING_FOUND, STAGES, UNREAD, WITHOUT_CONTRACT
from dashboard.figures.synthesis_grid import DISPUTED, Grid, Territory
from dashboard.words import labels

SIZES = (
    (15.0, 11.0),
    (13.5, 10.0),
    (12.0, 9.0),
    (11.0, 8.5),
    (10.0, 8.0),
    (9.0, 7.5),
    (8.0, 7.0),
    (7.0, 6.5),
)  # what weighs most, and its precision
SQUARE, BETWEEN, STEP, HIGHEST = 9, 2.5, 8, 18
SIGN = 5  # the triangle above a step that is disputed
FILLED = {"contracted": 1, "running": 0.5}  # how much of the square of a theme
LABEL = 16  # the width of a year in letters
PAD, FOOT = 4, 54  # FOOT: of the page, its signs, sources and credit
GUTTER = 126  # the width of the names of subjects, or of territories
# Of a row of eight, the shares of what is left beside the name.
SHARES = (1.15, 1.2, 1.35, 0.75, 0.9, 1.35, 0.9)


@dataclass(frozen=True)
class Cell:
    """Lines of two sizes, and what is drawn: the steps of a territory's money, or the squares of its themes."""

    words: str
    note: str = ""
    steps_of: Territory | None = None
    themes_of: Territory | None = None
    is_bold: bool = True


@dataclass
class Laid:
    """A grid in letters of one size: for each row its cells, in lines, and its height."""

    sizes: tuple[float, float]
    rows: list[list[tuple[Cell, list[Line], list[Line]]]] = field(default_factory=list)
    heights: list[float] = field(default_factory=list)


def picture_bytes(made: Synthesis) -> bytes:
    """The whole file; the same synthesis gives the same bytes."""
    return page_bytes(lambda page: _compose(page, made))


def _compose(page: Axes, made: Synthesis) -> None:
    inner = WIDTH - 2 * EDGE
    top = EDGE - 6 + _paragraph(page, labels.spaced(made.figure.reading), EDGE - 6, 17, INK, is_bold=True) + 8
    best = folded(f"<b>Ce qui se compare le mieux ici.</b> {labels.spaced(made.best)}", 10, inner)
    bottom = HEIGHT - FOOT - 4 - LEADING * 10 * len(best)
    widths = _widths(made.grid)
    laid = next(
        (tried for sizes in SIZES if sum((tried := _laid(made.grid, widths, sizes)).heights) <= bottom - top - 6), None
    )
    _draw(page, made.grid, laid or _laid(made.grid, widths, SIZES[-1]), widths, top)
    write(page, best, (EDGE, bottom + LEADING * 5), 10, INK)
    _paragraph(page, labels.spaced(f"{_signs(made.grid)} {made.sources} {made.credit}"), HEIGHT - FOOT, 7, MUTED)


def _paragraph(page: Axes, words: str, top: float, size: float, color: str, is_bold: bool = False) -> float:
    """Draws words over the width; how high they are."""
    lines = folded(words, size, WIDTH - 2 * EDGE, is_bold)
    write(page, lines, (EDGE, top + LEADING / 2 * size), size, color)
    return LEADING * size * len(lines)


def _signs(laid_out: Grid) -> str:
    stages = {theme["stage"] for each in laid_out.territories for theme in each.themes}
    forms = {
        "contracted": "carré plein",
        "running": "carré à moitié",
        "proposed": "carré vide",
        WITHOUT_CONTRACT: "cercle",
    }
    told = [f"{forms[stage]}, {one}" for stage, (one, _told) in STAGES.items() if stage in stages]
    told += ["losange, axe annoncé"] if ANNOUNCED in stages else []
    disputed = f" ; triangle, {DISPUTED}" if laid_out.is_disputed else ""
    steps = f" Marches : pleines, engagé ; en tirets, prévu{disputed}." if laid_out.stands_upright else ""
    names = [theme["words"].lower() for theme in laid_out.territories[0].themes]
    order = f" De gauche à droite : {', '.join(names)}." if names else ""
    return f"Thèmes : {' ; '.join([*told, 'tiret, rien trouvé'])}.{order}{steps}"


def _widths(laid_out: Grid) -> list[float]:
    left = WIDTH - 2 * EDGE - GUTTER
    if laid_out.stands_upright:
        return [GUTTER, *[left / len(laid_out.territories)] * len(laid_out.territories)]
    return [GUTTER, *(left * share / sum(SHARES) for share in SHARES)]


def _cells(laid_out: Grid) -> list[list[Cell]]:
    """The header, then a row per subject, or per territory beyond four."""
    of = [[_cell(each, subject, laid_out) for subject in SUBJECTS] for each in laid_out.territories]
    if not laid_out.stands_upright:
        named = [[Cell(each.name), *cells] for each, cells in zip(laid_out.territories, of, strict=True)]
        left = len(named) - MOST_ROWS
        more = [[Cell(others(left)), *[Cell("")] * len(SUBJECTS)]] if left > 0 else []
        return [[Cell("Territoire"), *map(Cell, SUBJECTS.values())], *named[:MOST_ROWS], *more]
    rows = [[Cell(words), *(cells[place] for cells in of)] for place, words in enumerate(SUBJECTS.values())]
    return [[Cell(""), *(Cell(each.name) for each in laid_out.territories)], *rows]


def _cell(territory: Territory, subject: str, laid_out: Grid) -> Cell:
    words, note = (brief if laid_out.stands_upright else alone)(territory.facts[subject])
    is_known = territory.facts[subject][0]["source"] is not None
    return Cell(
        words,
        note,
        territory if subject == "money" and territory.steps and laid_out.stands_upright else None,
        territory if subject == "coverage" else None,
        is_known,
    )


def _laid(laid_out: Grid, widths: Sequence[float], sizes: tuple[float, float]) -> Laid:
    """The grid in these letters."""
    laid = Laid(sizes)
    for row in _cells(laid_out):
        cells, highest = [], 0.0
        for cell, width in zip(row, widths, strict=True):
            room = width - 2 * PAD
            beside = _years(laid_out) * STEP + 6 if cell.steps_of else 0
            words = folded(cell.words, sizes[0], room - beside, cell.is_bold) if cell.words else []
            note = folded(cell.note, sizes[1], room - beside) if cell.note else []
            high = LEADING * (sizes[0] * len(words) + sizes[1] * len(note)) + (SQUARE + 5 if cell.themes_of else 0)
            highest = max(highest, high, HIGHEST + 12 if cell.steps_of else 0)
            cells.append((cell, words, note))
        laid.rows.append(cells)
        laid.heights.append(highest + (2 * PAD if laid_out.stands_upright else PAD))
    return laid


def _years(laid_out: Grid) -> int:
    return laid_out.years[1] - laid_out.years[0] + 1 if laid_out.years else 0


def _draw(page: Axes, laid_out: Grid, laid: Laid, widths: Sequence[float], top: float) -> None:
    big, small = laid.sizes
    page.plot([EDGE, WIDTH - EDGE], [top, top], color=INK, linewidth=1.5)
    for cells, height in zip(laid.rows, laid.heights, strict=True):
        left = float(EDGE)
        for (cell, words, note), width in zip(cells, widths, strict=True):
            y = top + PAD
            write(page, words, (left + PAD, y + LEADING / 2 * big), big, INK if cell.is_bold else "#666666")
            if cell.steps_of:
                _draw_steps(page, cell.steps_of, laid_out, left + width - PAD - _years(laid_out) * STEP, y + HIGHEST)
            y += LEADING * big * len(words)
            write(page, note, (left + PAD, y + LEADING / 2 * small), small, MUTED)
            y += LEADING * small * len(note)
            if cell.themes_of:
                _draw_themes(page, cell.themes_of, left + PAD, y + 3)
            left += width
        top += height
        page.plot([EDGE, WIDTH - EDGE], [top, top], color=GRID, linewidth=0.75)


def _draw_steps(page: Axes, territory: Territory, laid_out: Grid, left: float, ground: float) -> None:
    assert laid_out.years is not None
    first, last = laid_out.years
    for step in territory.steps:
        x, width = left + STEP * (step.start - first) + 0.5, STEP * (step.end - step.start + 1) - 1
        low, high = ((HIGHEST - SIGN) * value / laid_out.highest for value in (step.low, step.high))
        filled = {"facecolor": BLUE} if step.is_firm else {"facecolor": "#ffffff", "edgecolor": BLUE, "linestyle": "--"}
        page.add_patch(Rectangle((x, ground - low), width, low, linewidth=0.75, **filled))  # type: ignore[arg-type]
        if high > low:
            page.add_patch(
                Rectangle(
                    (x, ground - high), width, high - low, facecolor="#ffffff", edgecolor=BLUE, linewidth=0.75, ls=":"
                )
            )
        if step.is_disputed:
            middle, foot = x + width / 2, ground - high - 1.5
            page.add_patch(
                Polygon([(middle, foot - SIGN + 1.5), (middle + 3, foot), (middle - 3, foot)], facecolor=WARNING, lw=0)
            )
    page.plot([left, left + STEP * (last - first + 1)], [ground, ground], color=AXIS, linewidth=0.75)
    end = left + STEP * (last - first + 1)
    if end - left >= 2 * LABEL:
        write(page, folded(str(first), 6.5, 40), (left, ground + 6), 6.5, MUTED)
    years = str(last) if end - left >= 2 * LABEL or last == first else f"{first}-{last}"
    write(page, folded(years, 6.5, 60), (end, ground + 6), 6.5, MUTED, align="right")


def _draw_themes(page: Axes, territory: Territory, left: float, top: float) -> None:
    """A square for each theme: its form says at which stage an action bears it."""
    for place, theme in enumerate(territory.themes):
        x = left + place * (SQUARE + BETWEEN)
        stage = theme["stage"]
        if stage in (NOTHING_FOUND, UNREAD):
            page.plot([x + 2, x + SQUARE - 2], [top + SQUARE / 2] * 2, color=AXIS, linewidth=1)
        elif stage == ANNOUNCED:
            center = (x + SQUARE / 2, top + SQUARE / 2)
            page.add_patch(
                RegularPolygon(center, 4, radius=SQUARE / 2, facecolor="#ffffff", edgecolor=PLUM, linewidth=1)
            )
        elif stage == WITHOUT_CONTRACT:
            center = (x + SQUARE / 2, top + SQUARE / 2)
            page.add_patch(Circle(center, SQUARE / 2, facecolor="#ffffff", edgecolor=BLUE, linewidth=1.5))
        else:
            page.add_patch(Rectangle((x, top), SQUARE, SQUARE, facecolor="#ffffff", edgecolor=BLUE, linewidth=1))
            page.add_patch(Rectangle((x, top), FILLED.get(stage, 0) * SQUARE, SQUARE, facecolor=BLUE, linewidth=0))
