"""Évolution: steps, what contradicts, what goes on without an end, and one colour and mark per territory."""

from dataclasses import replace
from itertools import combinations

import pytest

from dashboard.choices.fields import Selection
from dashboard.drawing.chart import Chart
from dashboard.drawing.territory_looks import COLORS, SYMBOLS, looks
from dashboard.figures import answer, series
from dashboard.words import labels
from queries.warehouse import Warehouse

METZ, CLERMONT, DIJON, GRENOBLE = "com-57463", "com-63113", "epci-242100410", "epci-200040715"


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace(labels.NBSP, " ").replace("<br>", " ")


def drawn(warehouse: Warehouse, *territories: str, serie: str = "state_contribution") -> Chart:
    chosen = replace(Selection(), territoires=territories, serie=serie)
    assert series.SERIES.chart is not None
    return series.SERIES.chart(answer.answered(series.SERIES, warehouse.read, chosen))


def traces(chart: Chart, mode: str) -> list[dict]:
    """Those that show figures: not those of the legend."""
    return [trace for trace in chart.data if trace["mode"] == mode and "name" not in trace]


def test_the_sentence_of_grenoble_has_no_extreme_that_a_source_denies(
    warehouse: Warehouse,
) -> None:
    chosen = replace(Selection(), territoires=(GRENOBLE,))
    content = answer.of(series.SERIES, warehouse.read, chosen)
    assert content is not None
    assert plain(content.reading) == (
        "Grenoble-Alpes-Métropole (engagé) : 300 000 € de 2019 à 2021, puis 349 000 € (contre 300 000 € "
        "selon une autre source) en 2022, puis de 300 000 à 349 000 € (sources contradictoires, dont 349 000 € "
        "par an à partir de 2022) en 2023, dernière année connue. Des documents s'écartent les uns des autres sur ces "
        "chiffres : « Lire ce graphique » dit en quoi."
    )
    assert any("par an, ou sur trois ans" in plain(note) for note in content.notes)  # of 2019 to 2021


def test_an_amount_holds_for_its_year_and_goes_on_where_no_end_is_printed(warehouse: Warehouse) -> None:
    chart = drawn(warehouse, GRENOBLE)
    steps, leader = traces(chart, "lines")
    assert (leader["x"], leader["y"]) == (
        [pytest.approx(2023.8), pytest.approx(2023.9)],
        [349_000, pytest.approx(349_000)],
    )
    assert list(zip(steps["x"], steps["y"], strict=True)) == [
        (2018.5, 300_000), (2019.5, 300_000), (2019.5, 300_000), (2020.5, 300_000), (2020.5, 300_000), (2021.5, 300_000),
        (2021.5, 349_000), (2022.5, 349_000), (2022.5, None), (2023.5, None),
    ]  # fmt: skip
    contradicted, arrow = traces(chart, "lines+markers")
    assert (contradicted["x"], contradicted["y"]) == ([2023, 2023], [300_000, 349_000])
    assert (arrow["x"][0], arrow["y"], arrow["marker"]["symbol"]) == (2022.5, [349_000, 349_000], "triangle-right")
    (sign,) = traces(chart, "markers+text")
    assert (sign["x"], [plain(words) for words in sign["text"]]) == (
        [2019, 2020, 2021, 2022, 2023],
        ["", "", "", "", "sources contradictoires : de 300 000 à 349 000 €"],
    )
    # Of 2019 to 2021 a declared divergence says that one of two periods is false.
    assert all("(engagé, divergence déclarée)" in plain(words) for words in sign["hovertext"][:3])
    assert "contre 300 000 € selon une autre source" in plain(sign["hovertext"][3])
    assert "de 300 000 à 349 000 €" in plain(sign["hovertext"][4])
    (written,) = traces(chart, "text")
    values = [plain(words) for words in written["text"]]
    assert values == ["300 000 €", "349 000 €"]


def test_beyond_the_last_year_known_no_mark_stands_and_nothing_is_clicked(warehouse: Warehouse) -> None:
    """The axis ends before the year 2024, of which nothing is published; the open end is an arrow that leads nowhere."""
    chart = drawn(warehouse, GRENOBLE)
    assert chart.layout["xaxis"]["range"][1] < 2024
    marked = [trace for trace in chart.data if "markers" in trace["mode"] and "name" not in trace]
    beyond = [trace for trace in marked if max(trace["x"]) > 2023]
    assert [(trace["mode"], trace["hoverinfo"], trace.get("customdata")) for trace in beyond] == [
        ("lines+markers", "skip", None)
    ]
    (name,) = [note["text"] for note in chart.layout["annotations"] if note.get("xref") == "paper"]
    assert plain(name) == "Grenoble-Alpes- Métropole (fin non publiée)"


def test_a_change_of_definition_bears_a_sign(warehouse: Warehouse) -> None:
    (sign,) = traces(drawn(warehouse, "fra", serie="dna_places:scheme=huda"), "markers+text")
    assert (sign["x"], sign["text"]) == ([2022], ["autre définition"])


def test_lines_are_named_at_their_end_in_the_colour_of_their_territory(warehouse: Warehouse) -> None:
    """Six lines of three territories, in three strips: three names, and the strokes of the natures below."""
    chart = drawn(warehouse, METZ, CLERMONT, GRENOBLE)
    names = {note["text"]: note["font"]["color"] for note in chart.layout["annotations"] if note.get("xref") == "paper"}
    assert names == {
        "Grenoble-Alpes-<br>Métropole ♦<br>(fin non publiée)": COLORS[2], "Metz ●": COLORS[0],
        "Clermont-Ferrand ■<br>(jusqu'en 2021)": COLORS[1],
    }  # fmt: skip
    assert [(trace["name"], trace["line"]["dash"]) for trace in chart.data if "name" in trace] == [
        ("engagé", "solid"), ("prévu", "dash"), ("plafond", "dashdot"), ("annuel, fin non publiée", "dot"),
        ("sources contradictoires", "dot"), ("autre source, ou divergence déclarée", "solid"),
    ]  # fmt: skip
    heights = [note["y"] for note in chart.layout["annotations"] if note.get("xref") == "paper"]
    assert heights == sorted(heights, reverse=True)
    assert [name.partition("<br>")[0] for name in names] == ["Clermont-Ferrand ■", "Grenoble-Alpes-", "Metz ●"]
    strip = chart.layout["yaxis"]["range"][1] / 3
    leaders = [trace for trace in traces(chart, "lines") if trace["line"]["width"] == 1]
    assert [(trace["x"][0], trace["y"][0]) for trace in leaders] == [
        (pytest.approx(2024.8), pytest.approx(strip + 349_000)),
        (2024.5, 300_000),
    ]
    assert chart.layout["yaxis"]["ticktext"] == ["0", "300\u202f000"] * 3


def test_more_than_two_territories_lie_on_one_another_nowhere(warehouse: Warehouse) -> None:
    """Clermont-Ferrand and Grenoble have 300 000 € in the same years: beside a third, each has its strip."""
    for territories in ((CLERMONT, GRENOBLE), (METZ, CLERMONT, GRENOBLE)):
        marks: dict[str, set] = {}
        for trace in traces(drawn(warehouse, *territories), "markers"):
            marks.setdefault(trace["marker"]["color"], set()).update(zip(trace["x"], trace["y"], strict=True))
        is_shared = any(one & other for one, other in combinations(marks.values(), 2))
        assert is_shared is (len(territories) == 2)


def test_a_territory_keeps_its_colour_when_others_are_added() -> None:
    chosen = (METZ, CLERMONT, DIJON, GRENOBLE)
    whole = looks(chosen)
    for count in range(1, len(chosen)):
        assert list(looks(chosen[:count]).items()) == list(whole.items())[:count]
    many = looks([f"dep-{number:02}" for number in range(40)])
    assert len({*many.values()}) == 40


def test_colours_are_seen_on_white_and_forms_tell_what_they_tell() -> None:
    def light(color: str) -> float:
        shares = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    assert [color for color in COLORS if 1.05 / (light(color) + 0.05) < 3] == []
    assert len({*SYMBOLS}) == len(COLORS)


@pytest.mark.parametrize("chosen", [("dep-75", "dep-43", "dep-69", "dep-22", "dep-55"), ("dep-69", "dep-22")])
def test_names_at_the_ends_never_cover_each_other(warehouse: Warehouse, chosen: tuple[str, ...]) -> None:
    chart = drawn(warehouse, *chosen, serie="cir_signatories")
    top, height = chart.layout["yaxis"]["range"][1], chart.layout["height"] - 80
    notes = [note for note in chart.layout["annotations"] if note.get("xref") == "paper"]
    spans = [(height * (1 - note["y"] / top), 7.5 * (note["text"].count("<br>") + 1)) for note in notes]
    assert all(abs(one - other) >= half + near for (one, half), (other, near) in combinations(spans, 2))
    assert all(0 <= centre <= height for centre, _ in spans)
