"""What each kind of choice asks of a read: nothing where it filters nothing."""

import pytest

from dashboard.choices.fields import Selection, parameters
from dashboard.figures import same_data


@pytest.mark.parametrize(
    ("name", "value", "asked"),
    [
        ("millesime", "derniere", {"year": None, "is_each_year": False}),
        ("millesime", "chaque", {"year": None, "is_each_year": True}),
        ("millesime", "2016", {"year": "2016", "is_each_year": False}),
        ("horizon", "entry-12", {"horizon_from": "entry", "horizon_months": 12}),
        ("base", "toutes", {"base_id": None}),
        ("base", "cir_year", {"base_id": "cir_year"}),
        ("document", "tous", {"document_id": None}),
        ("depuis", "debut", {"after_number": None}),
        ("jusqua", "actuel", {"up_to_number": None}),
        ("depuis", "2026.1", {"after_number": "2026.1"}),
        ("territoires", (), {"territory_ids": ()}),
        ("territoires", ("com-57463", "dep-63"), {"territory_ids": ("com-57463", "dep-63")}),
        ("jeu_de", "", {"from_year": None}),
        ("theme", "tous", {"theme_id": None}),
        ("lieu", "dep-63", {"territory_id": "dep-63"}),
    ],
)
def test_a_choice_fills_its_parameters(name: str, value: object, asked: dict[str, object]) -> None:
    assert parameters(Selection(**{name: value}), [name]) == asked  # type: ignore[arg-type]


def test_several_choices_fill_their_parameters_in_their_order() -> None:
    chosen = Selection(argent="action_cost", nature="toutes", annee="2016")
    assert list(parameters(chosen, ("annee", "argent", "nature")).items()) == [
        ("year", "2016"),
        ("measure_id", "action_cost"),
        ("nature", None),
    ]


def test_the_data_of_a_year_are_asked_with_what_has_no_printed_start_or_end() -> None:
    """A figure of a year shows what is printed as open too; without a filter there is nowhere to lead."""
    filters = {"territoire": ("com-57463",), "mesure": (), **same_data.of_year("2016")}
    assert same_data.address(Selection(nature="paid", version="2016.1"), filters) == (
        "/donnees?partie=jeu&territoires=com-57463&de=2016&a=2016&aussi=sans_debut,sans_fin&version=2016.1"
    )
    assert same_data.of_year("toutes") == {}
    assert same_data.address(Selection(), {"territoire": (), "mesure": ()}) == ""
