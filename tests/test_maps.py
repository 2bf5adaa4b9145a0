"""The thematic map loses nothing: drawn and not drawn make the whole, and what is no value never becomes a shade."""

from pathlib import Path

import polars as pl
import pytest

from dashboard.choices.fields import Selection
from dashboard.drawing import thematic
from dashboard.figures import map_classes, map_notes, maps
from data.curation import read_curated
from geo import composition
from queries import classes
from queries.build import build
from queries.warehouse import Warehouse
from tests.kinds import EACH_KIND

ROW = {
    "map_year": None, "population_year": 2023, "observation_ids": ["fictif.0001"],
    "territory_id": "dep-63", "territory_name": "Puy-de-Dôme", "level": "departement", "region_code": "84",
    "longitude": 3.1, "latitude": 45.7, "year": 2022, "value": 10.0, "value_low": None, "value_high": None,
    "value_per_1000": 0.1, "unit": "person", "qualifier": "exact", "nature": "observed", "obs_status": "A",
    "missing_reason": None, "confidence": "H", "is_contradictory": False, "set_aside_low": None,
    "set_aside_high": None, "grade": None, "status": "value", "place": 1,
}  # fmt: skip
NONE = {"value": None, "value_per_1000": None}
STATUSES = [
    {"territory_id": "dep-01", "territory_name": "Ain", "status": "zero", "value": 0.0, "value_per_1000": 0.0},
    {"territory_id": "dep-02", "territory_name": "Aisne", "status": "not_applicable", "obs_status": "M", **NONE},
    {"territory_id": "dep-03", "territory_name": "Allier", "status": "suppressed", "obs_status": "Q", **NONE},
    {
        "territory_id": "dep-05",
        "territory_name": "Hautes-Alpes",
        "status": "not_transmitted",
        "obs_status": "O",
        **NONE,
    },
    {"territory_id": "dep-06", "territory_name": "Alpes-Maritimes", "status": "no_data", "obs_status": None, **NONE},
    {"territory_id": "dep-07", "territory_name": "Ardèche", "status": "bound", "value_low": 400.0, **NONE},
    {"territory_id": "dep-08", "territory_name": "Ardennes", "confidence": "L", "value": 30.0},
]
SUBJECT = {"is_ratio": False, "unit": "person"}


def _frame(*rows: dict) -> pl.DataFrame:
    return pl.DataFrame([{**ROW, **row} for row in rows], infer_schema_length=None)


def _shaded(frame: pl.DataFrame, level: str = "departement", method: str = "egales") -> dict[str, object]:
    """The traces of a choropleth that the legend names, by name."""
    values = frame.filter(status="value")["value"].to_list()
    limits = classes.bounds(values, method)
    places = [
        classes.place(row["value"], limits) if row["status"] == "value" else None for row in frame.iter_rows(named=True)
    ]
    subject = thematic.Subject(level, "value", map_classes.class_words(limits, SUBJECT, "value"), places)
    return {trace.name: trace for trace in thematic.shades(frame, subject, "departement").checked().data if trace.name}


def test_statuses_are_told_apart_by_pattern_and_word() -> None:
    traces = _shaded(_frame({}, *STATUSES))
    bars = {name: trace.marker.pattern for name, trace in traces.items() if trace.type == "bar"}
    silent = bars.pop("aucun chiffre publié (1)")
    illegible = bars["non transmis ou illisible (1)"]
    assert silent.shape == illegible.shape == "/"
    assert silent.size > illegible.size
    patterns = {name: pattern.shape for name, pattern in bars.items()}
    assert patterns == {
        "de 10,0 à 20,0 (1)": "",
        "plus de 20,0 à 30,0 (1)": "",
        "zéro publié (1)": ".",
        "sans objet (1)": "x",
        "secret (1)": "+",
        "non transmis ou illisible (1)": "/",
        "intervalle, borne, ordre de grandeur (1)": "\\",
    }
    assert "confiance basse ou sources contradictoires (1)" in traces


def test_a_true_zero_is_a_value_where_zero_falls_in_a_class() -> None:
    """Zero is printed: it has a place among the numbers, and its own sign where circles cannot show it."""
    frame = _frame({}, STATUSES[0])
    subject = thematic.Subject("departement", "value", [], [None, None])
    names = [trace.name for trace in thematic.circles(frame, subject, "departement").checked().data if trace.name]
    assert names == ["zéro publié (1)", "surface proportionnelle au nombre (1)"]


@pytest.mark.parametrize("method", classes.METHODS)
def test_fewer_values_than_classes_and_a_constant_series_are_all_drawn(method: str) -> None:
    """Two values make two classes, three equal ones a single class, under its one value; no class is empty."""
    two = _frame({}, {"territory_id": "dep-01", "value": 20.0})
    assert [*_shaded(two, method=method)] == ["de 10,0 à 15,0 (1)", "plus de 15,0 à 20,0 (1)"]
    same = _frame({}, {"territory_id": "dep-01"}, {"territory_id": "dep-02"})
    assert [*_shaded(same, method=method)] == ["10,0 (3)"]
    assert maps.reading(same, "value") == "Un même chiffre partout où il est publié : 10\u00a0personnes."


def test_the_lowest_class_is_the_lightest() -> None:
    rows = ({"territory_id": f"dep-0{number}", "value": 10.0 * number} for number in range(1, 6))
    traces = _shaded(_frame(*rows))
    assert {name: trace.marker.color for name, trace in traces.items()} == {  # type: ignore[attr-defined]
        "de 10,0 à 18,0 (1)": "#e3e3fd",
        "plus de 18,0 à 26,0 (1)": "#b1b1f9",
        "plus de 26,0 à 34,0 (1)": "#6a6af4",
        "plus de 34,0 à 42,0 (1)": "#3a3ac8",
        "plus de 42,0 à 50,0 (1)": "#000091",
    }


def test_one_value_is_one_class_in_the_middle_of_the_scale() -> None:
    traces = _shaded(_frame({}))
    assert list(traces) == ["10,0 (1)"]
    assert traces["10,0 (1)"].marker.color == "#6a6af4"


def test_a_map_without_any_value_says_so() -> None:
    frame = _frame(*(row for row in STATUSES[1:-1] if row["status"] not in ("zero",)))
    assert maps.reading(frame, "value") == (
        "Aucune valeur à classer : seulement des intervalles, des bornes ou des chiffres de confiance basse, qui ne se classent "
        "pas, ou pourquoi le chiffre manque."
    )
    assert "aucun chiffre publié (1)" in _shaded(frame)


def test_a_territory_without_a_place_is_named_and_not_lost() -> None:
    frame = _frame(
        {}, {"territory_id": "com-97502", "territory_name": "Saint-Pierre", "longitude": None, "latitude": None}
    )
    *_, last = maps.notes(frame, is_shaded=True, method="quantiles")
    assert last == "Sur la carte : 1\u00a0territoire ; sans place sur la carte : Saint-Pierre."


def test_a_second_figure_of_a_territory_is_told_and_not_drawn() -> None:
    frame = _frame({}, {"place": 2, "value": 5.0})
    assert [thematic.is_drawn(row) for row in frame.iter_rows(named=True)] == [True, False]
    assert "autre chiffre du même territoire, non dessiné" in maps.remarks(frame.row(1, named=True))


def test_an_all_missing_measure_has_no_class_and_no_circle() -> None:
    frame = _frame(*(row for row in STATUSES if row.get("value", 0) is None)).filter(pl.col("status") != "bound")
    names = ["aucun chiffre publié (1)", "sans objet (1)", "secret (1)", "non transmis ou illisible (1)"]
    assert {*_shaded(frame)} == {*names}
    subject = thematic.Subject("departement", "value", [], [None] * frame.height)
    drawn = [trace.name for trace in thematic.circles(frame, subject, "departement").checked().data if trace.name]
    assert {*drawn} == {*names}


def _citing_sets(warehouse: Warehouse) -> pl.DataFrame:
    """What a map shows that rests on a figure printed for several territories together."""
    of_sets = warehouse.table("observations").filter(pl.col("territory_id").str.starts_with("set-"))["observation_id"]
    assert len(of_sets) > 0
    mapped = warehouse.table("territory__map_figures")
    return mapped.filter(pl.col("observation_ids").list.set_intersection(of_sets.to_list()) != [])


def test_the_figure_of_a_set_is_on_no_map_and_copied_to_no_member(warehouse: Warehouse) -> None:
    """One figure for several territories together has no place."""
    assert _citing_sets(warehouse).is_empty()


def test_the_figure_of_a_set_bounds_the_ratio_of_a_member(checkout: Path, home: Path) -> None:
    """As the base of one of them it gives a bound only: here, had the page counted signatories of a CIR."""
    path = checkout / "data/documents/macommune-2023-territoire-hospitalier/observations.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("newcomers_counted", "cir_signatories"), encoding="utf-8")
    citing = _citing_sets(Warehouse(build(home, checkout)))
    assert {*citing["grade"]} == {"C"}
    assert citing["value"].null_count() == citing.height > 0


def test_a_code_of_an_older_cog_is_refused_with_that_of_today(checkout: Path) -> None:
    """The build names who succeeded."""
    path = checkout / "data" / "documents" / "ctair-clermont-ferrand-2019" / "contracts.csv"
    former = checkout / "geo" / "layers" / "former_communes.csv"
    former.write_text("insee_code,name,successor_code\n63999,Montferrand,63113\n", encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("com-63113,", "com-63999,"), encoding="utf-8")
    told = {str(problem) for problem in read_curated(checkout).problems if problem.column == "territory_id"}
    assert any(
        "trouvé « com-63999 », attendu « com-63113 », qui lui a succédé dans le code officiel géographique" in one
        for one in told
    )


def test_the_extremes_name_all_who_hold_them() -> None:
    frame = _frame(
        {"value": 30.0},
        {"territory_id": "dep-01", "territory_name": "Ain", "value": 30.0},
        *({"territory_id": f"dep-{code}", "value": 0.0} for code in range(10, 16)),
    )
    assert maps.reading(frame, "value") == (
        "Le plus élevé : 30\u00a0personnes (Puy-de-Dôme, Ain) ; le plus bas : 0\u00a0personne (plusieurs territoires)."
    )


def test_a_circle_of_ile_de_france_is_in_its_place_and_in_the_zoom() -> None:
    paris = {"territory_id": "dep-75", "region_code": "11", "longitude": 2.35, "latitude": 48.86, "value": 40.0}
    frame = _frame({}, paris)
    subject = thematic.Subject("departement", "value", [], [None, None])
    traces = {
        trace.name: trace for trace in thematic.circles(frame, subject, "departement").checked().data if trace.name
    }
    circles = traces["surface proportionnelle au nombre (2)"]
    (west, _south, east, _north) = dict(composition.frames())["Île-de-France × 3"]
    assert [west < x < east for x in circles.x] == [False, True, False]
    assert circles.marker.size[0] == circles.marker.size[1] == 2 * circles.marker.size[2]


def test_under_the_pointer_a_figure_has_its_base_year_and_source() -> None:
    frame = _frame(
        {"value": 1500.0, "value_per_1000": None, "unit": "eur", "grade": "B"},
        {"status": "no_data", "observation_ids": None, **NONE},
    )
    documents = {"fictif.0001": "Contrat fictif du Puy-de-Dôme (Préfecture fictive, 2022)"}
    subject = thematic.Subject("departement", "value", [], [None, None], base="signataires du CIR", documents=documents)
    figure, nothing = (
        thematic.row_words(row, subject).replace("\u202f", " ").replace("\u00a0", " ")
        for row in frame.iter_rows(named=True)
    )
    assert figure.split("<br>") == [
        "<b>Puy-de-Dôme</b>",
        "1 500 € (constaté, 2022)",
        "Base : signataires du CIR (avec réserve)",
        "Source : Contrat fictif du Puy-de-Dôme (Préfecture",
        "fictive, 2022)",
    ]
    assert nothing.split("<br>") == ["Puy-de-Dôme", "aucun chiffre publié"]


def test_what_is_drawn_around_a_mark_does_not_hide_it() -> None:
    frame = _frame({"value": 400.0, "confidence": "L"}, {"territory_id": "dep-01", "value": 100.0})
    subject = thematic.Subject("departement", "value", [], [None, None], ("dep-63", "dep-01"))
    traces = {
        trace.name: trace for trace in thematic.circles(frame, subject, "departement").checked().data if trace.name
    }
    circles = traces["surface proportionnelle au nombre (2)"].marker.size
    ring = traces["confiance basse ou sources contradictoires (1)"].marker
    square = traces["territoires comparés (2)"].marker
    assert (ring.symbol, square.symbol) == ("circle-open", "square-open")
    assert circles[0] < ring.size[0] < square.size[0]
    assert circles[1] < square.size[1]


def test_a_figure_that_sources_dispute_has_its_ring() -> None:
    frame = _frame({"value": 400.0}, {"territory_id": "dep-01", "value": 100.0, "is_contradictory": True})
    subject = thematic.Subject("departement", "value", [], [None, None])
    traces = {
        trace.name: trace for trace in thematic.circles(frame, subject, "departement").checked().data if trace.name
    }
    ring = traces["confiance basse ou sources contradictoires (1)"].marker
    circles = traces["surface proportionnelle au nombre (2)"].marker.size
    assert [*ring.size] == [circles[1] + 6]


def test_a_click_on_a_territory_leads_to_its_sheet_and_adds_it_to_those_compared() -> None:
    ways = maps.MAP.ways
    assert ways is not None
    links = ways(ROW | {"status": "no_data"}, Selection(territoires=("com-57463", "dep-01")))
    assert [(link.words, link.address) for link in links] == [
        ("Fiche : Puy-de-Dôme (aucun chiffre publié)", "/territoires?volet=fiche&territoire=dep-63"),
        (
            "Ajouter Puy-de-Dôme à la comparaison",
            "/carte?territoires=com-57463,dep-01,dep-63&vue=mesure&niveau=contrat"
            "&sujet=state_contribution/committed/over",
        ),
    ]
    assert [link.words for link in ways(ROW, Selection(territoires=("dep-63",)))] == ["Fiche : Puy-de-Dôme"]


def _subjects(warehouse: Warehouse, is_whole: bool) -> list[dict]:
    """What maps can show; or of each level, what is drawn as a number and as a ratio, and what has most years."""
    every = warehouse.read("map_subjects").with_columns(years_count=pl.col("years").str.split(",").list.len())
    if is_whole:
        return every.to_dicts()
    kinds = [every.unique(["map_level", "is_ratio"], keep="first", maintain_order=True)]
    kinds.append(every.sort("years_count", descending=True, maintain_order=True).unique("map_level", keep="first"))
    return pl.concat(kinds).unique(["map_level", "subject_id"], maintain_order=True).to_dicts()


@pytest.mark.parametrize("is_whole", EACH_KIND)
def test_small_maps_lose_nothing_year_by_year(warehouse: Warehouse, is_whole: bool) -> None:
    """Each year has every territory of the level once, and its figures are those of that year's own map."""
    for subject in _subjects(warehouse, is_whole):
        asked = {"level": subject["map_level"], "subject_id": subject["subject_id"]}
        every = warehouse.read("map_values", **asked, year=None, is_each_year=True)
        years = [int(year) for year in subject["years"].split(",")]
        assert every["map_year"].unique().sort().to_list() == years
        for year in years:
            alone = warehouse.read("map_values", **asked, year=str(year), is_each_year=False)
            told = pl.col("status") != "no_data"
            assert every.filter(told, map_year=year).drop("map_year").equals(alone.filter(told).drop("map_year"))
        assert every.filter(place=1).height == len(years) * every["territory_id"].n_unique()
        *_, last = maps.notes(every, is_shaded=False, method="quantiles")
        assert last.startswith(f"{years[-1]}, sur la carte : ")


def test_small_maps_have_one_scale_and_one_title_each() -> None:
    years = [{"map_year": 2021, "year": 2021}, {"map_year": 2022, "year": 2022, "value": 40.0}]
    frame = _frame(*years, {"map_year": 2022, "territory_id": "dep-01", "status": "no_data", **NONE})
    subject = thematic.Subject("departement", "value", [], [None] * 3, ("dep-63",), [2021, 2022])
    figure = thematic.circles(frame, subject, "departement").checked()
    traces = {trace.name: trace for trace in figure.data if trace.name}
    small, large = sorted(traces["surface proportionnelle au nombre (2)"].marker.size)
    assert large == 2 * small
    assert [note.text for note in figure.layout.annotations] == ["2021 (1)", "2022 (1)"]
    assert "territoires comparés (1)" in traces
    (targets,) = (trace for trace in figure.data if trace.customdata is not None)
    assert [*targets.customdata] == [0, 1]
    assert maps.by_year(frame, "value") == (
        "2021 : 10\u00a0personnes (Puy-de-Dôme) ; 2022 : 40\u00a0personnes (Puy-de-Dôme)."
    )


def test_small_maps_have_their_ground_each() -> None:
    frame = _frame({"map_year": 2021}, {"map_year": 2022})
    subject = thematic.Subject("departement", "value", [], [None] * 2, years=[2021, 2022])
    drawn = thematic.circles(frame, subject, "departement")
    assert drawn.ground is not None
    left, right = drawn.ground.images()
    assert left["source"] == right["source"]
    west, _south, east, _north = composition.extent(composition.NO_FRAME)
    assert right["x"] - left["x"] == pytest.approx(east - west + 0.8)


def test_circles_have_a_surface_in_proportion() -> None:
    frame = _frame({"value": 400.0}, {"territory_id": "dep-01", "value": 100.0})
    subject = thematic.Subject("departement", "value", [], [None, None])
    traces = {
        trace.name: trace for trace in thematic.circles(frame, subject, "departement").checked().data if trace.name
    }
    large, small = traces["surface proportionnelle au nombre (2)"].marker.size
    assert large == 2 * small


def test_the_circles_of_the_scale_are_as_large_as_those_of_their_numbers() -> None:
    """The largest of one significant digit, a quarter and a sixteenth of it: their surfaces, not their diameters."""
    figure = thematic.circles(
        _frame({"value": 400.0}), thematic.Subject("departement", "value", [], [None]), "departement"
    ).checked()
    (scale,) = (trace for trace in figure.data if trace.mode == "markers+text")
    assert scale.text == ("400 ", "100 ", "20 ")
    assert [round(size, 2) for size in scale.marker.size] == [46.0, 23.0, 10.29]


@pytest.mark.parametrize("is_whole", EACH_KIND)
def test_drawn_and_not_drawn_make_the_rows_of_every_map(warehouse: Warehouse, is_whole: bool) -> None:
    """For each level, subject and year: count and sum; every territory of the level is there, and none that is a set."""
    expected = {"region": 18, "departement": 101, "epci": 1255}
    for subject in _subjects(warehouse, is_whole):
        for year in (None, *subject["years"].split(",")):
            rows = warehouse.read(
                "map_values", level=subject["map_level"], subject_id=subject["subject_id"], year=year, is_each_year=False
            )  # fmt: skip
            drawn = [row for row in rows.iter_rows(named=True) if thematic.is_drawn(row)]
            lost = [row for row in rows.iter_rows(named=True) if not thematic.is_drawn(row)]
            assert len(drawn) + len(lost) == rows.height
            total = sum(row["value"] or 0 for row in drawn) + sum(row["value"] or 0 for row in lost)
            assert total == pytest.approx(rows["value"].sum())
            assert rows["territory_id"].n_unique() == expected.get(
                subject["map_level"], rows["territory_id"].n_unique()
            )
            assert not rows["territory_id"].str.starts_with("set-").any()


def test_every_territory_of_a_level_has_its_outline(warehouse: Warehouse) -> None:
    for level in ("region", "departement", "epci"):
        known = set(warehouse.table("territories").filter(level=level)["territory_id"])
        assert known == set(composition.rings(level))


def test_dna_places_by_region_as_printed(warehouse: Warehouse) -> None:
    rows = warehouse.read(
        "map_values", level="region", subject_id="dna_places/rule/at", year="2022", is_each_year=False
    )
    known = {row["territory_name"]: row["value"] for row in rows.iter_rows(named=True) if row["value"] is not None}
    assert known["Grand Est"] == 15_202
    assert rows.filter(status="no_data").height == 18 - len(known)


def test_a_contract_of_a_region_is_said_not_to_be_on_the_map_of_communes(warehouse: Warehouse) -> None:
    """Drawn and not drawn make the territories under contract; a région and a département are named."""
    known = warehouse.read("territories_known").filter(pl.col("contracts_count") > 0)
    (note,) = map_notes.of_another_level(known)
    assert note == (
        "Des 40 territoires sous contrat, 38 sont sur la carte ; Centre-Val de Loire (région) et Dordogne (département) ne le "
        "sont pas, d'un autre niveau."
    )
    drawn = warehouse.read(
        "map_values", level="contrat", subject_id="state_contribution/committed/over", year=None, is_each_year=False
    )  # fmt: skip
    assert drawn["territory_id"].n_unique() == 38
    assert "reg-24" not in set(drawn["territory_id"])
    assert map_notes.of_another_level(known.filter(pl.col("level").is_in(["commune", "epci"]))) == []
