"""Coverage at every stage: each chosen territory keeps its column, and what its documents say best of each theme."""

from dashboard.figures import coverage
from queries.warehouse import Warehouse

METZ, CLERMONT, MARSEILLE, MONTPELLIER = "com-57463", "com-63113", "com-13055", "com-34172"
# Which themes do the first three cover, and Metz not?
FOUR = ("com-44109", "epci-243300316", "epci-200040715", METZ)


def test_each_territory_keeps_its_column_whatever_the_stage_of_its_actions(warehouse: Warehouse) -> None:
    best = coverage.best_stages(warehouse.read("theme_coverage", territory_ids=FOUR, stage=None))
    assert list(best) == list(FOUR)
    assert {territory: themes[8] for territory, themes in best.items()} == {
        "com-44109": ("Culture et sport", "none", 0),
        "epci-243300316": ("Culture et sport", "running", 1),
        "epci-200040715": ("Culture et sport", "none", 0),
        METZ: ("Culture et sport", "none", 0),
    }
    assert [theme.stage for theme in best["com-44109"]] == [
        "running", "proposed", "none", "none", "none", "none", "running", "none", "none", "running", "none", "none",
    ]  # fmt: skip
    assert [theme.stage for theme in best["epci-200040715"]][8:] == ["none", "announced", "announced", "none"]


def test_nothing_read_is_not_nothing_found(warehouse: Warehouse) -> None:
    best = coverage.best_stages(warehouse.read("theme_coverage", territory_ids=(MARSEILLE, MONTPELLIER), stage=None))
    assert {(theme.stage, theme.actions_count) for theme in best[MARSEILLE]} == {("unread", None)}
    assert {(theme.stage, theme.actions_count) for theme in best[MONTPELLIER]} == {
        ("unread", None),
        ("announced", None),
    }


def test_the_actions_of_one_stage_are_those_of_that_stage(warehouse: Warehouse) -> None:
    """Of Clermont-Ferrand, actions are proposed, in place or told as under way: none is contracted."""
    whole = warehouse.read("theme_coverage", territory_ids=(CLERMONT, METZ), stage=None)
    counts = ("actions_count", "contracted_count", "running_count", "proposed_count")
    assert whole.filter(territory_id=CLERMONT, theme_id="langue").select(counts).rows() == [(17, None, 9, 8)]
    contracted = coverage.best_stages(
        warehouse.read("theme_coverage", territory_ids=(CLERMONT, METZ), stage="contracted")
    )
    assert {theme.stage for theme in contracted[CLERMONT]} == {"unread"}
    assert [theme.actions_count for theme in contracted[METZ]] == [4, 1, 2, 2, 1, 1, 4, 1, 0, 1, 1, 0]
