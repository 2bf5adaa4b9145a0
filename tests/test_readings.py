"""Each clause of a reading is true of the frame it is made from."""

from datetime import date

import polars as pl
import pytest

from dashboard.drawing import charts
from dashboard.figures import amounts, amounts_told, exits, funding
from dashboard.words import labels, money, passages, ratios

AMOUNT = {
    "territory_name": "Metz", "year": 2022, "spans_years": False, "period_start": None, "period_end": None,
    "nature": "committed", "amount_eur": 200_000.0, "amount_per_1000_inhabitants_eur": 1_632.0,
    "is_computed": False, "is_conditional": False,
    "is_contradictory": False, "is_held": False, "amount_low_eur": None, "amount_high_eur": None, "qualifier": "exact",
    "set_aside_low_eur": None, "set_aside_high_eur": None, "confidence": "H",
}  # fmt: skip
RATIO = {
    "territory_name": "Metz", "grade": "A", "nature": "committed", "year": 2022,
    "per_label": "par signataire du CIR", "ratio_eur": 455.58,
    "ratio_low_eur": 455.58, "ratio_high_eur": 455.58, "ratio_qualifier": "exact",
    "is_contradictory": False, "set_aside_low_eur": None, "set_aside_high_eur": None,
}  # fmt: skip


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
    assert _plain(amounts.reading(frame)) == (
        "Montant le plus élevé : 300 000 €, Dijon (2019, engagé) et Rennes (2020, engagé) ; "
        "le plus bas : 0 €, Thiers (2023, engagé)."
    )


def test_natures_are_never_ranked_together_and_a_condition_is_said() -> None:
    """What is planned is not above what is committed; « sous condition » stands where the amount is named."""
    planned = AMOUNT | {"nature": "planned", "is_conditional": True, "year": 2024, "amount_eur": 300_000.0}
    frame = pl.DataFrame([AMOUNT, planned, planned | {"year": 2023, "amount_eur": 250_000.0}])
    assert _plain(amounts.reading(frame)).startswith(
        "Montant le plus élevé de chaque nature — engagé : 200 000 €, Metz (2022, engagé) ; "
        "prévu : 300 000 €, Metz (2024, prévu sous condition) ; le plus bas : 250 000 €, Metz (2023, prévu sous condition). "
        "Des natures différentes ne se classent pas."
    )


def test_a_bar_says_the_condition_of_its_amount() -> None:
    planned = AMOUNT | {"nature": "planned", "is_conditional": True, "year": 2024, "amount_eur": 300_000.0}
    (bars,) = charts.amounts(pl.DataFrame([planned])).checked().data
    assert list(bars.y) == ["Metz · 2024, prévu sous condition"]


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("TOTAL | | 281 300 € | 216 300 €", "TOTAL · 281 300 € · 216 300 €"),
        ("| 2022 | **200 000 €** |", "2022 · 200 000 €"),
        ("sans barre", "sans barre"),
    ],
)
def test_the_bars_of_a_table_are_not_shown_in_a_passage(printed: str, shown: str) -> None:
    assert passages.told(printed, None) == f"« {shown} »"


def test_a_single_amount_has_no_lowest() -> None:
    assert _plain(amounts.reading(pl.DataFrame([AMOUNT]))) == (
        "Montant le plus élevé : 200 000 €, Metz (2022, engagé)."
    )


def test_a_total_of_several_years_is_kept_out_of_the_extremes_and_said() -> None:
    total = AMOUNT | {"year": None, "spans_years": True, "amount_eur": 800_000.0}
    sentence = _plain(amounts.reading(pl.DataFrame([AMOUNT, total], infer_schema_length=None)))
    assert "800 000" not in sentence
    assert "Un total de plusieurs années n'est jamais divisé" in sentence


def test_conditions_and_sums_are_said() -> None:
    sentence = amounts.reading(pl.DataFrame([AMOUNT | {"is_conditional": True, "is_computed": True}]))
    assert "le document met une condition à ce montant" in sentence
    assert "somme des actions" in sentence


def test_amounts_that_contradict_each_other_are_named() -> None:
    disputed = {"year": 2023, "amount_eur": None, "amount_low_eur": 300_000.0, "amount_high_eur": 349_000.0}
    row = AMOUNT | disputed | {"territory_name": "Grenoble", "qualifier": "between", "is_contradictory": True}
    sentence = _plain(amounts.reading(pl.DataFrame([AMOUNT, row], infer_schema_length=None)))
    assert sentence.endswith(
        "Des sources se contredisent — Grenoble (2023) : de 300 000 à 349 000 €, sources contradictoires."
    )


def test_ratios_of_grade_a_are_told_and_the_others_named_by_their_grade() -> None:
    frame = pl.DataFrame([RATIO, RATIO | {"grade": "C", "ratio_eur": None, "ratio_high_eur": None}])
    assert _plain(funding.reading(frame)) == (
        "Sur une base adaptée : Metz, 456 € par signataire du CIR. Les autres sont des bornes. "
        "Des bases différentes ne se classent pas entre elles."
    )
    assert _plain(funding.reading(frame.filter(pl.col("grade") == "C"))) == (
        "Aucun de ces montants par personne n'a de base adaptée. Ceux qui existent sont des bornes. "
        "Des bases différentes ne se classent pas entre elles."
    )
    reserved = pl.DataFrame([RATIO | {"grade": "B"}])
    assert _plain(funding.reading(reserved)).startswith(
        "Aucun de ces montants par personne n'a de base adaptée. Ceux qui existent sont à lire avec réserve (Metz, 456 € par "
        "signataire du CIR)."
    )


def test_no_rate_and_an_impossible_rate() -> None:
    rate = {
        "territory_name": "Tours", "action_operator": "Kodiko", "action_title": "x", "breakdown_label": "1re promotion",
        "horizon_months": 6, "rate_pct": 35.0, "rate_low_pct": None, "rate_high_pct": None, "qualifier": "exact",
        "missing_reason": None, "period_start": None, "period_end": None, "is_possible_on_cohort": False,
    }  # fmt: skip
    frame = pl.DataFrame([rate])
    assert _plain(exits.reading(frame)) == (
        "Tours · Kodiko, 1re promotion, à 6 mois : 35 %. Certains taux sont impossibles sur la cohorte publiée."
    )
    assert exits.RATES.nothing == "Aucun taux de ce genre n'est publié."


def test_many_rates_are_told_by_their_ends_and_not_ranked() -> None:
    rates = [
        {
            "territory_name": f"T{value}", "action_operator": "O", "action_title": None, "breakdown_label": None,
            "horizon_months": 6, "rate_pct": float(value), "rate_low_pct": None, "rate_high_pct": None, "qualifier": "exact",
            "missing_reason": None, "period_start": None, "period_end": None, "is_possible_on_cohort": True,
            "confidence": "H",
        }
        for value in (50, 20, 0, 90, 60)
    ]  # fmt: skip
    told = _plain(exits.reading(pl.DataFrame(rates)))
    assert told == (
        "De 0 % (T0 · O, à 6 mois) à 90 % (T90 · O, à 6 mois) : ces taux n'ont ni la même définition, ni le même horizon, "
        "ni la même base, et ne se comparent pas."
    )


def test_the_exits_open_on_what_there_is() -> None:
    rates = pl.DataFrame(
        {"rate_pct": [83.0, 18.0, 90.0, None], "missing_reason": [None, None, None, "unreadable"],
         "is_possible_on_cohort": [True, None, False, None]}
    )  # fmt: skip
    assert _plain(exits.published(rates, 0)) == (
        "Aucun contrat ne publie de taux de sortie positive ; 3 taux d'initiatives publiés : 2 de 18 à 83 %, "
        "1 impossible sur son effectif. Ils ne se comparent pas."
    )
    assert exits.published(rates, 1) == "Aucun document ne publie de quoi calculer un taux de sortie positive."


def test_no_amount_is_said() -> None:
    numbers = dict.fromkeys(("amount_eur", "amount_low_eur", "amount_high_eur"), pl.Float64)
    unreadable = AMOUNT | dict.fromkeys(numbers)
    assert amounts.reading(pl.DataFrame([unreadable]).cast(numbers)) == (
        "Aucun montant lisible de ce genre n'est publié pour ces territoires."
    )
    ranged = unreadable | {"amount_low_eur": 300_000.0, "amount_high_eur": 349_000.0}
    assert amounts.reading(pl.DataFrame([unreadable, ranged]).cast(numbers)) == (
        "Aucun montant exact de ce genre n'est publié : les bornes et les intervalles se lisent au tableau."
    )


def test_only_totals_of_several_years_are_told_with_their_years() -> None:
    total = AMOUNT | {"year": None, "spans_years": True, "amount_eur": 800_000.0}
    total |= {"period_start": date(2022, 1, 1), "period_end": date(2024, 12, 31)}
    assert _plain(amounts.reading(pl.DataFrame([total]))) == (
        "Montant le plus élevé : 800 000 €, Metz (2022-2024, engagé). Un total de plusieurs années n'est jamais divisé ; "
        "à côté de montants annuels, il est au tableau seulement."
    )


def test_amounts_go_from_the_lowest_to_the_highest_nature_by_nature() -> None:
    per = "amount_per_1000_inhabitants_eur"
    metz = AMOUNT | {"territory_id": "m"}
    other = AMOUNT | {"territory_id": "d", "territory_name": "Dijon", per: 0.0}
    assert (
        _plain(amounts_told.ranges(pl.DataFrame([metz, other]), per, amounts.rate))
        == "De 0 € (Dijon, 2022) à 1 632 € (Metz, 2022)."
    )
    assert _plain(amounts_told.ranges(pl.DataFrame([metz]), per, amounts.rate)) == "1 632 € (Metz, 2022)."
    later = metz | {"year": 2023}
    planned = metz | {"nature": "planned", "amount_eur": 250_000.0}
    assert _plain(amounts_told.ranges(pl.DataFrame([metz, later, planned]), "amount_eur", money.alone)) == (
        "Engagé : 200 000 € (Metz, 2022 à 2023) ; prévu : 250 000 € (Metz, 2022)."
    )
    tied = [AMOUNT | {"territory_id": name, "territory_name": name} for name in ("Dax", "Laon", "Pau", "Tours")]
    assert _plain(amounts_told.ranges(pl.DataFrame(tied), "amount_eur", money.alone)) == (
        "200 000 € (Dax, 2022 ; Laon, 2022 ; Pau, 2022 ; d'autres)."
    )
    assert amounts_told.ranges(pl.DataFrame([metz]).clear(), "amount_eur", money.alone) == ""


def test_ratios_of_two_natures_say_which_and_a_range_stays_one() -> None:
    between = RATIO | {"nature": "planned", "year": 2023, "ratio_eur": None, "ratio_high_eur": 600.0}
    assert _plain(funding.reading(pl.DataFrame([RATIO, between, RATIO | {"grade": "B"}, RATIO | {"grade": "C"}]))) == (
        "Sur une base adaptée : Metz, 456 € par signataire du CIR (engagé, 2022) ; "
        "Metz, de 455 à 600 € par signataire du CIR (prévu, 2023). Les autres sont à lire avec réserve ou des bornes. "
        "Des bases différentes ne se classent pas entre elles."
    )
    assert funding.reading(pl.DataFrame(schema=dict.fromkeys(RATIO, pl.String))) == (
        "Aucun montant par personne n'existe pour ce choix."
    )


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(None, 799.2, "au plus 800 €"), (325.8, None, "au moins 325 €"), (325.8, 799.2, "de 325 à 800 €")],
)
def test_a_bound_of_a_ratio_is_never_lost_nor_made_tighter(low: float | None, high: float | None, words: str) -> None:
    bound = RATIO | {"grade": "C", "ratio_eur": None, "ratio_low_eur": low, "ratio_high_eur": high}
    assert _plain(ratios.words(None, low, high)) == words
    drawn = charts.ratios(pl.DataFrame([bound | {"territory_id": "com-57463"}])).checked()
    (mark,) = drawn.select_traces({"mode": "markers"})
    assert list(mark.x) == [each for each in (low, high) if each is not None]
    assert mark.hovertext[0].endswith(f"{ratios.words(None, low, high)}, borne")
    assert mark.marker.symbol[0] == f"triangle-{'left' if low is None else 'right'}-open"


def test_a_rate_without_a_value_says_why_and_a_bound_stays_one() -> None:
    rate = {
        "territory_name": "Tours", "action_operator": "Kodiko", "action_title": "x", "breakdown_label": None,
        "horizon_months": 0, "rate_pct": None, "rate_low_pct": None, "rate_high_pct": None, "qualifier": "exact",
        "missing_reason": "not_measured", "period_start": None, "period_end": None, "is_possible_on_cohort": None,
    }  # fmt: skip
    bound = rate | {"missing_reason": None, "rate_low_pct": 50.0, "qualifier": "more_than", "horizon_months": None}
    typed = {"rate_pct": pl.Float64, "rate_low_pct": pl.Float64, "is_possible_on_cohort": pl.Boolean}
    frame = pl.DataFrame([rate, bound], infer_schema_length=None).cast(typed)
    assert _plain(exits.reading(frame)) == (
        "Tours · Kodiko, à la sortie : non mesuré ; Tours · Kodiko, horizon non publié : plus de 50 %."
    )
