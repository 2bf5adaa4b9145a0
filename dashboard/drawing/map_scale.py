"""How large the circle of a number is on a map, and the few circles by which the others are read."""

from math import sqrt

from dashboard.drawing.chart import Chart
from dashboard.drawing.chart_style import BLUE
from dashboard.words import labels
from geo import composition

LARGEST_MARK = 46
SMALLEST_MARK = 5
SCALE_PLACES = (1.3, 3.35, 4.7)  # degrees from the top, or the foot, of which a narrow screen gives twenty pixels each
BUTTONS = 1.6  # degrees that they take at the top of the east there


def drawn(figure: Chart, largest: float, unit: str) -> None:
    """A few circles to read the others by, in the sea above the east: whole, and apart, on a phone too."""
    places = _scale_places(figure)
    amounts = list(dict.fromkeys(_round(largest / part) for part in (1, 4, 16)))
    figure.add_scatter(
        x=[x for x, _ in places[: len(amounts)]], y=[y for _, y in places[: len(amounts)]],
        mode="markers+text", text=[f"{labels.number(amount)}{unit} " for amount in amounts], textposition="middle left",
        marker={
            "size": [diameter(amount, largest) for amount in amounts], "color": "#ffffff",
            "line": {"width": 1.5, "color": BLUE},
        },
        hoverinfo="skip", showlegend=False, cliponaxis=False, textfont={"size": 14},
    )  # fmt: skip


def named(figure: Chart, at: tuple[float, float], largest: float, unit: str) -> None:
    """What the largest circle is, said in the legend; `at` is where it stands."""
    figure.add_scatter(
        x=[at[0]], y=[at[1]], mode="markers", marker={"size": 16, "opacity": 0, "color": BLUE}, hoverinfo="skip",
        name=f"plus grand cercle : {labels.plain(largest)}{unit}",
    )  # fmt: skip


def _scale_places(figure: Chart) -> list[tuple[float, float]]:
    """In the sea: above the east where the map reaches that far, else in the west."""
    frames = figure.ground.frames if figure.ground else composition.EVERY
    west, south, east, north = composition.extent(frames)
    if frames.has_enlargement:
        return [(east - 1.2, north - BUTTONS - degrees) for degrees in SCALE_PLACES]
    if frames.has_overseas:
        return [(west + 2.6, north - degrees) for degrees in SCALE_PLACES]
    return [(west + 2.8, south + 6.6 - degrees) for degrees in SCALE_PLACES]


def _round(amount: float) -> float:
    """One significant digit, never above: 13 934 -> 10 000."""
    if amount <= 1:
        return 1
    size = 10 ** (len(str(int(amount))) - 1)
    return int(amount / size) * size


def diameter(amount: float, largest: float) -> float:
    """Of the circle of an amount, in pixels: its surface is in proportion."""
    return max(SMALLEST_MARK, LARGEST_MARK * sqrt(amount / largest))
