"""The guard: its verdicts and words for pairs of ratios, and why a territory has none."""

import polars as pl
import pytest

from queries import comparability

CLERMONT = {
    "territory_id": "com-63113", "territory_name": "Clermont-Ferrand", "programme": "ctair", "target_public": "bpi",
    "nature": "committed", "year": 2019, "base_id": "bpi_resident", "base_label": "BPI présents", "base_kind": "stock",
    "base_territory_name": "Clermont-Ferrand", "scope_relation": "equal", "grade": "A", "reason": "like_for_like",
}  # fmt: skip
TWIN = CLERMONT | {
    "territory_id": "com-99999",
    "territory_name": "Ville jumelle",
    "base_territory_name": "Ville jumelle",
}
WITHOUT = {
    "territory_id": "epci-200070712", "territory_name": "Thiers", "has_amount": True, "refused_count": 1,
    "has_action_amount": False, "own_bases": None,
    "reason": "years_apart", "scope_relation": "contains", "base_label": "BPI hébergés",
    "base_territory_name": "Puy-de-Dôme", "base_year": 2019, "year": 2023,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, []),
        ({"year": 2020}, []),
        ({"year": 2022}, ["années éloignées (2019 ; 2022)"]),
        ({"programme": "ctai"}, ["générations de contrat (CTAIR ; CTAI)"]),
        ({"nature": "planned"}, ["natures de montant différentes"]),
        (
            {"base_id": "cir_year", "base_label": "Signataires du CIR", "base_kind": "flow"},
            ["bases différentes (BPI présents ; Signataires du CIR)", "un état face à un flux annuel"],
        ),
        (
            {"scope_relation": "contains", "base_territory_name": "Isère"},
            ["périmètre plus large à Ville jumelle (base : Isère)"],
        ),
        (
            {"target_public": "newcomers"},
            ["publics de l'argent (bénéficiaires de la protection internationale ; primo-arrivants)"],
        ),
        (
            {"grade": "B", "reason": "doubtful"},
            ["Ville jumelle : un des deux chiffres est de confiance basse"],
        ),
    ],
)
def test_what_differs_is_said(change: dict, words: list[str]) -> None:
    assert comparability.differences(CLERMONT, TWIN | change) == words


def test_the_two_ratios_that_differ_least_speak_for_a_pair() -> None:
    ratios = pl.DataFrame([CLERMONT | {"base_id": "cohort_target", "base_kind": "cohort"}, CLERMONT, TWIN])
    (pair,) = comparability.pairs(ratios, pl.DataFrame(schema=dict.fromkeys(WITHOUT, pl.String))).rows(named=True)
    assert pair["is_comparable"]
    assert pair["differences"] == ""


def test_a_territory_without_a_ratio_says_why() -> None:
    pairs = comparability.pairs(pl.DataFrame([CLERMONT]), pl.DataFrame([WITHOUT])).rows(named=True)
    assert [pair["is_comparable"] for pair in pairs] == [False]
    assert pairs[0]["differences"] == (
        "Thiers sans rapport : aucun effectif de BPI ni de primo-arrivants n'est imprimé pour ce territoire ; "
        "base plus large la plus proche : BPI hébergés, Puy-de-Dôme : le montant et la base sont éloignés de plus "
        "d'un an (2023 et 2019)"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"has_amount": False}, comparability.NO_AMOUNT),
        ({"has_amount": False, "has_action_amount": True}, comparability.ACTIONS_ONLY),
        ({"refused_count": 0}, comparability.NO_BASE),
        (
            {"refused_count": 0, "own_bases": "Signataires du CIR"},
            "la base choisie n'est pas imprimée pour ce territoire (bases imprimées : Signataires du CIR)",
        ),
    ],
)
def test_the_first_thing_that_is_missing_is_named(change: dict, words: str) -> None:
    assert comparability.refusal(WITHOUT | change) == words


def test_every_reason_of_the_view_has_its_words(warehouse) -> None:  # type: ignore[no-untyped-def]
    reasons = warehouse.table("funding__ratios")["reason"].unique().to_list()
    assert set(reasons) <= set(comparability.REASONS)
    rules = warehouse.table("figure__preferred")["rule"].unique().to_list()
    assert set(rules) <= set(comparability.RULES)
