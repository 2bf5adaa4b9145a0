"""The money of a territory year by year, as steps so small that they stand in a cell: an SVG, whose words are beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.drawing.chart_style import AXIS, BLUE, MUTED, WARNING

YEAR, HEIGHT, LETTERS = 14, 24, 10  # pixels: a year's width, the highest step with its sign, the line of the years
SIGN = 6  # pixels of the triangle above a step
LABEL = 26  # pixels that a year takes in letters


@dataclass(frozen=True)
class Step:
    """An amount of the years from `start` to `end`: `low` and `high` differ where sources do; firm once it is committed.

    Disputed, where a source says otherwise or a declared divergence touches it.
    """

    start: int
    end: int
    low: float
    high: float
    is_firm: bool
    is_disputed: bool = False


def steps(own: Sequence[Step], years: tuple[int, int], highest: float) -> str:
    """The steps of one territory, over the years and under the height that all the territories compared share."""
    first, last = years
    width = YEAR * (last - first + 1)
    drawn = "".join(_drawn(step, first, highest) for step in own)
    base = f'<path d="M0 {HEIGHT}.5H{width}" stroke="{AXIS}"/>'
    letters = f'font-family="Arial, Liberation Sans, sans-serif" font-size="10" fill="{MUTED}"'
    if width >= 2 * LABEL:
        ends = f'<text x="{width}" y="{HEIGHT + LETTERS}" text-anchor="end" {letters}>{last}</text>'
        told = f'<text x="0" y="{HEIGHT + LETTERS}" {letters}>{first}</text>{ends}'
    else:
        both = f"{first}-{last}" if last > first else str(first)
        told = f'<text x="0" y="{HEIGHT + LETTERS}" {letters}>{both}</text>'
    width = max(width, 2 * LABEL)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT + LETTERS + 2}" '
        f'viewBox="0 0 {width} {HEIGHT + LETTERS + 2}">{base}{drawn}{told}</svg>'
    )


def _drawn(step: Step, first: int, highest: float) -> str:
    """Full where the amount is committed, an outline where it is only planned; what sources dispute stands hatched on top.

    Above a step that is disputed, the triangle that Évolution draws.
    """
    left, width = YEAR * (step.start - first) + 1, YEAR * (step.end - step.start + 1) - 2
    low, high = (round((HEIGHT - SIGN - 2) * value / highest, 1) for value in (step.low, step.high))
    look = f'fill="{BLUE}"' if step.is_firm else f'fill="#ffffff" stroke="{BLUE}" stroke-dasharray="3 2"'
    sure = f'<rect x="{left}" y="{HEIGHT - low}" width="{width}" height="{low}" {look}/>'
    if step.is_disputed:
        middle, foot = left + width / 2, HEIGHT - high - 1.5
        sure += f'<path d="M{middle} {foot - SIGN + 1.5}l3.5 {SIGN - 1.5}h-7z" fill="{WARNING}"/>'
    if high <= low:
        return sure
    return sure + (
        f'<rect x="{left + 0.5}" y="{HEIGHT - high}" width="{width - 1}" height="{high - low}" fill="#ffffff" '
        f'stroke="{BLUE}" stroke-dasharray="2 2"/>'
    )
