"""A picture says what the chart says, whole and legible, without a browser; what it does not know it refuses."""

import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import plotly.graph_objects as go
import polars as pl
import pypdf
import pytest
import typst
from matplotlib.colors import to_hex, to_rgba
from matplotlib.image import imread
from matplotlib.patches import Rectangle
from matplotlib.text import Annotation, Text

import dashboard
from dashboard.choices.fields import Selection
from dashboard.documents.canvas import Sheet, settings
from dashboard.documents.composition import composed
from dashboard.documents.pictures import NotDrawable, drawn, picture
from dashboard.documents.scales import number_words
from dashboard.drawing import charts, coverage_chart, exit_charts, maps, series_chart, thematic
from dashboard.drawing.chart import Chart
from dashboard.figures import answer, coverage_matrix, registry
from dashboard.figures.map_classes import classed
from dashboard.words import labels
from dashboard.words.typography import typeset
from geo import composition
from queries.warehouse import Warehouse
from tests.bilan_rows import bilan_rows
from tests.choosing import with_rows
from tests.kinds import swept

TITLE = "Ce que l'État engage, ce qu'il a prévu et ce que les documents publient, pour chaque territoire choisi : 2019"
CREDITS = [
    "Sources : contrat de Clermont-Ferrand ; https://www.prefecture.example/"
    + "documents-publics/" * 9
    + "contrat.pdf",
    "Atlas CTAI, données 0123456789abcdef",
]
SEVERAL = ("com-63113", "epci-200040715", "epci-243500139", "epci-245400676", "com-44109", "com-57463", "com-67482")


def asked(warehouse: Warehouse, figure: str, **choices: object) -> pl.DataFrame:
    return answer.ask(registry.FIGURES[figure], warehouse.read, replace(Selection(), **choices))  # type: ignore[arg-type]


def counted() -> pl.DataFrame:
    """Three rates of which one has too few exits, one an unknown outcome, one a name too long for a line."""
    long = "Parcours d'insertion professionnelle et linguistique des bénéficiaires de la protection internationale"
    rows = [
        ("Metz", None, 62.0, 52.2, 70.9, 0, 62.0, 62.0, None),
        ("Nantes", f"{long}, volet des hommes et femmes isolés", 50.0, 39.3, 60.7, 30, 36.4, 87.5, None),
        ("Grenoble-Alpes-Métropole", None, 75.0, 46.8, 91.1, 0, 75.0, 75.0, "too_few"),
    ]
    names = ["territory_name", "action_title", "rate_pct", "low_pct", "high_pct", "unknown_count", "lowest_pct"]
    frame = pl.DataFrame(rows, [*names, "highest_pct", "refusal"], orient="row")
    return frame.with_columns(period_start=date(2015, 1, 1), period_end=date(2015, 12, 31))


def on_the_map(warehouse: Warehouse) -> pl.DataFrame:
    return warehouse.read("territories_known").filter(pl.col("contracts_count") > 0)


def of_choices(warehouse: Warehouse, key: str, **choices: object) -> Chart:
    """A figure's chart for these choices."""
    figure = registry.FIGURES[key]
    chosen = replace(Selection(), **choices)  # type: ignore[arg-type]
    return figure.chart(answer.answered(figure, warehouse.read, chosen))  # type: ignore[misc]


def costs(warehouse: Warehouse) -> Chart:
    return coverage_chart.coverage(
        asked(warehouse, "couverture", compte="argent", territoires=SEVERAL), "planned_cost_eur", labels.euros
    )


def mapped(warehouse: Warehouse, level: str, measure: str) -> tuple[dict, pl.DataFrame]:
    """The first subject of a measure at a level, and its figures."""
    subjects = warehouse.read("map_subjects").filter(map_level=level).iter_rows(named=True)
    subject = next(row for row in subjects if row["subject_id"].startswith(measure))
    return subject, warehouse.read(
        "map_values", level=level, subject_id=subject["subject_id"], year=None, is_each_year=False
    )


def shaded(subject: dict, frame: pl.DataFrame) -> Chart:
    words, places = classed(frame, subject, "value_per_1000", "quantiles")
    chosen = thematic.Subject(subject["map_level"], "value_per_1000", words, places, ("com-63113", "dep-63"))
    return thematic.shades(frame, chosen, "departement")


def circles(subject: dict, frame: pl.DataFrame) -> Chart:
    chosen = thematic.Subject(subject["map_level"], "value", [], [None] * frame.height)
    return thematic.circles(frame, chosen, "departement")


def each_year(warehouse: Warehouse) -> Chart:
    frame = warehouse.read(
        "map_values", level="contrat", subject_id="state_contribution/committed/over", year=None, is_each_year=True
    )
    years = frame["map_year"].unique().sort().to_list()
    return thematic.circles(
        frame, thematic.Subject("contrat", "value", [], [None] * frame.height, years=years), "departement"
    )


def of_bilans(warehouse: Warehouse, key: str, **parameters: object) -> Chart:
    """None is published yet: of a fictitious one."""
    figure = registry.FIGURES[key]
    assert figure.ask and figure.chart
    frame = bilan_rows(warehouse.read, figure.ask.question, **parameters)
    return figure.chart(answer.given(figure, frame, warehouse.read, Selection()))


CHARTS: dict[str, Callable[[Warehouse], Chart]] = {
    "montants": lambda read: charts.amounts(asked(read, "montants", nature="toutes")),
    "montants-par-habitant": lambda read: of_choices(read, "montants-par-habitant", nature="toutes"),
    "financement-bases-partagees": lambda read: of_choices(read, "financement-bases-partagees", territoires=SEVERAL),
    "financement-bases-partagees, de peu": lambda read: of_choices(
        read, "financement-bases-partagees", territoires=("com-57463", "epci-243500139")
    ),
    "financement-par-personne": lambda read: charts.ratios(asked(read, "financement-par-personne", nature="toutes")),
    "evolution": lambda read: series_chart.series(asked(read, "evolution", territoires=SEVERAL)),
    "couverture": lambda read: coverage_chart.stages(
        asked(read, "couverture", territoires=(*SEVERAL, "com-34172")), coverage_matrix.KEY, coverage_matrix.beside
    ),
    "couverture, axes annoncés": lambda read: coverage_chart.coverage(
        asked(read, "couverture", territoires=("epci-200023414", "com-34172")), "actions_count", str
    ),
    "couverture, coûts": costs,
    "sorties": lambda read: exit_charts.exit_rates(asked(read, "sorties")),
    "sorties-comptees": lambda _: exit_charts.counted_rates(counted()),
    "territoires-sous-contrat": lambda read: maps.territories(on_the_map(read)),
    "carte, régions": lambda read: shaded(*mapped(read, "region", "dna_places")),
    "carte, départements": lambda read: circles(*mapped(read, "departement", "cir_signatories")),
    "carte, intercommunalités": lambda read: shaded(*mapped(read, "epci", "state_contribution/committed")),
    "carte, chaque année": each_year,
    "carte, contrats": lambda read: shaded(*mapped(read, "contrat", "state_contribution/committed")),
    "bilans-publies": lambda read: of_bilans(read, "bilans-publies"),
    "bilans-comptes": lambda read: of_bilans(read, "bilans-comptes"),
    "bilans-dans-le-temps": lambda read: of_bilans(read, "bilans-dans-le-temps", territory_ids=[]),
}


def _drawn(key: str) -> Callable[[Warehouse], Chart]:
    figure = registry.FIGURES[key]
    return lambda warehouse: figure.chart(with_rows(figure, warehouse.read)[-1])  # type: ignore[misc]


# The key of a figure, with what is particular; of any chart that is not above, as its own figure draws it.
ABOVE = {registry.FIGURES[name.split(",")[0]].chart for name in CHARTS}
CHARTS |= {key: _drawn(key) for key, figure in registry.FIGURES.items() if figure.chart and figure.chart not in ABOVE}
EVERY = pytest.mark.parametrize("name", CHARTS)
# Bars, lines, cells, rates and maps: others are of the same ink, and are put into a PNG by make soak.
EACH_SHAPE = ["montants", "evolution", "couverture", "sorties", "carte, régions", "carte, chaque année"]


def sheet_of(chart: go.Figure) -> Sheet:
    with settings():
        return composed(chart, TITLE, CREDITS)


def words_of(svg: bytes) -> str:
    """All the words of a picture in the order in which they are drawn."""
    texts = ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")
    return " ".join(" ".join(text.itertext()) for text in texts)


def words_in(chart: go.Figure) -> set[str]:
    """What the chart writes: names of lines, values beside marks, words of cells, names of marks and axes."""
    notes = [re.sub(r"</?b>", "", note.text) for note in chart.layout.annotations]
    found = {line for note in notes for line in note.split("<br>")}
    for trace in chart.data:
        if trace.type == "heatmap":
            found |= {words for row in trace.text for words in row if words != "·"}
            found |= {*trace.y, *(name.split("<br>")[0] for name in trace.x)}
        elif trace.type in ("bar", "scatter"):
            found |= {re.sub("</?b>", "", line) for words in trace.text or () for line in words.split("<br>")}
        if trace.name:
            found.add(trace.name)
    return found


@EVERY
def test_a_picture_says_all_that_the_chart_says(warehouse: Warehouse, name: str) -> None:
    chart = CHARTS[name](warehouse).checked()
    said = words_of(picture(chart, "svg", TITLE, CREDITS))
    assert typeset(TITLE) in said
    assert "données 0123456789abcdef" in said
    assert {words for words in words_in(chart) if typeset(words) not in said} == set()
    assert len(words_in(chart)) > 1


@EVERY
def test_no_word_is_cut_or_covers_another(warehouse: Warehouse, name: str) -> None:
    sheet = sheet_of(CHARTS[name](warehouse).checked())
    placed = [(text.get_window_extent(), text) for text in sheet.figure.findobj(Text) if text.get_text()]
    page = (0, 0, sheet.width, sheet.height)
    cut = [text for box, text in placed if box.x0 < 0 or box.y0 < 0 or box.x1 > page[2] or box.y1 > page[3]]
    assert cut == []
    covered = [
        (text.get_text(), other.get_text())
        for number, (box, text) in enumerate(placed)
        for other_box, other in placed[:number]
        if not (text.get_rotation() or other.get_rotation()) and box.padded(-1.5).overlaps(other_box.padded(-1.5))
    ]
    assert covered == []


def test_words_at_the_edge_keep_their_room() -> None:
    point = go.Scatter(x=[100], y=[1], mode="markers+text", text=["plus de 100 personnes"], textposition="middle right")
    sheet = sheet_of(go.Figure(point).update_xaxes(range=[0, 100]))
    (words,) = [text for text in sheet.axes.texts if text.get_text() == "plus de 100 personnes"]
    assert 600 < words.get_window_extent().x1 < sheet.width


@pytest.mark.parametrize("name", swept(CHARTS, EACH_SHAPE))
def test_a_png_is_as_wide_as_asked_and_not_blank(warehouse: Warehouse, name: str) -> None:
    png = drawn(CHARTS[name](warehouse).checked(), "png", 12, TITLE, CREDITS)
    pixels = imread(BytesIO(png.content))
    assert pixels.shape[1] == 945  # 12 cm, 200 dots an inch
    assert pixels.shape[0] == pytest.approx(png.height_cm / 2.54 * 200, abs=1)
    assert 0.01 < (pixels[:, :, :3].min(axis=2) < 0.9).mean() < 0.6


@pytest.mark.parametrize("name", ["couverture", "carte, départements"])
def test_the_same_chart_gives_the_same_bytes_whoever_asks(warehouse: Warehouse, name: str) -> None:
    chart = CHARTS[name](warehouse).checked()
    with ThreadPoolExecutor(4) as threads:
        files = list(threads.map(lambda form: picture(chart, form, TITLE, CREDITS), ["svg", "png"] * 2))
    assert len(set(files)) == 2
    assert b"<dc:date>" not in files[0]


def test_an_svg_states_its_size_and_keeps_its_words_for_the_pdf(warehouse: Warehouse, tmp_path: Path) -> None:
    svg = drawn(CHARTS["montants"](warehouse).checked(), "svg")
    assert f'width="16cm" height="{svg.height_cm:.4g}cm"'.encode() in svg.content
    (tmp_path / "chart.svg").write_bytes(svg.content)
    (tmp_path / "page.typ").write_text(
        '#set page(height: auto)\n#set document(title: "Essai")\n#image("chart.svg", alt: "Montants", width: 16cm)',
        encoding="utf-8",
    )
    folder = Path(dashboard.__file__).parent / "fonts"
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    pdf = typst.Compiler(tmp_path / "page.typ", font_paths=fonts).compile(format="pdf", pdf_standards=["ua-1"])
    (page,) = pypdf.PdfReader(BytesIO(pdf)).pages
    assert "Clermont-Ferrand · 2019, engagé" in page.extract_text()
    assert "300\u202f000\u00a0€" in page.extract_text()


def test_each_row_is_a_bar_of_its_length_colour_and_pattern(warehouse: Warehouse) -> None:
    amounts = asked(warehouse, "montants-par-habitant", nature="toutes").drop_nulls("amount_per_1000_inhabitants_eur")
    sheet = sheet_of(of_choices(warehouse, "montants-par-habitant", nature="toutes").checked())
    bars = sheet.axes.patches
    words = [text.get_window_extent() for text in sheet.axes.texts]
    assert [bar for bar in bars if any(bar.get_window_extent().overlaps(box) for box in words)] == []
    assert sorted(bar.get_width() for bar in bars) == sorted(amounts["amount_per_1000_inhabitants_eur"])
    patterns = {"engagé": "", "prévu": "//", "plafond": "xx"}
    natures = [labels.NATURES[nature] for nature in amounts["nature"]]
    assert sorted(bar.get_hatch() or "" for bar in bars) == sorted(patterns[nature] for nature in natures)


def test_each_territory_with_a_contract_is_a_point_filled_or_open(warehouse: Warehouse) -> None:
    known = on_the_map(warehouse).filter(pl.col("region_code") != "11")  # Île-de-France has a second mark in its zoom
    marks = [line for line in sheet_of(maps.territories(known).checked()).axes.lines if len(line.get_xdata()) == 1]
    rings = [mark for mark in marks if mark.get_markerfacecolor() == "none"]  # around what sources contradict
    points = [mark for mark in marks if mark not in rings]
    filled = [mark for mark in points if to_hex(mark.get_markerfacecolor()) != "#ffffff"]
    assert (len(points), len(filled)) == (known.height, known["has_amount"].sum())
    assert len(rings) == known["money_is_disputed"].sum()


@pytest.mark.parametrize(
    ("code", "region", "latitude", "longitude"), [("63", "84", 45.8, 3.1), ("974", "04", -21.1, 55.5)]
)
def test_a_territory_is_shown_where_it_lies(code: str, region: str, latitude: float, longitude: float) -> None:
    place = {
        "departement_code": code, "region_code": region, "latitude": latitude, "longitude": longitude, "name": "Essai",
    }  # fmt: skip
    sheet = sheet_of(thematic.situation(place).checked())
    blue = to_rgba("#e3e3fd")
    (area,) = (patch for patch in sheet.axes.patches if patch.get_facecolor() == blue)
    (mark,) = (line for line in sheet.axes.lines if len(line.get_xdata()) == 1)
    assert area.get_path().contains_point(mark.get_xydata()[0])


MISSING = ("zero", "not_applicable", "suppressed", "not_measured", "not_transmitted", "bound")
HATCHES = ["...", "xxx", "+++", "---", "///", "\\\\\\"]
CLASSES = ["...", "..."]  # of two of the five classes, told from their neighbours by form
SILENT = ["//"]


def test_each_class_of_a_map_is_a_surface_and_what_is_no_value_is_hatched(warehouse: Warehouse) -> None:
    subject, frame = mapped(warehouse, "region", "dna_places")
    silent = frame.filter(status="no_data")["territory_id"].to_list()
    given = pl.col("territory_id").replace_strict(dict(zip(silent, MISSING, strict=False)), default=pl.col("status"))
    stated = {"unit": "place", "qualifier": "at_least", "nature": "rule", "year": 2022, "value_low": 1.0}
    filled = [pl.col(name).fill_null(value) for name, value in stated.items()]
    chart = shaded(subject, frame.with_columns(*filled, status=given)).checked()
    sheet = sheet_of(chart)
    areas = [patch for patch in sheet.axes.patches if patch.get_facecolor()[3]]
    fills = [trace.fillcolor for trace in chart.data if trace.type == "scatter" and trace.fill == "toself"]
    assert [to_hex(area.get_facecolor()) for area in areas] == fills
    assert sorted(area.get_hatch() for area in areas if area.get_hatch()) == sorted([*HATCHES, *CLASSES, *SILENT])
    signs = [patch for patch in sheet.page.patches if isinstance(patch, Rectangle)]
    looks = [[(to_hex(one.get_facecolor()), one.get_hatch() or "") for one in kind] for kind in (signs, areas)]
    assert sorted(looks[0]) == sorted(looks[1])  # what is silent is the ground, drawn before all
    names = [trace.name for trace in chart.data if trace.type == "bar"]
    counts = [int(re.findall(r"\((\d+)\)$", name)[0]) for name in names if name in words_of(picture(chart, "svg"))]
    assert (len(counts), sum(counts)) == (len(areas), frame.filter(place=1).height)


def on_a_map(*traces: object) -> go.Figure:
    """Ten units each way, without axes."""
    figure = go.Figure(traces).update_layout(height=700).update_yaxes(scaleanchor="x")
    return figure.update_xaxes(visible=False, range=[0, 10]).update_yaxes(visible=False, range=[0, 10])


def test_a_hole_that_runs_the_other_way_round_is_not_filled() -> None:
    outer, inner = ([1, 9, 9, 1, 1], [1, 1, 9, 9, 1]), ([3, 3, 7, 7, 3], [3, 7, 7, 3, 3])
    islet = ([4.5, 5.5, 5.5, 4.5], [4.5, 4.5, 5.5, 5.5])  # left open: a surface closes itself
    x, y = ([place for ring in (outer, inner, islet) for place in (*ring[axis], None)] for axis in (0, 1))
    chart = on_a_map(go.Scatter(x=x, y=y, mode="lines", fill="toself", fillcolor="#4646d8", line={"width": 0.5}))
    assert len(sheet_of(chart).axes.patches) == 1
    pixels = imread(BytesIO(drawn(chart, "png").content))
    row, unit = pixels[pixels.shape[0] // 2], 49.6 / 700 * pixels.shape[1]
    seen = [to_hex(row[round(pixels.shape[1] / 2 + unit * (x - 5))][:3]) for x in (0.5, 2, 4, 5, 6, 8, 9.5)]
    assert seen == ["#ffffff", "#4646d8"] * 3 + ["#ffffff"]


@pytest.mark.parametrize(
    "name", [name for name in CHARTS if name.startswith("carte, ") and name != "carte, chaque année"]
)
def test_a_map_keeps_its_shape_and_names_its_frames_within_them(warehouse: Warehouse, name: str) -> None:
    chart = CHARTS[name](warehouse).checked()
    sheet = sheet_of(chart)
    sheet.figure.draw_without_rendering()
    box = sheet.axes.get_window_extent()
    (west, east), (south, north) = chart.layout.xaxis.range, chart.layout.yaxis.range
    assert box.width / box.height == pytest.approx((east - west) / (north - south), rel=0.005)
    assert 13 < 24 * box.width / sheet.width < 18
    words = {text.get_text(): text.get_window_extent() for text in sheet.axes.texts}
    drawn = CHARTS[name](warehouse).ground
    assert drawn is not None
    for label, (left, _bottom, right, _top) in composition.frames(drawn.frames):
        places = [(x - west) * box.width / (east - west) + box.x0 for x in (left, right)]
        assert places[0] < words[label].x0 < words[label].x1 < places[1]


def test_circles_keep_their_proportions_and_marks_for_the_pointer_are_not_drawn(warehouse: Warehouse) -> None:
    chart = CHARTS["carte, départements"](warehouse).checked()
    sizes = [
        size
        for trace in chart.data
        if trace.type == "scatter" and "markers" in trace.mode and trace.marker.opacity != 0
        for size in trace.marker.size
    ]
    sheet = sheet_of(chart)
    assert [line.get_markersize() / size for line, size in zip(sheet.axes.lines, sizes, strict=True)] == pytest.approx(
        [0.8] * len(sizes)
    )
    assert {line.get_alpha() for line in sheet.axes.lines} == {0.75, None}
    assert {sign.get_markersize() for sign in sheet.page.lines} == {16}


def test_a_map_of_many_outlines_stays_light(warehouse: Warehouse) -> None:
    assert len(picture(CHARTS["carte, intercommunalités"](warehouse).checked(), "svg")) < 2_000_000


def test_a_long_name_of_the_legend_takes_two_columns_and_leaves_the_others_theirs() -> None:
    names = ["de 1 à 2", "de 2 à 3", "confiance basse ou sources contradictoires (12)", "sans objet", "non mesuré"] * 2
    sheet = sheet_of(on_a_map(*(go.Bar(x=[None], y=[None], name=name, marker={"color": "#b1b1f9"}) for name in names)))
    heights = {text.xy[1] for text in sheet.page.texts if isinstance(text, Annotation) and text.get_text() in names}
    assert len(heights) == 3
    assert len({text.get_text() for text in sheet.page.texts} & set(names)) == 5


def test_a_year_without_a_figure_breaks_the_line_and_a_break_is_a_ring() -> None:
    chart = go.Figure(
        go.Scatter(
            x=[2019, 2020, 2021], y=[1, None, 3], mode="lines+markers", line={"dash": "dash"},
            marker={"symbol": ["circle", "circle", "circle-open"], "color": "#000091", "size": 9},
        )
    )  # fmt: skip
    line, first, _, last = sheet_of(chart).axes.lines
    assert line.is_dashed()
    assert [str(y) for y in line.get_ydata()] == ["1.0", "nan", "3.0"]
    assert (first.get_markerfacecolor(), last.get_markerfacecolor()) == ("#000091", "none")


@pytest.mark.parametrize(
    ("value", "form", "words"),
    [
        (300_000, ",.0f", "300\u202f000"),
        (1_234_567.5, ",.1f", "1\u202f234\u202f567,5"),
        (1_500, ",d", "1\u202f500"),
        (2021.0, "d", "2021"),
        (0.5, "", "0,5"),
    ],
)
def test_numbers_of_axes_are_french(value: float, form: str, words: str) -> None:
    assert number_words(value, form) == words


@pytest.mark.parametrize(
    ("chart", "named"),
    [
        (go.Figure(go.Pie(values=[1])), "pie"),
        (go.Figure([go.Bar(x=[1], y=["a"], orientation="h"), go.Scattermap(lat=[1], lon=[1])]), "scattermap"),
        (go.Figure(go.Bar(x=["a"], y=[1])), "None"),
        (go.Figure(go.Scatter(x=[1], y=[1], marker={"symbol": "hourglass"}, mode="markers")), "hourglass"),
        (go.Figure(go.Scatter(x=[1], y=[1], line={"dash": "5px,2px"}, mode="lines")), "5px,2px"),
        (go.Figure(go.Scatter(x=[1], y=[1], fill="tozeroy")), "tozeroy"),
        (go.Figure(go.Heatmap(x=["a"], y=["b"], z=[[1]])), "échelle de couleurs"),
        (go.Figure(go.Scatter(x=[1], y=[1])).add_hline(y=1), "shapes"),
        (go.Figure(go.Scatter(x=[1], y=[1])).update_xaxes(tickformat=".0%"), ".0%"),
        (on_a_map(go.Scatter(x=[1], y=[1], fill="tonexty", mode="lines")), "tonexty"),
        (on_a_map(go.Scatter(x=[1], y=[1], fill="toself", mode="lines")), "couleur de la surface"),
        (on_a_map(go.Scatter(x=[1], y=[1])).update_xaxes(visible=True), "l'axe de la carte"),
        (on_a_map().add_annotation(x=1, y=1, text="a"), "l'annotation d'une carte"),
    ],
)
def test_what_a_picture_does_not_know_is_an_error_that_names_it(chart: go.Figure, named: str) -> None:
    with pytest.raises(NotDrawable, match=re.escape(named)):
        picture(chart, "svg")


def test_a_chart_without_rows_is_a_picture_without_marks(warehouse: Warehouse) -> None:
    nothing = exit_charts.exit_rates(asked(warehouse, "sorties").clear()).checked()
    assert words_of(picture(nothing, "svg")) == "Taux publié, en\u00a0% 0 20 40 60 80 100"


def test_nothing_that_draws_is_loaded_before_a_picture_is_asked_for() -> None:
    code = "import sys, dashboard.documents.pictures; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
