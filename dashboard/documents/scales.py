"""The axes of a Plotly figure, as a picture needs them: where each value stands, and what is written where."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10, nan
from typing import Any

import plotly.graph_objects as go

from dashboard.words import labels


class NotDrawable(ValueError):
    """A Plotly figure holds something that the pictures do not know; the message is a French sentence."""

    def __init__(self, what: str, found: object, known: Sequence[object]) -> None:
        super().__init__(
            f"Le graphique ne peut pas être dessiné : {what} « {found} » n'est pas connu "
            f"(connus : {', '.join(str(each) for each in known if each)})."
        )


def setting(chart: go.Figure, path: str, default: Any = None) -> Any:
    """What the figure, or else its template, says: « xaxis.title.text »."""
    found = (layout[path] for layout in (chart.layout, chart.layout.template.layout))
    return next((value for value in found if value is not None), default)


@dataclass(frozen=True)
class Axis:
    """`names` are in the order of their places, none on an axis of numbers; `low` may lie above `high`."""

    chart: go.Figure
    letter: str
    names: Sequence[str]
    low: float
    high: float

    def place(self, value: Any) -> float:
        """A number stands at itself, a name at its rank, nothing nowhere."""
        if value is None:
            return nan
        return float(self.names.index(value)) if self.names else float(value)

    def says(self, path: str, default: Any = None) -> Any:
        return setting(self.chart, f"{self.letter}axis.{path}", default)

    def ticks(self, room: int) -> list[tuple[float, str]]:
        """Places and words of at most `room` marks, those that the figure names whatever their number."""
        if not self.says("showticklabels", True):
            return []
        if self.names:
            return [(place, str(name)) for place, name in enumerate(self.names)]
        if (values := self.says("tickvals")) is not None:
            words = self.says("ticktext") or [self._words(value) for value in values]
            return list(zip(values, words, strict=True))
        ends = sorted((self.low, self.high))
        step = round_step((ends[1] - ends[0]) / max(1, min(room, self.says("nticks", 0) or room)))
        if gap := self.says("dtick"):
            step = gap * max(1, ceil(round_step(step) / gap))
        first, last = ceil(ends[0] / step - 1e-9), floor(ends[1] / step + 1e-9)
        return [(step * number, self._words(step * number)) for number in range(first, last + 1)]

    def _words(self, value: float) -> str:
        return (
            self.says("tickprefix", "") + number_words(value, self.says("tickformat", "")) + self.says("ticksuffix", "")
        )


def round_step(least: float) -> float:
    """The smallest step of 1, 2 or 5 and zeros that is not under `least`."""
    power = 10.0 ** floor(log10(least))
    return next(times * power for times in (1, 2, 5, 10) if times * power >= least * (1 - 1e-9))


def number_words(value: float, form: str) -> str:
    """A number of an axis in its Plotly format, as French readers write it: « ,.0f » gives « 300 000 »."""
    shape = re.fullmatch(r"(,?)(?:\.(\d+)f|d)?", form)
    if shape is None:
        raise NotDrawable("le format des nombres", form, [",.0f", ",d", "d"])
    words = labels.number(value, int(shape[2] or 0)) if form else labels.plain(value)
    return words if shape[1] or not form else words.replace("\u202f", "")


def axis_of(chart: go.Figure, letter: str) -> Axis:
    """The axis of the figure with its range: the one it states, or one that holds all its marks."""
    values = [value for value in _values(chart, letter) if value is not None]
    names: list[str] = []
    if any(isinstance(value, str) for value in values):
        order = chart.layout[f"{letter}axis.categoryarray"]
        names = list(dict.fromkeys([*(order if order is not None else ()), *values]))
    if stated := chart.layout[f"{letter}axis.range"]:
        return Axis(chart, letter, names, *stated)
    low, high = (-0.5, len(names) - 0.5) if names else _padded(chart, letter, values)
    is_reversed = chart.layout[f"{letter}axis.autorange"] == "reversed"
    return Axis(chart, letter, names, *((high, low) if is_reversed else (low, high)))


def _values(chart: go.Figure, letter: str) -> Iterator[Any]:
    for trace in chart.data:
        yield from trace[letter]


def _padded(chart: go.Figure, letter: str, values: Sequence[float]) -> tuple[float, float]:
    """The values with room at their ends for the marks, from zero where the figure asks for it."""
    low, high = min(values, default=0), max(values, default=1)
    margin = 0.06 * (high - low) or 0.5
    if chart.layout[f"{letter}axis.rangemode"] == "tozero" and low >= 0:
        return 0, high + margin if high else 1
    return low - margin, high + margin
