"""Every read says in its header what it may be asked, and is asked in texts by nothing else."""

import pytest

from queries.parameters import DECLARATION, KINDS, BadlyAsked, Parameter, declared, values
from queries.sql import sql_names, sql_parameters, sql_text

RATIOS = [("territory_ids", "com-63113,dep-63"), ("measure_id", "state_contribution")]


@pytest.mark.parametrize("question", sql_names("reads"))
def test_a_read_declares_exactly_the_parameters_that_it_binds(question: str) -> None:
    """Each once, of a known type, with a title that begins as a title does, and no line of a header is misspelt."""
    text = sql_text(f"reads/{question}")
    begun = [line for line in text.splitlines() if line.startswith("-- $")]
    assert [line for line in begun if not DECLARATION.fullmatch(line)] == []
    parameters = declared(question)
    assert sorted(one.name for one in parameters) == sorted(sql_parameters(text))
    assert [one for one in parameters if one.kind not in KINDS or not one.title[0].isupper()] == []


def test_a_parameter_has_one_type_in_every_read() -> None:
    kinds = {(one.name, one.kind) for question in sql_names("reads") for one in declared(question)}
    assert len(kinds) == len({name for name, _kind in kinds})


def test_a_header_is_read_whole() -> None:
    assert declared("map_values") == (
        Parameter("level", "code", False, "Niveau des territoires"),
        Parameter("subject_id", "code", False, "Sujet de la carte"),
        Parameter("year", "year", True, "Année"),
        Parameter("is_each_year", "boolean", True, "Année par année, plutôt que la dernière"),
    )


@pytest.mark.parametrize("words", ["", "toutes", "tous", "derniere"])
def test_nothing_filters_nothing_and_so_do_the_words_of_former_receipts(words: str) -> None:
    """A parameter that may be null need not be given either."""
    asked = {"territory_ids": ["com-63113", "dep-63"], "measure_id": "state_contribution"}
    whole = [*RATIOS, ("nature", words), ("base_id", words), ("year", words)]
    assert values("funding_ratios", whole) == {**asked, "nature": None, "base_id": None, "year": None}
    assert values("funding_ratios", RATIOS) == values("funding_ratios", whole)
    assert values("axes_announced", [("territory_ids", words)]) == {"territory_ids": None}


def test_each_type_is_read_from_its_text() -> None:
    assert values("map_values", [("level", "region"), ("subject_id", "a/b"), ("year", "2021")]) == {
        "level": "region", "subject_id": "a/b", "year": "2021", "is_each_year": None,
    }  # fmt: skip
    assert values("map_values", [("level", "region"), ("subject_id", "a/b"), ("year", "chaque")]) == {
        "level": "region", "subject_id": "a/b", "year": None, "is_each_year": True,
    }  # fmt: skip
    asked = [("horizon_from", "exit")]
    assert values("exit_counts_compared", [*asked, ("horizon_months", "6")])["horizon_months"] == 6
    # 0 was printed so by receipts.
    found = values("exit_counts_compared", [*asked, ("horizon_months", "false")])["horizon_months"]
    assert (found, type(found)) == (0, int)
    # A list that may not be null is empty; a text may be.
    assert values("territories_named", [("territory_ids", "")]) == {"territory_ids": []}
    assert values("action_words_near", [("words", "")]) == {"words": ""}
    assert values("reconciliations_found", [("has_gap", "false")]) == {"has_gap": False, "document_id": None}


def test_all_that_is_badly_asked_is_told_at_once() -> None:
    given = [("mesure_id", "x"), ("year", "16"), ("territory_ids", "a"), ("territory_ids", "b"), ("base_id", "")]
    with pytest.raises(BadlyAsked) as told:
        values("funding_ratios", given)
    assert str(told.value).splitlines() == [
        "Paramètre « mesure_id » : la lecture funding_ratios n'en a pas de ce nom ; "
        "voulez-vous dire measure_id (Mesure) ?",
        "Paramètre « territory_ids » : trouvé 2 fois, attendu une fois.",
        "Paramètre « year » (Année) : trouvé « 16 », attendu une année de quatre chiffres, ou rien.",
        "Paramètre « measure_id » (Mesure) : trouvé rien, attendu un code.",
        "La lecture funding_ratios attend :",
        "  territory_ids : Territoires (des codes séparés par des virgules)",
        "  measure_id : Mesure (un code)",
        "  nature : Nature (un code, ou rien)",
        "  base_id : Base (un code, ou rien)",
        "  year : Année (une année de quatre chiffres, ou rien)",
    ]


@pytest.mark.parametrize(
    ("question", "given", "said"),
    [
        ("exit_rates", ("measure_id", ""), "trouvé rien, attendu un code."),
        ("reconciliations_found", ("has_gap", "oui"), "trouvé « oui », attendu true ou false."),
        ("exit_counts_compared", ("horizon_months", "six"), "trouvé « six », attendu un entier."),
        ("themes_defined", ("x", "1"), "La lecture themes_defined n'attend aucun paramètre."),
    ],
)
def test_a_text_that_its_type_does_not_read_is_told(question: str, given: tuple[str, str], said: str) -> None:
    with pytest.raises(BadlyAsked) as told:
        values(question, [given])
    assert said in str(told.value)
