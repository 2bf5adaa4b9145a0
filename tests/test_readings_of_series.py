"""Each clause of the readings of series, neighbours, coverage, orders, counted rates, territories and pairs."""

from datetime import date

import polars as pl
import pytest

from dashboard.figures import coverage_index, exits, guard, peers, series, territories, themes
from dashboard.words import labels
from dashboard.words.territories import known_money
from tests.reader import read_page

POINT = {
    "territory_id": "dep-63", "territory_name": "Puy-de-Dôme", "contract_id": None, "nature": "observed", "year": 2013,
    "value": 310.0, "value_low": None, "value_high": None, "unit": "person", "qualifier": "exact",
    "counting": "over", "horizon_months": None, "horizon_from": None, "is_contradictory": False,
    "is_held": False, "is_break": False, "set_aside_low": None, "set_aside_high": None, "confidence": "H",
    "rule": "only",
}  # fmt: skip
AMOUNT = POINT | {
    "territory_id": "com-57463", "territory_name": "Metz", "contract_id": "ctai-com-57463-2016", "nature": "committed",
    "year": 2016, "value": 200_000.0, "unit": "eur",
}  # fmt: skip
NO_VALUE = {"value": None}
NEIGHBOUR = {"territory_name": "Metz", "missing_count": 0, "kept_count": 10, "trials_count": 10}
INDEX = {
    "territory_name": "Metz",
    "covered_count": 5,
    "covered_without_contract_count": 0,
    "themes_count": 12,
    "is_exhaustive": True,
}
ORDER = {
    "base_label": "BPI présents",
    "other_base_label": "Signataires du CIR",
    "changed_count": 0,
    "changed_pairs": "",
}
RATE = {
    "territory_name": "Metz", "action_title": None, "period_start": date(2016, 1, 1), "period_end": date(2016, 12, 31),
    "rate_pct": 62.04, "best_rank": 1, "worst_rank": 2, "refusal": None,
}  # fmt: skip
NO_RATE = {"rate_pct": None, "best_rank": None, "worst_rank": None}
PAIR = {"territory_name": "Metz", "other_territory_name": "Strasbourg", "is_comparable": True}


def _plain(text: str) -> str:
    return text.replace("\u202f", " ").replace(labels.NBSP, " ")


def _frame(*rows: dict) -> pl.DataFrame:
    return pl.DataFrame(list(rows), infer_schema_length=None)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        # One date.
        ([POINT], "Puy-de-Dôme (constaté) : 310 personnes en 2013."),
        # From the first to the last; a zero is a figure like another.
        (
            [POINT, POINT | {"year": 2014, "value": 0.0}],
            "Puy-de-Dôme (constaté) : 310 personnes en 2013, puis 0 personne en 2014.",
        ),
        # A year without a figure is named, two are joined.
        (
            [POINT, POINT | {"year": 2015, "value": 330.0}],
            "Puy-de-Dôme (constaté) : 310 personnes en 2013, puis 330 personnes en 2015, sans chiffre pour 2014.",
        ),
        (
            [POINT, POINT | {"year": 2014, "value": 1.0}, POINT | {"year": 2017, "value": 330.0}],
            "Puy-de-Dôme (constaté) : 310 personnes en 2013, puis 1 personne (le plus bas publié) en 2014, puis 330 personnes "
            "(le plus haut publié) en 2017, dernière année connue, sans chiffre pour 2015 et 2016.",
        ),
        # Two natures are two lines: what was committed does not become what is planned.
        (
            [AMOUNT, AMOUNT | {"nature": "planned", "year": 2017, "value": 250_000.0}],
            "Metz (engagé) : 200 000 € en 2016 ; Metz (prévu) : 250 000 € en 2017.",
        ),
        # A range and a bound stay what they are.
        (
            [AMOUNT | NO_VALUE | {"value_low": 250_000.0, "value_high": 300_000.0, "qualifier": "between"}],
            "Metz (engagé) : de 250 000 à 300 000 € en 2016.",
        ),
        (
            [AMOUNT | NO_VALUE | {"value_low": 95_000.0, "qualifier": "more_than"}],
            "Metz (engagé) : plus de 95 000 € en 2016.",
        ),
        # From a range to an approximation, neither « de de » nor « à environ ».
        (
            [
                AMOUNT | NO_VALUE | {"value_low": 250_000.0, "value_high": 300_000.0, "qualifier": "between"},
                AMOUNT | {"year": 2017, "value": 310_000.0, "qualifier": "about"},
            ],
            "Metz (engagé) : de 250 000 à 300 000 € en 2016, puis environ 310 000 € en 2017.",
        ),
        (
            [AMOUNT | NO_VALUE | {"value_low": 300_000.0, "qualifier": "at_least", "is_contradictory": True}],
            "Metz (engagé) : au moins 300 000 € (sources contradictoires) en 2016.",
        ),
        # The years that say the same are told once; what contradicts is told with both ends, what goes on as such.
        (
            [
                *(AMOUNT | {"year": year, "value": 300_000.0} for year in (2019, 2020, 2021)),
                AMOUNT | {"year": 2022, "value": 349_000.0},
                AMOUNT
                | NO_VALUE
                | {
                    "year": 2023,
                    "value_low": 300_000.0,
                    "value_high": 349_000.0,
                    "qualifier": "between",
                    "is_contradictory": True,
                },
                AMOUNT | {"year": 2024, "value": 349_000.0, "is_held": True},
            ],
            "Metz (engagé) : 300 000 € de 2019 à 2021, puis 349 000 € en 2022, puis de 300 000 à "
            "349 000 € (sources contradictoires) en 2023, puis 349 000 € (annuel, fin non publiée) en 2024, dernière "
            "année connue.",
        ),
        (
            [AMOUNT, AMOUNT | {"year": 2017}],
            "Metz (engagé) : 200 000 € en 2016 et 2017.",
        ),
        # A line that changes often is told by its ends and its extremes.
        (
            [
                POINT | {"year": 2013 + place, "value": value}
                for place, value in enumerate((310.0, 330.0, 90.0, 500.0, 320.0))
            ],
            "Puy-de-Dôme (constaté) : 310 personnes en 2013, puis 90 personnes (le plus bas publié) en 2015, puis 500 personnes "
            "(le plus haut publié) en 2016, puis 320 personnes en 2017, dernière année connue.",
        ),
        # Beside a lower year that is doubtful, or that a declared divergence touches, nothing is the lowest published.
        *(
            (
                [POINT, POINT | {"year": 2014, "value": 200.0}, POINT | {"year": 2015, "value": 90.0} | doubt],
                "Puy-de-Dôme (constaté) : 310 personnes en 2013, puis 200 personnes en 2014, puis 90 personnes en 2015, "
                "dernière année connue.",
            )
            for doubt in ({"confidence": "L"}, {"rule": "declared"})
        ),
        # What a year adds is another line than what it comes to; so are two horizons.
        (
            [
                POINT | {"counting": "at"},
                POINT | {"counting": "at", "year": 2014, "value": 330.0},
                POINT | {"year": 2014, "value": 20.0},
            ],
            "Puy-de-Dôme (constaté, à la date) : 310 personnes en 2013, puis 330 personnes en 2014 ; "
            "Puy-de-Dôme (constaté) : 20 personnes en 2014.",
        ),
        (
            [
                POINT | {"nature": "realised"},
                POINT | {"nature": "realised", "value": 200.0, "horizon_months": 6, "horizon_from": "exit"},
            ],
            "Puy-de-Dôme (réalisé) : 310 personnes en 2013 ; "
            "Puy-de-Dôme (réalisé, 6 mois après la sortie) : 200 personnes en 2013.",
        ),
        # Two contracts of one territory are two lines.
        (
            [AMOUNT, AMOUNT | {"contract_id": "ptai-com-57463-2017", "year": 2017, "value": 0.0}],
            "Metz (engagé) : 200 000 € en 2016 ; Metz (engagé) : 0 € en 2017.",
        ),
    ],
)
def test_a_series_is_told_from_its_first_to_its_last_year(rows: list[dict], words: str) -> None:
    assert _plain(series.reading(_frame(*rows))) == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([NEIGHBOUR], "Semblables à Dijon, qu'un poids augmente ou diminue de 20\u00a0% : Metz."),
        (
            [NEIGHBOUR, NEIGHBOUR | {"territory_name": "Thiers"}, NEIGHBOUR | {"territory_name": "Redon"}],
            "Semblables à Dijon, qu'un poids augmente ou diminue de 20\u00a0% : Metz, Thiers et Redon.",
        ),
        ([NEIGHBOUR | {"kept_count": 9}], "Dépendent des poids : Metz."),
        (
            [NEIGHBOUR, NEIGHBOUR | {"territory_name": "Thiers", "kept_count": 0}],
            "Semblables à Dijon, qu'un poids augmente ou diminue de 20\u00a0% : Metz. Dépendent des poids : Thiers.",
        ),
        (
            [NEIGHBOUR, NEIGHBOUR | {"territory_name": "Thiers", "missing_count": 2}],
            "Semblables à Dijon, qu'un poids augmente ou diminue de 20\u00a0% : Metz et Thiers. "
            "Des caractéristiques manquent : la distance n'en tient pas compte.",
        ),
    ],
)
def test_neighbours_are_firm_or_depend_on_the_weights(rows: list[dict], words: str) -> None:
    """Firm, loose, both, and that characteristics are missing."""
    assert peers.reading(_frame(*rows), "Dijon") == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([INDEX], "Thèmes couverts : Metz, 5 sur 12."),
        (
            [INDEX, INDEX | {"territory_name": "Dijon"}, INDEX | {"territory_name": "Thiers", "covered_count": 1}],
            "Thèmes couverts : Metz, 5 sur 12 ; Thiers, 1 sur 12.",
        ),
        (
            [INDEX, INDEX | {"territory_name": "Thiers", "covered_count": 1, "is_exhaustive": False}],
            "Thèmes couverts : Metz, 5 sur 12 ; Thiers, au moins 1 sur 12. « Au moins » : un document ne se dit pas exhaustif ; "
            "c'est un minimum, qui ne se classe pas.",
        ),
    ],
)
def test_the_ends_of_the_coverage_index_are_told_and_minimums_said(rows: list[dict], words: str) -> None:
    assert coverage_index.index_reading(_frame(*rows)) == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([ORDER], "L'ordre des territoires que deux bases permettent d'ordonner est le même sous chacune."),
        (
            [ORDER, ORDER | {"changed_count": 1, "changed_pairs": "Metz et Dijon"}],
            "L'ordre dépend de la base : Metz et Dijon s'inversent entre « BPI présents » et « Signataires du CIR ». "
            "Aucun classement ne vaut donc sans dire sa base.",
        ),
        (
            [
                ORDER | {"changed_count": 2, "changed_pairs": "Metz et Dijon ; Metz et Redon"},
                ORDER | {"other_base_label": "Cohorte", "changed_count": 1, "changed_pairs": "Metz et Thiers"},
            ],
            "L'ordre dépend de la base : Metz et Dijon ; Metz et Redon s'inversent entre « BPI présents » et "
            "« Signataires du CIR » ; Metz et Thiers s'inversent entre « BPI présents » et « Cohorte ». "
            "Aucun classement ne vaut donc sans dire sa base.",
        ),
    ],
)
def test_the_order_is_the_same_or_the_reversed_pairs_are_named(rows: list[dict], words: str) -> None:
    assert guard.sensitivity_reading(_frame(*rows)) == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            [RATE | NO_RATE | {"refusal": "not_counted"}],
            "Aucun taux ne se calcule : les sorties du parcours ne sont pas comptées (Metz · contrat, 2016).",
        ),
        # Zero exits are counted: each reason is its own.
        (
            [
                RATE | NO_RATE | {"refusal": "nobody_left"},
                RATE | NO_RATE | {"territory_name": "Dijon", "refusal": "contradictory"},
                RATE | NO_RATE | {"territory_name": "Redon", "refusal": "nobody_left"},
                RATE | NO_RATE | {"territory_name": "Thiers", "refusal": "incoherent"},
            ],
            "Aucun taux ne se calcule : personne n'est sorti du parcours (Metz · contrat, 2016 et Redon · contrat, 2016) ; "
            "les sources se contredisent (Dijon · contrat, 2016) ; "
            "plus de sorties positives et inconnues que de sorties (Thiers · contrat, 2016).",
        ),
        # One rate is neither the highest nor the lowest; nor are two that are equal.
        (
            [RATE | {"best_rank": None, "worst_rank": None, "refusal": "alone"}],
            "Taux : 62,0 % (Metz · contrat, 2016). Sans rang : un seul taux à comparer (Metz · contrat, 2016).",
        ),
        (
            [RATE, RATE | {"territory_name": "Dijon"}],
            "Taux : 62,0 % (Metz · contrat, 2016 et Dijon · contrat, 2016). "
            "Les effectifs ne suffisent à donner un rang unique à aucun territoire.",
        ),
        # Nobody apart: a zero is the lowest, not a rate that is missing.
        (
            [RATE, RATE | {"territory_name": "Dijon", "rate_pct": 0.0}],
            "Taux le plus élevé : 62,0 % (Metz · contrat, 2016) ; le plus bas : 0,0 % (Dijon · contrat, 2016). "
            "Les effectifs ne suffisent à donner un rang unique à aucun territoire.",
        ),
        # One alone at its rank, an action's rate without a rank, and a territory without a rate.
        (
            [
                RATE | {"worst_rank": 1},
                RATE | {"territory_name": "Dijon", "rate_pct": 20.0, "best_rank": 2, "worst_rank": 3},
                RATE
                | {
                    "territory_name": "Thiers",
                    "rate_pct": 10.0,
                    "action_title": "Tremplin",
                    "best_rank": None,
                    "worst_rank": None,
                    "refusal": "part_of_contract",
                },
                RATE | NO_RATE | {"territory_name": "Redon", "refusal": "nobody_left"},
            ],
            "Taux le plus élevé de ceux qui ont un rang : 62,0 % (Metz · contrat, 2016) ; le plus bas : 20,0 % (Dijon · "
            "contrat, 2016). Rang unique : Metz · contrat, 2016. "
            "Sans rang : une action, non le contrat entier (Thiers · Tremplin, 2016) ; personne n'est sorti du parcours "
            "(Redon · contrat, 2016).",
        ),
        # A rate of few persons, which has no rank, is not told as the highest; contracts are named before actions.
        (
            [
                RATE,
                RATE | {"territory_name": "Dijon", "rate_pct": 50.0},
                RATE
                | {
                    "territory_name": "Laon",
                    "rate_pct": 90.0,
                    "action_title": "Tremplin",
                    "best_rank": None,
                    "worst_rank": None,
                    "refusal": "too_few",
                },
                RATE
                | {
                    "territory_name": "Lens",
                    "rate_pct": 80.0,
                    "best_rank": None,
                    "worst_rank": None,
                    "refusal": "too_few",
                },
            ],
            "Taux le plus élevé de ceux qui ont un rang : 62,0 % (Metz · contrat, 2016) ; le plus bas : 50,0 % (Dijon · contrat, "
            "2016). Les effectifs ne suffisent à donner un rang unique à aucun territoire. Sans rang : moins de 20 sorties ("
            "Lens · contrat, 2016 et Laon · Tremplin, 2016).",
        ),
        # Of many without a rank three are named: the table has the others.
        (
            [
                RATE | {"best_rank": None, "worst_rank": None, "refusal": "alone"},
                *(
                    RATE | NO_RATE | {"territory_name": one, "refusal": "nobody_left"}
                    for one in ("Redon", "Dijon", "Lens", "Laon", "Auch")
                ),
                RATE | NO_RATE | {"territory_name": "Thiers", "refusal": "withheld"},
            ],
            "Taux : 62,0 % (Metz · contrat, 2016). "
            "Sans rang : un seul taux à comparer (Metz · contrat, 2016) ; personne n'est sorti du parcours (Redon · contrat, "
            "2016, Dijon · contrat, 2016, Lens · contrat, 2016 et 2 autres, au tableau) ; un effectif est tenu secret (Thiers · "
            "contrat, 2016).",
        ),
        # No rate is ranked: nothing is said of ranks, only of what has none.
        (
            [
                RATE | {"best_rank": None, "worst_rank": None, "refusal": "too_few"},
                RATE
                | {
                    "territory_name": "Dijon",
                    "rate_pct": 50.0,
                    "best_rank": None,
                    "worst_rank": None,
                    "refusal": "too_few",
                },
            ],
            "Taux le plus élevé : 62,0 % (Metz · contrat, 2016) ; le plus bas : 50,0 % (Dijon · contrat, 2016). "
            "Sans rang : moins de 20 sorties (Metz · contrat, 2016 et Dijon · contrat, 2016).",
        ),
    ],
)
def test_counted_rates_tell_their_ends_and_what_the_ranks_can_tell(rows: list[dict], words: str) -> None:
    ranks = {"rate_pct": pl.Float64, "best_rank": pl.Int64, "worst_rank": pl.Int64, "refusal": pl.String}
    assert _plain(exits.counted_reading(_frame(*rows).cast(ranks))) == words


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (
            ["known"],
            "Un montant annuel engagé par l'État est publié pour 1 territoire sur 1, un autre montant pour 0, aucun pour 0.",
        ),
        (
            ["known", "unknown", "known", "partly", "unknown"],
            "Un montant annuel engagé par l'État est publié pour 2 territoires sur 5, un autre montant pour 1, aucun pour 2.",
        ),
        ([], ""),
    ],
)  # fmt: skip
def test_the_three_states_of_money_are_counted(states: list[str], words: str) -> None:
    assert territories.reading(_of_states(*states)).replace(labels.NBSP, " ") == words


def test_a_contradictory_amount_is_not_an_unknown_one() -> None:
    frame = _of_states("known", "known", "unknown").with_columns(
        name=pl.Series(["Dijon", "Metz", "Thiers"]),
        money_is_disputed=pl.Series([True, False, False]),
        disputed_amounts=pl.Series([["year"], None, None]),
    )
    assert territories.reading(frame).endswith("aucun pour 1. Sources contradictoires pour 1\u00a0territoire : Dijon.")


def _of_states(*states: str) -> pl.DataFrame:
    """Territories whose money is known so, with what the read counts of them all."""
    counts = {f"money_{state}_count": states.count(state) for state in ("known", "partly", "unknown")}
    frame = pl.DataFrame({"money_state": states}, schema={"money_state": pl.String})
    return frame.with_columns(
        name=pl.lit("Metz"), money_is_disputed=pl.lit(False), territories_count=pl.lit(len(states)),
        **{name: pl.lit(count) for name, count in counts.items()},
    )  # fmt: skip


PER_CONTRACT = {
    "kind": "each", "amount_eur": 300_000.0, "amount_low_eur": None, "amount_high_eur": None, "qualifier": "exact",
    "is_contradictory": False, "nature": "paid", "is_conditional": False, "is_yearly": True, "is_cumulated": False,
    "first_year": 2019, "last_year": 2020, "years_count": None, "members_count": 11, "is_disputed": False,
}  # fmt: skip
OF_THREE_YEARS = PER_CONTRACT | {
    "nature": "committed", "is_yearly": False, "first_year": None, "last_year": None, "years_count": 3,
}  # fmt: skip


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ([PER_CONTRACT], "300 000 € par collectivité (2019, 2020, versé)"),
        ([OF_THREE_YEARS | {"kind": "own"}], "300 000 € sur 3 ans"),
        (
            [PER_CONTRACT, OF_THREE_YEARS],
            "300 000 € par collectivité (2019, 2020, versé) ; 300 000 € par collectivité sur 3 ans",
        ),
        (
            [OF_THREE_YEARS | {"kind": "whole", "qualifier": "nearly", "years_count": None, "members_count": 7}],
            "près de 300 000 € pour 7 territoires ensemble (sans date)",
        ),
        (
            [OF_THREE_YEARS | {"kind": "shared", "years_count": None, "first_year": 2021, "last_year": 2021}],
            "300 000 € de plusieurs payeurs (2021)",
        ),
        (
            [OF_THREE_YEARS | {"kind": "own", "years_count": None, "nature": "planned", "last_year": 2019}],
            "300 000 € (jusqu'en 2019, prévu)",
        ),
        (
            [PER_CONTRACT | {"first_year": 2019, "last_year": 2022}],
            "300 000 € par collectivité (2019-2022, par an, versé)",
        ),
        (
            [OF_THREE_YEARS | {"kind": "own", "years_count": None, "first_year": 2022, "last_year": 2023}],
            "300 000 € pour 2022-2023",
        ),
        ([OF_THREE_YEARS | {"kind": "own", "years_count": None, "span": "P18M"}], "300 000 € sur 18 mois"),
        ([], "aucun montant publié"),
    ],
)
def test_money_that_is_no_years_own_says_whose_and_when(amounts: list[dict], words: str) -> None:
    told = known_money({"has_amount": False, "other_amounts": amounts})
    assert told.replace("\u202f", " ").replace(labels.NBSP, " ") == words


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([PAIR], "Strictement comparables : Metz et Strasbourg."),
        (
            [
                PAIR,
                PAIR | {"other_territory_name": "Dijon", "is_comparable": False},
                PAIR | {"other_territory_name": "Rennes"},
            ],
            "Strictement comparables : Metz et Strasbourg ; Metz et Rennes.",
        ),
        (
            [PAIR | {"is_comparable": False}],
            "Aucune paire de territoires n'est strictement comparable. Il faudrait, à un an près et pour la même "
            "génération de contrat, un effectif publié du public à qui s'adresse l'argent, sur le territoire du contrat.",
        ),
    ],
)
def test_only_comparable_pairs_are_named_or_what_they_would_need(rows: list[dict], words: str) -> None:
    assert guard.pairs_reading(_frame(*rows)) == words


def test_the_themes_of_one_territory_are_told_stage_by_stage() -> None:
    """A tie names every theme; a document that is not exhaustive gives a minimum."""
    row = {"stage": "contracted", "theme_label": "Langue", "actions_count": 2, "is_exhaustive": True}
    row |= {"printed_count": 1, "axis_count": 0, "editorial_count": 1}
    reported = row | {"stage": "reported", "theme_label": "Santé", "actions_count": 1, "is_exhaustive": False}
    frame = _frame(row, row | {"theme_label": "Emploi"}, row | {"theme_label": "Droits", "actions_count": 1}, reported)
    assert _plain(themes.reading(frame)) == (
        "Thèmes les plus portés — actions inscrites au contrat : langue et emploi, 2 actions ; "
        "actions décrites comme menées : santé, au moins 1 action. Une action peut porter plusieurs thèmes. "
        "Entre parenthèses, p : thème publié ; é : thème choisi par l'Atlas."
    )


def test_a_territory_of_one_year_is_led_to_its_amounts_and_to_its_own_series(address: str) -> None:
    """No dead end: what is known of it, what of it is published for several years, and who has this measure."""
    thiers = read_page(address, "comparer", "vue=evolution&territoires=epci-200070712").text.replace(labels.NBSP, " ")
    assert "Pour une année seulement (voir Financement) : CC Thiers Dore et Montagne." in thiers
    assert 'href="/comparer?territoires=epci-200070712&amp;vue=financement"' in thiers
    departement = read_page(address, "comparer", "vue=evolution&territoires=dep-63").text
    assert 'href="/comparer?territoires=dep-63&amp;vue=evolution&amp;mesure=unemployment_rate"' in departement
