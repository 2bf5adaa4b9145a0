"""The guard: its verdicts and words for pairs of ratios, and why a territory has none."""

import polars as pl
import pytest

from dashboard.figures import verdict
from queries import comparability, orders

CLERMONT = {
    "territory_id": "com-63113", "territory_name": "Clermont-Ferrand", "programme": "ctair", "target_public": "bpi",
    "nature": "committed", "year": 2019, "base_id": "bpi_resident", "base_label": "BPI présents", "base_kind": "stock",
    "base_territory_name": "Clermont-Ferrand", "scope_relation": "equal", "grade": "A", "reason": "like_for_like",
    "base_year": 2019, "is_conditional": False, "is_contradictory": False, "base_is_contradictory": False,
    "set_aside_low_eur": None, "set_aside_high_eur": None, "base_set_aside_low": None, "base_set_aside_high": None,
    "ratio_eur": 667.0, "ratio_low_eur": 667.0, "ratio_high_eur": 667.0,
}  # fmt: skip
TWIN = CLERMONT | {
    "territory_id": "com-99999",
    "territory_name": "Ville jumelle",
    "base_territory_name": "Ville jumelle",
}
WITHOUT = {
    "territory_id": "epci-200070712", "territory_name": "Thiers", "has_amount": True, "refused_count": 1,
    "has_action_amount": False, "own_bases": None, "missing_reasons": None, "asked_year": None,
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
        "Thiers sans montant par personne : aucun effectif de BPI ni de primo-arrivants n'est publié pour ce territoire ; "
        "base plus large la plus proche : BPI hébergés, Puy-de-Dôme : le montant et la base sont éloignés de plus "
        "d'un an (2023 et 2019)"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"has_amount": False}, comparability.NO_AMOUNT),
        ({"has_amount": False, "has_action_amount": True}, comparability.ACTIONS_ONLY),
        (
            {"has_amount": False, "has_action_amount": True, "missing_reasons": "left_blank, unreadable"},
            "un montant de ce genre est publié, mais sans valeur lisible (laissé en blanc, illisible)",
        ),
        ({"refused_count": 0}, comparability.NO_BASE),
        (
            {"refused_count": 0, "own_bases": "Signataires du CIR"},
            "la base choisie n'est pas publiée pour ce territoire (bases publiées : Signataires du CIR)",
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


def test_of_a_figure_that_a_declared_divergence_touches_nobody_says_that_none_says_otherwise(warehouse) -> None:  # type: ignore[no-untyped-def]
    figures = warehouse.table("figure__preferred")
    declared = warehouse.table("discrepancies")
    touched = {*declared["left_ids"].explode(), *declared["right_ids"].explode()}
    of_rule = {
        rule: {each for ids in figures.filter(rule=rule)["observation_ids"] for each in ids}
        for rule in ("only", "declared")
    }
    assert not of_rule["only"] & touched
    # Half a year beside a smaller year, and « par an » beside « sur trois ans ».
    assert {
        "prefecture-isere-2021-semaine-integration.0003",
        "prefecture-isere-2023-integration-primo-arrivants.0003",
        "maires-de-france-2019-accueil-grenoble.0001",
    } <= of_rule["declared"]


def test_as_many_pairs_are_counted_as_are_told_comparable() -> None:
    """Three are alike; the fourth is of sources that contradict each other; one has a second ratio."""
    alike = [CLERMONT | {"territory_id": name, "territory_name": name} for name in ("Dijon", "Metz", "Redon", "Thiers")]
    alike[3] |= {"is_contradictory": True}
    ratios = pl.DataFrame([*alike, alike[0] | {"year": CLERMONT["year"] - 1}])
    pairs = comparability.pairs(ratios, pl.DataFrame(schema=dict.fromkeys(WITHOUT, pl.String)))
    assert comparability.comparable_count(ratios) == pairs["is_comparable"].sum() == 3


def test_pairs_come_in_the_order_of_the_alphabet_accents_apart() -> None:
    """Épinal among the E, as in the reads, not after Z."""
    names = ("Thiers", "Épinal", "Dijon")
    ratios = pl.DataFrame([CLERMONT | {"territory_id": name, "territory_name": name} for name in names])
    pairs = comparability.pairs(ratios, pl.DataFrame(schema=dict.fromkeys(WITHOUT, pl.String)))
    assert pairs.select("territory_name", "other_territory_name").rows() == [
        ("Dijon", "Épinal"),
        ("Dijon", "Thiers"),
        ("Épinal", "Thiers"),
    ]


def ratio(name: str, base: str, low: float | None, high: float | None, grade: str = "A", order: int = 1) -> dict:
    return {
        "territory_id": name, "territory_name": name, "base_id": base, "base_label": base, "base_order": order,
        "per_label": f"par {base}", "nature": "committed", "grade": grade, "ratio_eur": low if low == high else None,
        "ratio_low_eur": low, "ratio_high_eur": high, "confidence": "H", "base_confidence": "M",
    }  # fmt: skip


def test_the_order_that_a_base_reverses_is_named() -> None:
    """Bounds and overlapping ranges order nothing; a pair counts only where both bases order it."""
    frame = pl.DataFrame(
        [
            ratio("a", "cir", 500, 500), ratio("b", "cir", 300, 300), ratio("c", "cir", 290, 310),
            ratio("a", "bpi", 700, 700, "B", 2), ratio("b", "bpi", 900, 900, "B", 2), ratio("c", "bpi", 100, 100, "B", 2),
            ratio("d", "bpi", 1, 2000, "C", 2),
        ]
    )  # fmt: skip
    assert orders.sensitivity(frame).rows() == [("cir", "cir", "bpi", "bpi", 2, 1, "a et b")]
    assert orders.sensitivity(frame.filter(base_id="cir")).is_empty()


def test_a_ratio_without_one_of_its_bounds_orders_nothing_and_is_no_point() -> None:
    """« Au plus 800 € » and « au moins 900 € »: neither an order, nor a median, nor strictly comparable."""
    of_cir = [ratio("a", "cir", None, 800, "B"), ratio("b", "cir", 900, None, "B"), ratio("c", "cir", 500, 500)]
    of_bpi = [ratio(name, "bpi", low, low, "B", 2) for name, low in (("a", 300), ("b", 100), ("c", 200))]
    frame = pl.DataFrame([*of_cir, *of_bpi], infer_schema_length=None)
    assert orders.sensitivity(frame).is_empty()
    assert orders.medians(frame.filter(base_id="cir")).is_empty()


def test_ranges_that_touch_order_nothing() -> None:
    """« De 100 à 200 € » and « de 200 à 300 € » may be the same amount."""
    ranges = {"cir": ((100, 200), (200, 300)), "bpi": ((200, 300), (100, 200))}
    rows = [
        ratio(name, base, low, high, "A", order)
        for order, base in enumerate(ranges)
        for name, (low, high) in zip("ab", ranges[base], strict=True)
    ]
    assert orders.sensitivity(pl.DataFrame(rows)).is_empty()


def test_two_territories_of_one_name_are_two_in_an_order() -> None:
    """The order is that of territories: a commune and a département may bear one name."""
    rows = [ratio("com-75056", base, 100, 100, "A", order) for order, base in enumerate(("cir", "bpi"))]
    rows += [ratio("dep-75", base, 900, 900, "A", order) for order, base in enumerate(("cir", "bpi"))]
    frame = pl.DataFrame(rows).with_columns(territory_name=pl.lit("Paris"))
    assert orders.sensitivity(frame)["compared_count"].to_list() == [1]


def test_a_median_needs_three_points_of_one_base_and_grade() -> None:
    points = [ratio(name, "cir", value, value) for name, value in (("a", 100), ("b", 300), ("c", 200))]
    frame = pl.DataFrame([*points, ratio("d", "cir", 1, 9_000), ratio("e", "cir", 5_000, 5_000, "B")])
    assert orders.medians(frame).rows() == [("cir", "par cir", "committed", "A", 3, 200.0)]


def test_natures_of_money_have_no_median_in_common() -> None:
    """Committed in one place, planned in another, a ceiling in the third: no middle of the three."""
    natures = ("committed", "planned", "ceiling")
    mixed = [ratio(name, "cir", 100, 100) | {"nature": nature} for name, nature in zip("abc", natures, strict=True)]
    assert orders.medians(pl.DataFrame(mixed)).is_empty()
    planned = [ratio(name, "cir", 100, 100) | {"nature": "planned"} for name in "abc"]
    assert orders.medians(pl.DataFrame([*mixed, *planned])).rows() == [("cir", "par cir", "planned", "A", 3, 100.0)]


def test_strictly_comparable_leaves_only_like_for_like_ratios() -> None:
    frame = pl.DataFrame([CLERMONT, TWIN, CLERMONT | {"territory_id": "x", "territory_name": "X", "grade": "C"}])
    pairs = pl.DataFrame({"territory_id": ["com-63113"], "other_territory_id": ["com-99999"], "is_comparable": [True]})
    kept = comparability.strictly_comparable(frame, pairs)
    assert kept["territory_id"].to_list() == ["com-63113", "com-99999"]
    bound = pl.concat([frame, pl.DataFrame([TWIN | {"base_id": "bpi_resident", "grade": "C"}])])
    assert comparability.strictly_comparable(bound, pairs).equals(kept)
    assert comparability.strictly_comparable(frame, pairs.with_columns(is_comparable=False)).is_empty()


def test_two_bounds_of_one_side_are_no_closest_pair() -> None:
    """They do not rank: neither told as the closest by the verdict, nor chosen where two values are farther apart."""
    bound = {"grade": "C", "ratio_eur": None, "ratio_high_eur": None, "reason": "base_wider"}
    bounds = pl.DataFrame([CLERMONT | bound, TWIN | bound | {"is_conditional": True}])
    pairs = comparability.pairs(bounds, pl.DataFrame(schema=dict.fromkeys(WITHOUT, pl.String)))
    assert pairs.select("closeness", "are_bounds").rows() == [("same_base_bound", True)]
    assert verdict.nearest(pairs) is None
    values = pl.DataFrame(
        [CLERMONT | {"base_id": "other"}, TWIN | {"base_id": "other", "year": 2023, "is_conditional": True}]
    )
    found = comparability.closest(pl.concat([bounds, values], how="diagonal_relaxed").with_columns(base_order=1))
    assert found and found[0]["base_id"] == "other"
