"""Each clause of a reading is true of the frame it is made from."""

import polars as pl

from dashboard import labels, readings

AMOUNT = {
    "territory_name": "Metz", "year": 2022, "spans_years": False, "period_start": None, "period_end": None,
    "nature": "committed", "amount_eur": 200_000.0, "amount_per_1000_inhabitants_eur": 1_632.0,
    "is_computed": False, "is_conditional": False,
}  # fmt: skip
RATIO = {
    "territory_name": "Metz", "grade": "A", "nature": "committed", "year": 2022,
    "per_label": "par signataire du CIR", "ratio_eur": 455.58,
    "ratio_low_eur": 455.58, "ratio_high_eur": 455.58, "base_qualifier": "exact",
}  # fmt: skip
CELL = {"territory_id": "com-57463", "territory_name": "Metz", "theme_label": "Emploi", "actions_count": 2,
        "is_exhaustive": True}  # fmt: skip


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace(labels.NBSP, " ")


def test_the_extremes_name_every_territory_of_a_tie() -> None:
    frame = pl.DataFrame(
        [
            AMOUNT,
            AMOUNT | {"territory_name": "Dijon", "year": 2019, "amount_eur": 300_000.0},
            AMOUNT | {"territory_name": "Rennes", "year": 2020, "amount_eur": 300_000.0},
            AMOUNT | {"territory_name": "Thiers", "year": 2023, "amount_eur": 0.0},
        ]
    )
    assert _plain(readings.amounts(frame)) == (
        "Montant le plus élevé : 300 000 €, Dijon (2019, engagé) et Rennes (2020, engagé) ; "
        "le plus bas : 0 €, Thiers (2023, engagé)."
    )


def test_a_single_amount_has_no_lowest() -> None:
    assert _plain(readings.amounts(pl.DataFrame([AMOUNT]))) == (
        "Montant le plus élevé : 200 000 €, Metz (2022, engagé)."
    )


def test_a_total_of_several_years_is_kept_out_of_the_extremes_and_said() -> None:
    total = AMOUNT | {"year": None, "spans_years": True, "amount_eur": 800_000.0}
    sentence = _plain(readings.amounts(pl.DataFrame([AMOUNT, total], infer_schema_length=None)))
    assert "800 000" not in sentence
    assert "Un total de plusieurs années n'est jamais divisé" in sentence


def test_conditions_and_sums_are_said() -> None:
    sentence = readings.amounts(pl.DataFrame([AMOUNT | {"is_conditional": True, "is_computed": True}]))
    assert "le document imprime une condition à ce montant" in sentence
    assert "somme des actions" in sentence


def test_ratios_of_grade_a_are_told_and_the_others_named_by_their_grade() -> None:
    frame = pl.DataFrame([RATIO, RATIO | {"grade": "C", "ratio_eur": None, "ratio_high_eur": None}])
    assert _plain(readings.ratios(frame)) == (
        "Degré A : Metz, 456 € par signataire du CIR. Les autres rapports sont de degré C. "
        "Des bases différentes ne se classent pas entre elles."
    )
    assert readings.ratios(frame.filter(pl.col("grade") == "C")).startswith("Aucun rapport de degré A.")


def test_common_themes_and_the_largest_count() -> None:
    frame = pl.DataFrame(
        [
            CELL,
            CELL | {"theme_label": "Santé", "actions_count": 0},
            CELL | {"territory_id": "t", "territory_name": "Thiers", "actions_count": 1},
            CELL | {"territory_id": "t", "territory_name": "Thiers", "theme_label": "Santé", "actions_count": 2},
        ]
    )
    assert readings.coverage(frame) == (
        "Thèmes communs à tous les territoires montrés : emploi. "
        "Plus grand nombre d'actions sur un thème : 2, Metz (emploi) et Thiers (santé). "
        "Une action peut porter plusieurs thèmes."
    )
    told = readings.coverage(frame.with_columns(is_exhaustive=pl.lit(False)))
    assert "jamais une part" in told
    assert "2, Metz" not in told


def test_no_rate_and_an_impossible_rate() -> None:
    rate = {
        "territory_name": "Tours", "action_operator": "Kodiko", "action_title": "x", "breakdown_label": "1re promotion",
        "horizon_months": 6, "rate_pct": 35.0, "rate_low_pct": None, "rate_high_pct": None, "qualifier": "exact",
        "missing_reason": None, "period_start": None, "period_end": None, "is_possible_on_cohort": False,
    }  # fmt: skip
    frame = pl.DataFrame([rate])
    assert _plain(readings.exit_rates(frame)) == (
        "Tours · Kodiko, 1re promotion, à 6 mois : 35 %. Certains taux sont impossibles sur la cohorte imprimée."
    )
    assert readings.exit_rates(frame.clear()) == "Aucun taux de ce genre n'est imprimé."


def test_many_rates_are_told_by_their_ends_and_not_ranked() -> None:
    rates = [
        {
            "territory_name": f"T{value}", "action_operator": "O", "action_title": None, "breakdown_label": None,
            "horizon_months": 6, "rate_pct": float(value), "rate_low_pct": None, "rate_high_pct": None, "qualifier": "exact",
            "missing_reason": None, "period_start": None, "period_end": None, "is_possible_on_cohort": True,
        }
        for value in (50, 20, 0, 90, 60)
    ]  # fmt: skip
    told = _plain(readings.exit_rates(pl.DataFrame(rates)))
    assert told.startswith("Ces taux n'ont ni la même définition")
    assert "T0 · O, à 6 mois : 0 %" in told
    assert "T90 · O, à 6 mois : 90 %" in told
    assert "T50" not in told
