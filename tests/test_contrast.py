"""Every mark and class is told from its neighbour by 3:1, or by a form: computed from the colours that are declared."""

import re
from itertools import combinations
from pathlib import Path

import pytest

from dashboard.drawing import account_chart, charts, coverage_chart, coverage_map, deep_map, exit_charts, exit_map, maps
from dashboard.drawing.chart_style import AXIS, INK, RED, WARNING
from dashboard.drawing.map_looks import LIGHT, MISSING, SHADES, Look, look
from dashboard.drawing.territory_looks import COLORS, SYMBOLS

ENOUGH = 3.0
WHITE = "#ffffff"
STYLE = (Path(charts.__file__).parents[1] / "static" / "atlas.css").read_text(encoding="utf-8")


def luminance(color: str) -> float:
    """Relative, as the Web Content Accessibility Guidelines define it."""
    levels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (level / 12.92 if level <= 0.03928 else ((level + 0.055) / 1.055) ** 2.4 for level in levels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted(map(luminance, (one, other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_of_known_colours() -> None:
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#929292", WHITE) == pytest.approx(3.11, abs=0.01)
    assert contrast("#e3e3fd", "#f6f6f6") == pytest.approx(1.17, abs=0.01)  # what no hatch told apart


@pytest.mark.parametrize("looks", [SHADES, LIGHT])
@pytest.mark.parametrize("count", [2, 3, 4, 5])
def test_the_classes_of_a_map_are_told_apart_by_lightness_or_by_pattern(looks: tuple[Look, ...], count: int) -> None:
    drawn = [look(place, count, looks) for place in range(count)]
    for one, other in combinations(drawn, 2):
        is_of_another_form = (one.pattern.shape, one.mark) != (other.pattern.shape, other.mark)
        assert is_of_another_form
        assert one.pattern.shape != other.pattern.shape or contrast(one.shade, other.shade) >= ENOUGH
    for each in drawn:
        assert not each.pattern.shape or contrast(each.pattern.color, each.shade) >= ENOUGH


def test_what_is_no_value_is_hatched_and_no_two_hatches_are_alike() -> None:
    for words, color, pattern in MISSING.values():
        assert pattern.shape, words
        assert contrast(pattern.color, color) >= ENOUGH, words
    forms = [(pattern.shape, pattern.size) for _words, _color, pattern in MISSING.values()]
    assert len({*forms}) == len(forms)
    # Dots of a class and dots of a zero lie over grounds that are told apart, or have another colour.
    own = {(each.pattern.shape, each.pattern.color) for each in (*SHADES, *LIGHT) if each.pattern.shape}
    assert not own & {(pattern.shape, pattern.color) for _words, _color, pattern in MISSING.values()}


def test_a_contract_is_seen_over_every_class_of_need() -> None:
    for each in LIGHT:
        assert max(contrast(INK, each.shade), contrast(RED, each.shade)) >= ENOUGH
    assert contrast(RED, WHITE) >= ENOUGH  # the ring of one without an amount, and what it holds


FORMED = {
    "natures": list(charts.NATURE_STYLES.values()),
    "degrees": list(charts.GRADE_STYLES.values()),
    "accounts": list(account_chart.LOOKS.values()),
    "exits": [(color, symbol) for _words, color, symbol, _belongs in exit_charts.EXIT_KINDS],
    "exits on a map": [(color, symbol) for _is_impossible, _words, color, symbol in exit_map.KINDS],
    "themes on a map": [(color, symbol) for _words, symbol, color, _size in coverage_map.ABSENT.values()],
    "territories": list(zip(COLORS, SYMBOLS, strict=True)),
}


@pytest.mark.parametrize("kinds", FORMED.values(), ids=FORMED)
def test_marks_are_seen_on_white_and_each_kind_has_a_form(kinds: list[tuple[str, str]]) -> None:
    assert [color for color, _form in kinds if contrast(color, WHITE) < ENOUGH] == []
    forms = [form for _color, form in kinds]
    assert len({*forms}) == len(forms)


def test_lines_columns_and_warnings_are_seen_on_white() -> None:
    for color in (AXIS, WARNING, INK, deep_map.COLUMN_COLOR, coverage_chart.ANNOUNCED["color"], maps.BLUE):
        assert contrast(str(color), WHITE) >= ENOUGH


def rule(selector: str) -> str:
    (found,) = re.findall(rf"^{re.escape(selector)} \{{(.*?)\}}$", STYLE, re.MULTILINE)
    return found


@pytest.mark.parametrize(
    "selector",
    [
        ".classement .barre i", ".hachure, .signe.unread", ".themes > .unread", ".signe.announced", ".signe.unread",
        ".petit .barre", ".petit .marque", ".petit .marque.impossible::before", ".themes > .announced", ".degre.b", ".degre.c",
    ],
)  # fmt: skip
def test_signs_of_the_page_have_a_colour_that_is_seen(selector: str) -> None:
    colors = re.findall(r"#[0-9a-f]{6}", rule(selector))
    assert max(contrast(color, WHITE) for color in colors) >= ENOUGH
