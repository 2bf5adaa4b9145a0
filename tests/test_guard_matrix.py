"""The guard, pair by pair: what keeps two territories from being compared, word for word.

On the fictitious documents of the golden answers, then on literal rows for what they do not hold.
"""

import pytest

from queries import comparability
from queries.warehouse import Warehouse
from tests.golden.answers.questions import ALL, CLERMONT, METZ, STATE

NO_BASE = "aucun effectif de BPI ni de primo-arrivants n'est publié pour ce territoire"
NO_AMOUNT = "aucun montant de ce genre n'est publié pour ce territoire"
APART = "le montant et la base sont éloignés de plus d'un an"
TO_BPI = "bénéficiaires de la protection internationale"
WITH_BPT = "primo-arrivants et protection temporaire"
CIR, CIR_BPI = "Signataires du CIR dans l'année", "BPI signataires du CIR dans l'année"
DISPUTED = "sources contradictoires à Grenoble-Alpes-Métropole"
DOUBTFUL = "Saint-Étienne : un des deux chiffres est de confiance basse"

# The two ratios that are nearest, for each pair of territories that have one.
WITH_RATIOS = {
    ("Metz", "Strasbourg"): [],
    ("Metz", "Saint-Étienne"): ["années des bases éloignées (2015 ; 2017)", DOUBTFUL],
    ("Saint-Étienne", "Strasbourg"): [DOUBTFUL],
    ("Grenoble", "Metz"): [f"publics de l'argent ({WITH_BPT} ; primo-arrivants)", DISPUTED],
    ("Grenoble", "Strasbourg"): [f"publics de l'argent ({WITH_BPT} ; primo-arrivants)", DISPUTED],
    ("Grenoble", "Saint-Étienne"): [f"publics de l'argent ({WITH_BPT} ; primo-arrivants)", DISPUTED, DOUBTFUL],
    ("Clermont-Ferrand", "Dijon"): [
        "bases différentes (BPI présents sur le territoire ; Protections accordées dans l'année)",
        "un état face à un flux annuel",
    ],
    ("Clermont-Ferrand", "Metz"): [  # as many as between two bases: what is on one is nearer
        "périmètre plus large à Clermont-Ferrand (base : Puy-de-Dôme)",
        "générations de contrat (CTAIR ; CTAI)",
        f"publics de l'argent ({TO_BPI} ; primo-arrivants)",
        "Metz : le public compté n'est pas celui à qui s'adresse l'argent",
    ],
    ("Clermont-Ferrand", "Grenoble"): [
        f"bases différentes (BPI présents sur le territoire ; {CIR})",
        "un état face à un flux annuel",
        "générations de contrat (CTAIR ; CTAI)",
        f"publics de l'argent ({TO_BPI} ; {WITH_BPT})",
        DISPUTED,
    ],
    ("Clermont-Ferrand", "Strasbourg"): [
        f"bases différentes ({CIR_BPI} ; {CIR})",
        "périmètre plus large à Clermont-Ferrand (base : Puy-de-Dôme)",
        "générations de contrat (CTAIR ; CTAI)",
        f"publics de l'argent ({TO_BPI} ; primo-arrivants)",
    ],
    ("Clermont-Ferrand", "Saint-Étienne"): [
        f"bases différentes ({CIR_BPI} ; {CIR})",
        "périmètre plus large à Clermont-Ferrand (base : Puy-de-Dôme)",
        "générations de contrat (CTAIR ; CTAI)",
        f"publics de l'argent ({TO_BPI} ; primo-arrivants)",
        DOUBTFUL,
    ],
    ("Dijon", "Metz"): [
        f"bases différentes (Protections accordées dans l'année ; {CIR})",
        "générations de contrat (CTAIR ; CTAI)",
        f"publics de l'argent ({TO_BPI} ; primo-arrivants)",
    ],
    ("Dijon", "Grenoble"): [
        f"bases différentes (Protections accordées dans l'année ; {CIR})",
        "générations de contrat (CTAIR ; CTAI)",
        f"publics de l'argent ({TO_BPI} ; {WITH_BPT})",
        DISPUTED,
    ],
    ("Dijon", "Strasbourg"): [
        f"bases différentes (Protections accordées dans l'année ; {CIR})",
        "années éloignées (2015 ; 2017)",
        "générations de contrat (CTAIR ; CTAI)",
        f"publics de l'argent ({TO_BPI} ; primo-arrivants)",
    ],
    ("Dijon", "Saint-Étienne"): [
        f"bases différentes (Protections accordées dans l'année ; {CIR})",
        "années éloignées (2015 ; 2017)",
        "générations de contrat (CTAIR ; CTAI)",
        f"publics de l'argent ({TO_BPI} ; primo-arrivants)",
        DOUBTFUL,
    ],
}
# Why there is none, by question: each kind of refusal once.
WITHOUT_RATIOS: dict[str, tuple[dict[str, object], dict[str, str]]] = {
    "no amount, no base, years apart on a wider base": (
        {},
        {
            "Redon": f"{CIR}, CA Redon Agglomération : {APART} (2017 et 2013-2014)",
            "Thiers": f"{NO_BASE} ; base plus large la plus proche : {CIR_BPI}, Puy-de-Dôme : {APART} (2018 et 2016)",
            "Épinal": NO_AMOUNT,
        },
    ),
    "the chosen base is not printed, or too far": (
        {"base_id": "bpi_resident"},
        {
            "Redon": f"la base choisie n'est pas publiée pour ce territoire (bases publiées : {CIR})",
            "Thiers": NO_BASE,
            "Dijon": f"BPI présents sur le territoire, Dijon Métropole : {APART} (2015 et 2018)",
            "Épinal": NO_AMOUNT,
            "Grenoble": f"la base choisie n'est pas publiée pour ce territoire (bases publiées : {CIR})",
            "Metz": f"la base choisie n'est pas publiée pour ce territoire (bases publiées : {CIR_BPI}, {CIR})",
            "Saint-Étienne": f"la base choisie n'est pas publiée pour ce territoire (bases publiées : {CIR})",
            "Strasbourg": f"la base choisie n'est pas publiée pour ce territoire (bases publiées : Public visé, {CIR})",
        },
    ),
    "a wider base of another public": (
        {"base_id": "cir_year", "territory_ids": [CLERMONT]},
        {
            "Clermont-Ferrand": "la base choisie n'est pas publiée pour ce territoire (bases publiées : BPI présents "
            "sur le territoire, Cohorte envisagée, Public accompagné) ; base plus large la plus proche : "
            f"{CIR}, Puy-de-Dôme : la base, plus large que le contrat, compte un autre public : elle ne borne rien"
        },
    ),
    "no amount of that year": (
        {"year": "2016", "territory_ids": ALL[2:4]},
        {
            "Saint-Étienne": "aucun montant de ce genre n'est publié pour 2016",
            "Strasbourg": "aucun montant de ce genre n'est publié pour 2016",
        },
    ),
    "an amount that cannot be read": (
        {"year": "2018", "territory_ids": [CLERMONT]},
        {"Clermont-Ferrand": "un montant de ce genre est publié, mais sans valeur lisible (illisible)"},
    ),
    "an amount that was not transmitted": (
        {"measure_id": "local_contribution", "territory_ids": [CLERMONT]},
        {"Clermont-Ferrand": "un montant de ce genre est publié, mais sans valeur lisible (non transmis)"},
    ),
    "amounts of actions only, of that year": (
        {"measure_id": "action_cost", "year": "2016", "territory_ids": [METZ]},
        {"Metz": "des montants sont publiés action par action, sans total d'une année"},
    ),
    "amounts of actions only": (
        {"measure_id": "action_cost", "territory_ids": [METZ]},
        {"Metz": "des montants sont publiés action par action, sans total d'une année"},
    ),
    "payers unclear": (
        {"measure_id": "contract_budget", "territory_ids": [METZ]},
        {
            "Metz": f"{CIR_BPI}, Metz : le montant réunit plusieurs payeurs, ou son payeur n'est pas dit : aucun montant "
            "par personne"
        },
    ),
    "a total of several years": (
        {"nature": "ceiling", "territory_ids": [METZ]},
        {
            "Metz": f"{CIR_BPI}, Metz : le montant couvre plusieurs années, la base une seule : aucun montant par personne"
        },
    ),
}
SHORT = {
    "CA Redon Agglomération": "Redon", "CC Thiers Dore et Montagne": "Thiers", "Dijon Métropole": "Dijon",
    "Grenoble-Alpes-Métropole": "Grenoble",
}  # fmt: skip

ROW = {
    "territory_id": "com-57463", "territory_name": "Metz", "programme": "ctai", "target_public": "newcomers",
    "nature": "committed", "year": 2016, "base_id": "cir_year", "base_label": "Signataires", "base_kind": "flow",
    "base_territory_name": "Metz", "scope_relation": "equal", "grade": "A", "reason": "like_for_like",
    "base_year": 2016, "is_conditional": False, "is_contradictory": False, "base_is_contradictory": False,
    "set_aside_low_eur": None, "set_aside_high_eur": None, "base_set_aside_low": None, "base_set_aside_high": None,
}  # fmt: skip
OTHER = ROW | {"territory_name": "Dijon", "base_territory_name": "Dijon"}
STOCK = {"base_id": "bpi_resident", "base_label": "BPI présents", "base_kind": "stock"}
COHORT = {"base_id": "cohort_target", "base_label": "Cohorte", "base_kind": "cohort"}
TARGET = {"base_id": "beneficiaries_target", "base_label": "Public visé", "base_kind": "target"}
REACHED = {"base_id": "beneficiaries_realised", "base_label": "Public accompagné", "base_kind": "realised"}
REFUSED = {
    "has_amount": True, "has_action_amount": False, "missing_reasons": None, "own_bases": "Signataires",
    "asked_year": None, "refused_count": 1, "base_period_start": None, "base_period_end": None,
    "scope_relation": "equal", "base_label": "Signataires", "base_territory_name": "Metz", "base_year": 2016, "year": 2016,
}  # fmt: skip


def short(name: str) -> str:
    return SHORT.get(name, name)


def test_every_pair_of_the_matrix_says_all_that_differs(answering: Warehouse) -> None:
    """Nine territories, 36 pairs: comparable, different in these words, or one of them without a ratio."""
    parameters = {**STATE, "base_id": None}
    ratios, without = (answering.read(f"funding_{read}", **parameters) for read in ("ratios", "without_ratio"))
    found = {
        (short(row["territory_name"]), short(row["other_territory_name"])): (row["is_comparable"], row["differences"])
        for row in comparability.pairs(ratios, without).iter_rows(named=True)
    }
    named = {short(name): name for name in without["territory_name"]}
    refusals = WITHOUT_RATIOS["no amount, no base, years apart on a wider base"][1]
    expected = {pair: (not words, " ; ".join(words)) for pair, words in WITH_RATIOS.items()}
    for pair in found.keys() - expected.keys():
        refused = [f"{named[name]} sans montant par personne : {refusals[name]}" for name in pair if name in refusals]
        expected[pair] = (False, " ; ".join(refused))
    assert len(found) == 36
    assert found == expected


@pytest.mark.parametrize("question", WITHOUT_RATIOS)
def test_a_territory_without_a_ratio_says_what_is_missing(answering: Warehouse, question: str) -> None:
    asked, expected = WITHOUT_RATIOS[question]
    without = answering.read("funding_without_ratio", **{**STATE, "base_id": None, **asked})
    found = {short(row["territory_name"]): comparability.refusal(row) for row in without.iter_rows(named=True)}
    assert found == expected


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        (STOCK, {}, ["bases différentes (BPI présents ; Signataires)", "un état face à un flux annuel"]),
        (STOCK, COHORT, ["bases différentes (BPI présents ; Cohorte)", "un état face à une cohorte"]),
        ({}, COHORT, ["bases différentes (Signataires ; Cohorte)", "un flux annuel face à une cohorte"]),
        (TARGET, {}, ["bases différentes (Public visé ; Signataires)", "un public visé face à un flux annuel"]),
        (
            TARGET,
            REACHED,
            ["bases différentes (Public visé ; Public accompagné)", "un public visé face à un public accompagné"],
        ),
        (
            {"scope_relation": "contains", "base_territory_name": "Moselle", "grade": "C", "reason": "base_wider"},
            {"scope_relation": "contains", "base_territory_name": "Côte-d'Or", "grade": "C", "reason": "base_wider"},
            ["périmètre plus large à Metz (base : Moselle)", "périmètre plus large à Dijon (base : Côte-d'Or)"],
        ),
        ({}, {"year": 2017}, []),
        ({}, {"year": 2018}, ["années éloignées (2016 ; 2018)"]),
        # Each base within a year of its money, and three years between the bases; an undated one says nothing.
        ({"base_year": 2015}, {"year": 2017, "base_year": 2018}, ["années des bases éloignées (2015 ; 2018)"]),
        ({}, {"base_year": 2017}, []),
        ({}, {"base_year": None}, []),
        ({"is_conditional": True}, {}, ["montant sous condition à Metz"]),
        ({}, {"is_conditional": True}, ["montant sous condition à Dijon"]),
        ({"is_conditional": True}, {"is_conditional": True}, []),
        ({"is_contradictory": True}, {}, ["sources contradictoires à Metz"]),
        ({"is_contradictory": True}, {"base_is_contradictory": True},
         ["sources contradictoires à Metz", "sources contradictoires à Dijon"]),
        # Chosen, and contradicted all the same.
        ({"set_aside_low_eur": 300_000}, {"base_set_aside_high": 12.0},
         ["sources contradictoires à Metz", "sources contradictoires à Dijon"]),
        ({"grade": "B", "reason": "scope_unsure"}, {},
         ["Metz : le périmètre de la base est incertain (le même nombre est publié pour un autre territoire)"]),
        ({"grade": "C", "reason": "bound_only"}, {},
         ["Metz : le montant ou la base n'est publié que comme une borne : ce n'en est qu'une aussi"]),
        ({"programme": "ptai"}, {"programme": "cti"}, ["générations de contrat (PTAI ; CTI)"]),
        ({}, {"nature": "paid"}, ["natures de montant différentes"]),
        ({}, {"target_public": None}, ["publics de l'argent (primo-arrivants ; public non dit)"]),
        (
            {"grade": "B", "reason": "base_undated"},
            {"grade": "B", "reason": "public_differs"},
            [
                "Metz : la date de la base n'est pas publiée",
                "Dijon : le public compté n'est pas celui à qui s'adresse l'argent",
            ],
        ),
        (
            {"grade": "B", "reason": "base_of_contract"},
            {"grade": "B", "reason": "definition_differs"},
            [
                "Metz : la base est le public annoncé ou accompagné du contrat, non une population",
                "Dijon : la base est comptée selon une autre définition",
            ],
        ),
        ({"grade": "B", "reason": "doubtful"}, {}, ["Metz : un des deux chiffres est de confiance basse"]),
        # All at once, always in this order.
        (
            STOCK | {"programme": "ctair", "target_public": "bpi"},
            {"scope_relation": "contains", "base_territory_name": "Côte-d'Or", "year": 2019, "nature": "planned",
             "grade": "B", "reason": "doubtful"},
            [
                "bases différentes (BPI présents ; Signataires)",
                "un état face à un flux annuel",
                "périmètre plus large à Dijon (base : Côte-d'Or)",
                "années éloignées (2016 ; 2019)",
                "générations de contrat (CTAIR ; CTAI)",
                "natures de montant différentes",
                "publics de l'argent (bénéficiaires de la protection internationale ; primo-arrivants)",
                "Dijon : un des deux chiffres est de confiance basse",
            ],
        ),
    ],
)  # fmt: skip
def test_each_difference_has_its_words(one: dict, other: dict, words: list[str]) -> None:
    assert comparability.differences(ROW | one, OTHER | other) == words


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("money_undated", "l'année du montant n'est pas publiée"),
        ("money_part_of_year", "le montant ne couvre qu'une partie de l'année"),
        ("other_contract", "la base est celle d'un autre contrat"),
        ("base_spans_years", "la base couvre plusieurs années, le montant une seule"),
        ("base_cumulated", "la base est un cumul depuis le début de l'action, non l'effectif d'une année"),
        ("base_part_of_year", "la base ne couvre qu'une partie de l'année"),
        ("base_zero", "la base est nulle : un montant par personne est sans objet"),
        ("no_bound", "la base est une borne, sur un territoire plus large : elle ne borne rien"),
        ("unbounded", "les bornes publiées du montant et de la base ne bornent pas le montant par personne"),
        ("doubtful_bound", "la base, plus large que le contrat, est de confiance basse : elle ne borne rien"),
    ],
)
def test_each_other_refusal_has_its_words(reason: str, words: str) -> None:
    assert comparability.refusal(REFUSED | {"reason": reason}) == f"Signataires, Metz : {words}"
