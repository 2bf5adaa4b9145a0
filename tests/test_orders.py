"""What enters no order is ordered by no sentence: a bound, and a figure of low confidence, wherever amounts are compared."""

import re
from itertools import combinations

import polars as pl
import pytest

from dashboard.choices.fields import Selection
from dashboard.choices.vocabulary import EACH, EVERY
from dashboard.drawing import charts
from dashboard.figures import answer, closest_pair, guard, maps, questions, registry, shared_bases, synthesis
from dashboard.figures.content import Ranking
from dashboard.figures.spec import Row
from dashboard.words import grades
from queries import orders
from queries.warehouse import Warehouse

METZ, GRENOBLE = "com-57463", "epci-200040715"


@pytest.fixture(scope="module")
def ratios(warehouse: Warehouse) -> pl.DataFrame:
    """Every amount per person of the committed data that is shown."""
    return warehouse.table("funding__ratios").filter(pl.col("grade") != "X")


def told(row: Row) -> str:
    """« Grenoble-Alpes-Métropole 1 045 € », as a sentence says it."""
    return f"{row['territory_name']} {charts.ratio_words(row)}"


def test_a_count_that_enters_no_order_is_in_the_data(ratios: pl.DataFrame) -> None:
    """The 334 of Grenoble, contested: were it gone, nothing here would be tried."""
    doubtful = ratios.filter(~orders.IS_SURE | (pl.col("base_confidence") == orders.DOUBTFUL))
    assert doubtful.filter(territory_id=GRENOBLE, base_id="cir_bpi_year")["base_value"].unique().to_list() == [334.0]
    assert ratios.filter(orders.ENTERS_ORDER).join(doubtful, on=["territory_id", "base_id", "year"]).is_empty()
    assert [orders.enters_order(row) for row in ratios.rows(named=True)] == ratios.select(
        orders.ENTERS_ORDER.alias("enters")
    )["enters"].to_list()


def test_a_bound_is_said_of_exact_figures_of_one_year_alone(ratios: pl.DataFrame) -> None:
    """1 829 € of 2019 for those of 2020 is neither « au moins » nor « au plus », whatever says it; files keep its grade."""
    bounds = ratios.filter(grade="C").rows(named=True)
    said: dict[str, set[tuple[str, str]]] = {"exact": set(), "about": set()}
    for row in bounds:
        said[row["ratio_qualifier"]].add(
            (re.split(r"\d", charts.ratio_words(row))[0].strip(), grades.said(grades.of(row)))
        )
        assert (row["ratio_qualifier"] == "exact") <= (row["base_year"] in (None, row["year"])), told(row)
    assert said == {"exact": {("au moins", "borne")}, "about": {("≈", "ordre de grandeur")}}


@pytest.mark.parametrize("nature", ["committed", EVERY])
def test_no_sentence_orders_what_enters_no_order(warehouse: Warehouse, ratios: pl.DataFrame, nature: str) -> None:
    """Every two territories that have an amount per person, and all of them."""
    known = ratios["territory_id"].unique().sort().to_list()
    for territories in [*combinations(known, 2), tuple(known)]:
        chosen = Selection(territoires=territories, nature=nature)
        shown = answer.answered(shared_bases.SHARED, warehouse.read, chosen)
        if shown.frame.is_empty():
            continue
        clauses = re.split(r" ; |(?<=[€)])\. | : ", shared_bases.reading(shown).replace("\n", " "))
        for row in shown.frame.filter(~orders.ENTERS_ORDER).iter_rows(named=True):
            said = [clause for clause in clauses if told(row) in clause]
            assert [clause for clause in said if "ordre" not in clause and "seulement" not in clause] == [], territories
        sure = shown.frame.filter(orders.ENTERS_ORDER)
        shared = sure.filter(pl.col("territory_id").n_unique().over("base_id") > 1)["base_id"].n_unique()
        assert ("l'ordre" in shared_bases.reading(shown)) <= (shared > 1), territories
        asked = answer.answered(guard.SENSITIVITY, warehouse.read, chosen)
        named = {
            name for row in asked.frame.iter_rows(named=True) for name in re.split(" ; | et ", row["changed_pairs"])
        }
        assert named - {""} <= {*sure["territory_name"]}, territories


def test_grenoble_and_metz_are_told_apart_and_in_no_order(warehouse: Warehouse) -> None:
    """In Financement, in its panels, in the synthesis: 1 045 € and 746 €, 318 € and 456 €."""
    chosen = Selection(territoires=(METZ, GRENOBLE))
    shown = answer.answered(shared_bases.SHARED, warehouse.read, chosen)
    assert "l'ordre" not in shared_bases.reading(shown)
    assert answer.answered(guard.SENSITIVITY, warehouse.read, chosen).frame.is_empty()
    best = closest_pair.best(answer.answered(synthesis.SYNTHESIS, warehouse.read, chosen).frame)
    assert "Confiance basse à Grenoble-Alpes-Métropole : aucun ordre." in best


def test_the_extremes_of_accueil_enter_an_order(warehouse: Warehouse) -> None:
    shown = answer.answered(questions.PERSONS, warehouse.read, Selection())
    values = shown.frame.filter(orders.ENTERS_ORDER)["ratio_eur"].drop_nulls()
    reading = questions.persons_reading(shown.frame).replace("\u202f", "")
    assert re.findall(r"\d+", reading)[:2] == [str(round(values.min() or 0)), str(round(values.max() or 0))]
    only_doubtful = shown.frame.filter(base_id="cir_bpi_year", territory_id=GRENOBLE)
    assert questions.persons_reading(only_doubtful).startswith("Aucun montant qui se classe")


def test_a_map_orders_nothing_of_low_confidence(warehouse: Warehouse) -> None:
    """Its sentence and its title say no extreme that is doubtful, and its list has it below all others."""
    doubtful = warehouse.table("territory__map_figures").filter(~orders.IS_SURE)
    drawn = warehouse.read("map_subjects").join(doubtful, on=["map_level", "subject_id"], how="semi")
    subjects = drawn.select("map_level", "subject_id").rows()
    assert len(subjects) > 5
    for level, subject_id in subjects:
        for year in ("derniere", EACH):
            chosen = Selection(niveau=level, sujet=subject_id, millesime=year)
            shown = answer.answered(registry.FIGURES["carte"], warehouse.read, chosen)
            if shown.frame.is_empty():
                continue
            doubtful = shown.frame.filter(~orders.IS_SURE, pl.col("value").is_not_null())
            sentence = f"{maps.MAP.reading(shown)} {maps.MAP.sentence(shown)}"  # type: ignore[operator]
            for row in doubtful.iter_rows(named=True):
                said = (
                    f"{row['territory_name']}, {maps.figure_words(row)}",
                    f"{maps.figure_words(row)} ({row['territory_name']}",
                )
                assert not [words for words in said if words in sentence], (level, subject_id, year)
            ranking: Ranking = maps.MAP.rankings(shown)[0]  # type: ignore[misc]
            marks = ["confiance basse" in line.doubt or "hors de l'ordre" in line.doubt for line in ranking.lines]
            assert marks == sorted(marks), (level, subject_id, year)


def test_a_list_beside_a_map_has_bounds_and_what_is_rough_below_what_has_an_order(warehouse: Warehouse) -> None:
    """≈ 1 829 € of Clermont-Ferrand stood first, above the only exact amount."""
    chosen = Selection(niveau="contrat", sujet="ratio:cir_bpi_year/committed", millesime="derniere")
    shown = answer.answered(registry.FIGURES["carte"], warehouse.read, chosen)
    ranking: Ranking = maps.MAP.rankings(shown)[0]  # type: ignore[misc]
    told = [(line.value.replace("\u202f", " ").replace("\u00a0", " "), line.doubt) for line in ranking.lines]
    assert told == [
        ("746 € (2022)", ""),
        ("≈ 1 829 € (2019)", "ordre de grandeur : hors de l'ordre"),
        ("au moins 1 369 € (2020)", "borne : hors de l'ordre"),
        ("au moins 1 041 € (2020)", "borne : hors de l'ordre"),
        ("de 898 à 1 045 € (2023)", "sources contradictoires ; confiance basse : hors de l'ordre"),
        ("≈ 773 € (2021)", "ordre de grandeur : hors de l'ordre"),
    ]


def test_a_middle_is_of_what_enters_an_order(ratios: pl.DataFrame) -> None:
    same = {"base_id": "cir_bpi_year", "grade": "B", "nature": "committed"}
    rows = ratios.filter(**same, territory_id=GRENOBLE, year=2022)
    several = pl.concat([rows.with_columns(territory_id=pl.lit(name)) for name in "abc"])
    assert orders.medians(several).is_empty()
    assert orders.medians(several.with_columns(base_confidence=pl.lit("M")))["territories_count"].to_list() == [3]
