"""The thematic map loses nothing: drawn and not drawn make the whole, and what is no value never becomes a shade."""

import polars as pl
import pytest

from dashboard import map_readings, thematic
from geo import composition
from queries import classes
from queries.warehouse import Warehouse

ROW = {
    "territory_id": "dep-63", "territory_name": "Puy-de-Dôme", "level": "departement", "region_code": "84",
    "longitude": 3.1, "latitude": 45.7, "year": 2022, "value": 10.0, "value_low": None, "value_high": None,
    "value_per_1000": 0.1, "unit": "person", "qualifier": "exact", "nature": "observed", "obs_status": "A",
    "missing_reason": None, "confidence": "H", "is_contradictory": False, "grade": None, "status": "value", "place": 1,
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


def _shaded(frame: pl.DataFrame, level: str = "departement") -> dict[str, object]:
    """The traces of a choropleth that the legend names, by name."""
    values = frame.filter(status="value")["value"].to_list()
    limits = classes.bounds(values, "egales")
    places = [
        classes.place(row["value"], limits) if row["status"] == "value" else None for row in frame.iter_rows(named=True)
    ]
    subject = thematic.Subject(level, "value", map_readings.class_words(limits, SUBJECT, "value"), places)
    return {trace.name: trace for trace in thematic.shades(frame, subject, "departement").data if trace.name}


def test_statuses_are_told_apart_by_pattern_and_word() -> None:
    traces = _shaded(_frame({}, *STATUSES))
    patterns = {name: trace.marker.pattern.shape for name, trace in traces.items() if trace.type == "bar"}
    assert patterns == {
        "de 10,0 à 20,0 (1)": "",
        "de 20,0 à 30,0 (1)": "",
        "aucun chiffre imprimé (1)": "",
        "zéro imprimé (1)": ".",
        "sans objet (1)": "x",
        "secret (1)": "+",
        "non transmis ou illisible (1)": "/",
        "intervalle ou borne (1)": "\\",
    }
    assert "confiance basse ou sources contradictoires (1)" in traces


def test_a_true_zero_is_a_value_where_zero_falls_in_a_class() -> None:
    """Zero is printed: it has a place among the numbers, and its own sign where circles cannot show it."""
    frame = _frame({}, STATUSES[0])
    subject = thematic.Subject("departement", "value", [], [None, None])
    names = [trace.name for trace in thematic.circles(frame, subject, "departement").data if trace.name]
    assert names == ["zéro imprimé (1)", "surface proportionnelle au nombre (1)"]


def test_one_value_is_one_class_in_the_middle_of_the_scale() -> None:
    traces = _shaded(_frame({}))
    assert list(traces) == ["10,0 (1)"]
    assert traces["10,0 (1)"].marker.color == thematic.SHADES[2]


def test_a_map_without_any_value_says_so() -> None:
    frame = _frame(*(row for row in STATUSES[1:-1] if row["status"] not in ("zero",)))
    assert map_readings.reading(frame, "value") == (
        "Aucune valeur n'est imprimée : seulement des bornes, ou pourquoi le chiffre manque."
    )
    assert "aucun chiffre imprimé (1)" in _shaded(frame)


def test_a_territory_without_a_place_is_named_and_not_lost() -> None:
    frame = _frame(
        {}, {"territory_id": "com-97502", "territory_name": "Saint-Pierre", "longitude": None, "latitude": None}
    )
    *_, last = map_readings.notes(frame, is_shaded=True, method="quantiles")
    assert last == "Lignes dessinées : 1 ; non cartographiées : 1 (Saint-Pierre)."


def test_a_second_figure_of_a_territory_is_told_and_not_drawn() -> None:
    frame = _frame({}, {"place": 2, "value": 5.0})
    assert [thematic.is_drawn(row) for row in frame.iter_rows(named=True)] == [True, False]
    assert "autre chiffre du même territoire, non dessiné" in map_readings.remarks(frame.row(1, named=True))


def test_circles_have_a_surface_in_proportion() -> None:
    frame = _frame({"value": 400.0}, {"territory_id": "dep-01", "value": 100.0})
    subject = thematic.Subject("departement", "value", [], [None, None])
    traces = {trace.name: trace for trace in thematic.circles(frame, subject, "departement").data if trace.name}
    large, small = traces["surface proportionnelle au nombre (2)"].marker.size
    assert large == 2 * small


def test_drawn_and_not_drawn_make_the_rows_of_every_map(warehouse: Warehouse) -> None:
    """For each level, subject and year: count and sum; every territory of the level is there, and none that is a set."""
    expected = {"region": 18, "departement": 101, "epci": 1255}
    for subject in warehouse.read("map_subjects").iter_rows(named=True):
        for year in ("derniere", *subject["years"].split(",")):
            rows = warehouse.read(
                "map_values", level=subject["map_level"], subject_id=subject["subject_id"], year=year
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
    rows = warehouse.read("map_values", level="region", subject_id="dna_places/rule/at", year="2022")
    known = {row["territory_name"]: row["value"] for row in rows.iter_rows(named=True) if row["value"] is not None}
    assert known["Grand Est"] == 15_202
    assert rows.filter(status="no_data").height == 18 - len(known)
