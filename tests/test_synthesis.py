"""The synthesis says of each territory what the other figures say, fact by fact, and what compares best of it."""

from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import polars as pl
import pytest

from dashboard.choices.address import understood
from dashboard.choices.fields import Selection, known_codes
from dashboard.choices.pages import RECEIPT
from dashboard.drawing.chart_style import BLUE, WARNING
from dashboard.drawing.steps import Step, steps
from dashboard.figures import answer, closest_pair, fact, funding, registry, rows, synthesis, yardstick
from dashboard.figures.spec import Answer
from dashboard.figures.synthesis_grid import grid
from dashboard.figures.unranked import unranked
from queries.warehouse import Warehouse
from tests.kinds import EACH_KIND

SVG = "{http://www.w3.org/2000/svg}"
METZ, CLERMONT, THIERS, GRENOBLE = "com-57463", "com-63113", "epci-200070712", "epci-200040715"
MARSEILLE, NANTES, RENNES, LE_HAVRE, TOURS = "com-13055", "com-44109", "com-35238", "com-76351", "com-37261"
BESANCON, POITIERS, LAON = "com-25056", "com-86194", "com-02408"
DIJON, RENNES_METROPOLE = "epci-242100410", "epci-243500139"


def _compared(warehouse: Warehouse, *territory_ids: str) -> Answer:
    return answer.answered(synthesis.SYNTHESIS, warehouse.read, Selection(territoires=territory_ids))


def _plain(words: str) -> str:
    return words.replace("\u202f", " ").replace("\u00a0", " ")


def _told(warehouse: Warehouse, territory_id: str, subject: str) -> list[str]:
    """The facts of a territory on a subject: « words | precision »."""
    frame = _compared(warehouse, territory_id).frame
    return [_plain(" | ".join(filter(None, (row["words"], row["note"])))) for row in fact.of(frame, subject)]


@pytest.mark.parametrize(
    ("territory_id", "subject", "told"),
    [
        (METZ, "contract", ["CTAI, adopté le 1er décembre 2022 | de 2022 à 2025, 36 mois, signature non publiée"]),
        (CLERMONT, "contract", ["CTAI, signé le 17 octobre 2022 | 36 mois, date déduite",
                                "CTAIR, signé le 24 juin 2019 | de 2019 à 2021"]),
        (RENNES, "contract", ["Signataire du contrat de Rennes Métropole (2020) | aucun contrat en propre"]),
        (METZ, "money", ["200 000 € en 2022 | engagé sous condition", "250 000 € en 2023 | prévu sous condition",
                         "300 000 € en 2024 | prévu sous condition",
                         "300 000 € pour 2022-2023 | engagé, total, en contradiction avec les montants annuels"]),
        (MARSEILLE, "money", ["300 000 € sur 3 ans | engagé, total"]),
        (LE_HAVRE, "money", ["150 000 € (sans date) | prévu"]),
        # The surest first, and that another source contradicts it.
        (NANTES, "money", ["300 000 € par collectivité (2019, 2020) | versé, confiance moyenne, sources contradictoires",
                           "300 000 € par collectivité sur 3 ans | engagé, confiance basse, sources contradictoires"]),
        # Two sources disagree on both years: the one where one of them was chosen says so too.
        (GRENOBLE, "money", ["de 300 000 à 349 000 € en 2023 | engagé, sources contradictoires",
                             "300 000 € de 2019 à 2021 | engagé",
                             "349 000 € en 2022 | engagé, contre 300 000 € selon une autre source",
                             "300 000 € par collectivité (2019, 2020) | versé, confiance moyenne, sources contradictoires",
                             "300 000 € par collectivité sur 3 ans | engagé, confiance basse, sources contradictoires"]),
        # Never « aucun » for what the Atlas holds.
        (TOURS, "money", ["300 000 € de plusieurs payeurs (2021) | engagé, confiance moyenne"]),
        (LAON, "money", ["près de 305 000 € pour 7 territoires ensemble (sans date) | engagé, confiance moyenne"]),
        (RENNES, "money", ["aucun montant publié"]),
        (METZ, "per_person", ["456 € par signataire du CIR dans l'année | 200 000 € en 2022 ÷ 439 (2021)"]),
        # A minimum is of a base of the same year: that of the year beside is an order of magnitude.
        (BESANCON, "per_person",
         ["≈ 773 € par BPI signataire du CIR dans l'année | 150 000 € en 2021 ÷ 194 (Doubs, 2020)"]),
        (BESANCON, "yardstick", ["≈ 773 € | 150 000 € en 2021 ÷ 194 (Doubs, 2020), à un an d'écart"]),
        (RENNES_METROPOLE, "yardstick", ["au moins 1 041 € | 300 000 € en 2020 ÷ 288 (Ille-et-Vilaine, 2020)"]),
        (THIERS, "per_person", ["non calculable"]),
        (GRENOBLE, "per_person", ["318 € par signataire du CIR dans l'année | "
                                  "349 000 € en 2022 (contre 300 000 €, soit 273 €) ÷ 1 098 (2022), confiance basse"]),
        (CLERMONT, "per_inhabitant", ["2 050 € | 300 000 € en 2019 ÷ 146 351 habitants (2023)"]),
        (GRENOBLE, "per_inhabitant", ["de 666 à 775 € | de 300 000 à 349 000 € en 2023 (sources contradictoires) ÷ 450 608 "
                                      "habitants (2023)"]),
        (METZ, "yardstick", ["≈ 855 € | 200 000 € en 2022 ÷ 234 (Moselle, 2020), à plus d'un an"]),
        (GRENOBLE, "yardstick",
         ["de 903 à 1 052 € | de 300 000 à 349 000 € en 2023 (sources contradictoires) ÷ 332 (Isère, 2020), à plus d'un an"]),
        (THIERS, "yardstick", ["≈ 244 € | 40 000 € en 2023 ÷ 164 (Puy-de-Dôme, 2020), à plus d'un an"]),
        (CLERMONT, "yardstick", ["≈ 1 829 € | 300 000 € en 2019 ÷ 164 (Puy-de-Dôme, 2020), à un an d'écart"]),
        (POITIERS, "yardstick",
         ["≈ 1 681 € | 200 000 € en 2021 ÷ 119 (Vienne, 2020), autre public que celui de l'argent"]),
        (METZ, "coverage", ["10 sur 12 | inscrites au contrat (signature non publiée)"]),
        (THIERS, "coverage", ["3 sur 12 | inscrites au contrat"]),
        (CLERMONT, "coverage", ["12 sur 12 | en place ou menées"]),
        ("com-25056", "coverage", [
            "au moins 5 sur 12 | menées, dont 3 thèmes hors contrat seulement, 2 thèmes annoncés par un axe"
        ]),
        (GRENOBLE, "coverage", ["au moins 4 sur 12 | menées, 2 thèmes annoncés par un axe"]),
        (MARSEILLE, "coverage", ["aucune action publiée"]),
        (METZ, "exits", ["non publié"]),
        # A rate that its cohort does not allow never stands as what is known; why is said.
        (TOURS, "exits", ["taux publié impossible | 35 %, 6 mois après l'entrée : aucun nombre entier de 25 personnes ne donne "
                          "ce taux, Kodiko, 1re promotion",
                          "taux publié impossible | 70 %, 6 mois après l'entrée : aucun nombre entier de 18 personnes ne donne "
                          "ce taux, Kodiko, 2e promotion",
                          "taux publié impossible | 83 %, 12 mois après l'entrée : aucun nombre entier de 25 personnes ne "
                          "donne "
                          "ce taux, Kodiko, 1re promotion"]),
        # Of which contract the money is, where the territory has another.
        (BESANCON, "money", ["150 000 € en 2021 | CTAIR de 2021, engagé"]),
    ],
)  # fmt: skip
def test_what_is_known_of_a_territory(warehouse: Warehouse, territory_id: str, subject: str, told: list[str]) -> None:
    assert _told(warehouse, territory_id, subject) == told


@pytest.mark.parametrize("is_whole", EACH_KIND)
def test_the_sentence_tells_the_year_and_the_amount_that_the_grid_shows_first(
    warehouse: Warehouse, is_whole: bool
) -> None:
    """Of every territory that has such an amount (and of all those under contract: make soak): Grenoble's sentence said
    349 000 € in 2022 above its range of 2023.
    """
    engaged = 0
    known = warehouse.table("contract_year__money").filter(nature="committed")["territory_id"]
    territories = warehouse.read("territories_under_contract")["territory_id"]
    for territory_id in territories if is_whole else territories.filter(territories.is_in(known.implode())):
        frame = _compared(warehouse, territory_id).frame
        shown = fact.of(frame, "money")[0]
        if shown["nature"] == "committed" and shown["year"] is not None:
            amount = _plain(shown["words"]).partition(" €")[0]
            assert f"{amount} €" in _plain(synthesis.finding(frame)), territory_id
            assert f"en {shown['last_year']} ; " in synthesis.finding(frame), territory_id
            engaged += 1
    assert engaged == 8


@pytest.mark.parametrize(
    ("territory_ids", "finding", "best"),
    [
        (
            (METZ, GRENOBLE),
            "L'État engage de 300 000 à 349 000 € (sources contradictoires) pour Grenoble-Alpes-Métropole en 2023 et, sous "
            "condition, 200 000 € pour Metz en 2022 ; rien n'y est strictement comparable.",
            "Rien ici n'est strictement comparable ; le plus proche : Metz (456 €) et Grenoble-Alpes-Métropole (318 €), par "
            "signataire du CIR dans l'année, argent de 2022. Confiance basse à Grenoble-Alpes-Métropole : aucun ordre. "
            "Ce qui l'empêche : générations de contrat, montant sous condition à Metz, publics de "
            "l'argent, sources contradictoires à Grenoble-Alpes-Métropole, où le public compté n'est pas celui à qui "
            "s'adresse l'argent.",
        ),
        (
            # An amount that no cell of the grid shows says what was divided.
            (METZ, CLERMONT),
            "L'État engage sous condition 200 000 € pour Metz en 2022 et 300 000 € pour Clermont-Ferrand (CTAIR de 2019) en "
            "2019 ; rien n'y est strictement comparable.",
            "Rien ici n'est strictement comparable ; le plus proche : Metz (746 € : 200 000 € en 2022 ÷ 268, 2021) et "
            "Clermont-Ferrand (≈ 1 829 €), par BPI signataire du CIR dans l'année, argent de 2022 et 2019. Ordre de grandeur "
            "seulement à Clermont-Ferrand : aucun ordre. Ce qui l'empêche : périmètre plus large à Clermont-Ferrand, "
            "années éloignées, générations de contrat, publics de l'argent, Metz : le public "
            "compté n'est pas celui à qui s'adresse l'argent.",
        ),
        (
            (BESANCON, POITIERS),
            "L'État engage 150 000 € pour Besançon (CTAIR de 2021) et 200 000 € pour Poitiers en 2021 ; rien n'y est "
            "strictement comparable.",
            "Rien ici ne se compare par personne : aucun effectif de même sorte n'est publié pour deux de ces territoires ; le "
            "repère commun, lui, est connu pour Besançon et Poitiers.",
        ),
        (
            (THIERS, MARSEILLE, RENNES),
            "L'État engage sous condition 40 000 € pour la CC Thiers Dore et Montagne (CTAI de 2023) en 2023 ; sans "
            "engagement annuel : Marseille (300 000 € sur 3 ans) et Rennes ; rien n'y est strictement comparable.",
            "Rien ici ne se compare par personne : aucun effectif de même sorte n'est publié pour deux de ces territoires.",
        ),
        (
            # Of two bounds neither is known to be the larger.
            (DIJON, RENNES_METROPOLE),
            "L'État engage 300 000 € pour Dijon Métropole et 300 000 € pour Rennes Métropole en 2020 ; rien n'y est "
            "strictement comparable.",
            "Rien ici ne se compare par personne : Dijon Métropole (au moins 1 369 €) et Rennes Métropole (au moins 1 041 €), "
            "par BPI signataire du CIR dans l'année, argent de 2020, sont deux minimums, qui ne se classent pas.",
        ),
        (
            (METZ,),
            "L'État engage sous condition 200 000 € pour Metz en 2022 ; rien à comparer : il faut deux territoires.",
            "Ajoutez un territoire : un seul ne se compare à rien.",
        ),
    ],
)  # fmt: skip
def test_what_the_synthesis_finds(
    warehouse: Warehouse, territory_ids: tuple[str, ...], finding: str, best: str
) -> None:
    frame = _compared(warehouse, *territory_ids).frame
    assert _plain(synthesis.finding(frame)) == finding
    assert _plain(closest_pair.best(frame)) == best


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ((None, 773, None), (None, 1829, None), "Deux minimums : ils ne se classent pas."),
        ((None, None, 800), (None, None, 900), "Deux maximums : ils ne se classent pas."),
        # 746 € is less than what is at least 1 829 €, and may be more or less than what is at least 600 €.
        ((746, None, None), (None, 1829, None), ""),
        ((746, None, None), (None, 600, None), "Chacun peut être le plus grand des deux : ils ne se classent pas."),
        ((None, 857, 1200), (1000, None, None), "Chacun peut être le plus grand des deux : ils ne se classent pas."),
        ((None, 857, 1200), (1300, None, None), ""),
        ((456, None, None), (456, None, None), ""),
    ],
)
def test_amounts_that_may_be_in_either_order_are_said_so(one: tuple, other: tuple, said: str) -> None:
    first, second = (
        {
            "is_doubtful": False,
            "grade": "A",
            "ratio_qualifier": "exact",
            **dict(zip(("value", "value_low", "value_high"), known, strict=True)),
        }
        for known in (one, other)
    )
    assert (unranked(first, second), unranked(second, first)) == (said, said)


def test_a_division_is_told_alike_as_a_yardstick_and_as_an_amount_per_person(warehouse: Warehouse) -> None:
    """300 000 ÷ 219 is « au moins 1 369 € » wherever it stands, never 1 370; what is no amount per person bears its sign."""
    dijon = _compared(warehouse, "epci-242100410", METZ)
    (told, other) = fact.of(dijon.frame, "yardstick")
    ratios = answer.answered(funding.RATIOS, warehouse.read, Selection(territoires=("epci-242100410",))).frame
    per_person = funding.ratio_words(ratios.row(by_predicate=pl.col("base_id") == "cir_bpi_year", named=True))
    assert [_plain(told["words"]), _plain(per_person)] == ["au moins 1 369 €"] * 2
    assert (told["grade"], other["grade"]) == ("C", "X")
    assert other["reason"] == "Le montant et la base sont éloignés de plus d'un an."
    shown = answer.content(yardstick.COMMON, answer.answered(yardstick.COMMON, warehouse.read, dijon.chosen))
    assert [(_plain(row[1]), row[2]) for row in shown.table.rows] == [
        ("au moins 1 369 €", "Borne"), ("≈ 855 €", "Ordre de grandeur : à plus d'un an"),
    ]  # fmt: skip
    assert shown.chart
    bars = {bar["name"]: [_plain(words) for words in bar["text"]] for bar in shown.chart.data}
    assert {bar["width"] for bar in shown.chart.data} == {0.65}  # whatever rows their kind has
    assert bars == {"Borne (au moins)": ["au moins 1 369 €"], "Ordre de grandeur": ["≈ 855 €"]}


def test_the_range_of_a_yardstick_is_drawn_from_end_to_end(warehouse: Warehouse) -> None:
    """300 000 to 349 000 € of Grenoble: « de 903 à 1 052 € », a bar that begins at 903."""
    asked = Selection(territoires=(METZ, "epci-200040715", CLERMONT))
    shown = answer.content(yardstick.COMMON, answer.answered(yardstick.COMMON, warehouse.read, asked))
    assert shown.chart
    bars = {
        _plain(words): (base, base + length)
        for bar in shown.chart.data
        for words, base, length in zip(bar["text"], bar["base"], bar["x"], strict=True)
    }
    assert {words: pytest.approx(ends, abs=1) for words, ends in bars.items()} == {
        "≈ 855 €": (0, 855), "de 903 à 1 052 €": (903, 1_052), "≈ 1 829 €": (0, 1_829),
    }  # fmt: skip
    assert len(shown.table.rows) == len(bars)
    assert not any("Au tableau seulement" in note for note in shown.notes)


def test_one_base_of_two_contracts_is_said_to_compare_their_amounts_alone(warehouse: Warehouse) -> None:
    """164 signatories of the Puy-de-Dôme divide both: 1 829 and 244 € say nothing that 300 000 and 40 000 € do not."""
    frame = _compared(warehouse, CLERMONT, THIERS).frame
    assert [_plain(row["words"]) for row in fact.of(frame, "yardstick")] == [
        "≈ 1 829 €",
        "≈ 244 €",
    ]
    assert closest_pair.best(frame).endswith(
        "Clermont-Ferrand et CC Thiers Dore et Montagne : même effectif au repère commun, l'écart y est celui des montants (2019 "
        "et 2023)."
    )


def test_a_contract_without_a_published_signature_says_what_its_text_is(warehouse: Warehouse) -> None:
    notes = answer.content(synthesis.SYNTHESIS, _compared(warehouse, METZ)).notes
    (told,) = [note for note in notes if note.startswith("Metz, CTAI sans signature publiée")]
    assert "le contrat n'est ni daté ni signé et une page porte la mention" in told
    assert "Document de travail" in told


def test_what_compares_strictly_is_said_so(answering: Warehouse) -> None:
    """Of fictitious documents: two territories that nothing keeps apart."""
    frame = _compared(answering, METZ, "com-67482", CLERMONT).frame
    assert synthesis.finding(frame).endswith("; Metz et Strasbourg se comparent strictement.")
    assert _plain(closest_pair.best(frame)) == (
        "Strictement comparables : Metz (500 €) et Strasbourg (500 €), par signataire du CIR dans l'année, argent de 2016 et "
        "2017."
    )


def test_every_selection_that_is_ready_has_its_synthesis(warehouse: Warehouse) -> None:
    """Territories in the order chosen, every subject of each, twelve themes, no other row without its words."""
    for codes in warehouse.read("ready_selections")["territory_ids"]:
        chosen = tuple(codes.split(","))
        laid_out = grid(_compared(warehouse, *chosen).frame)
        assert tuple(each.territory_id for each in laid_out.territories) == chosen
        assert laid_out.stands_upright is (len(chosen) <= 4)
        for territory in laid_out.territories:
            assert [len(territory.themes), all(territory.facts.values())] == [12, True]
            assert all(
                fact["words"] and (fact["source"] or fact["reason"])
                for each in territory.facts.values()
                for fact in each
            )


def test_every_fact_leads_to_the_row_that_it_comes_from(warehouse: Warehouse) -> None:
    known = known_codes(warehouse.read)
    frame = _compared(warehouse, METZ, CLERMONT, GRENOBLE, NANTES, TOURS, RENNES).frame
    addresses = [address for address in frame["source"].drop_nulls() if address.startswith("/recu")]
    assert len(addresses) > 60
    for address in addresses:
        chosen, ignored = understood(
            RECEIPT, dict(parse_qsl(urlsplit(address).query)), Selection(), known, registry.asked_by
        )
        figure = registry.FIGURES[chosen.figure]
        found = rows.row_of(figure, answer.ask(figure, warehouse.read, chosen), chosen.ligne)
        assert (ignored, found.height) == ([], 1), address


def test_the_order_of_the_territories_is_the_readers(warehouse: Warehouse) -> None:
    frame = _compared(warehouse, THIERS, METZ, CLERMONT).frame
    assert list(fact.territories(frame)) == [THIERS, METZ, CLERMONT]
    themes = frame.filter(subject="theme").group_by("territory_id", maintain_order=True).agg(pl.col("item"))["item"]
    assert themes[0].to_list() == themes[1].to_list() == themes[2].to_list()


def test_steps_of_money_are_drawn_over_the_years_and_the_height_of_all() -> None:
    """A committed amount is full, a planned one an outline; years that have no room beside each other stand as one."""
    own = [Step(2019, 2021, 300, 300, True), Step(2022, 2022, 350, 350, False), Step(2023, 2023, 300, 400, True, True)]
    drawn = ElementTree.fromstring(steps(own, (2019, 2024), 400))
    assert (drawn.get("width"), [words.text for words in drawn.iter(f"{SVG}text")]) == ("84", ["2019", "2024"])
    boxes = [(box.get("x"), box.get("width"), box.get("height"), box.get("fill")) for box in drawn.iter(f"{SVG}rect")]
    assert boxes == [
        ("1", "40", "12.0", BLUE), ("43", "12", "14.0", "#ffffff"), ("57", "12", "12.0", BLUE), ("57.5", "11", "4.0", "#ffffff"),
    ]  # fmt: skip
    (sign,) = (path.get("d") for path in drawn.iter(f"{SVG}path") if path.get("fill") == WARNING)
    assert sign and sign.startswith("M63.0 ")  # above the step of 2023 alone, which sources dispute
    few = ElementTree.fromstring(steps(own[1:2], (2022, 2024), 400))
    assert [words.text for words in few.iter(f"{SVG}text")] == ["2022-2024"]
    one = ElementTree.fromstring(steps(own[1:2], (2022, 2022), 400))
    assert [words.text for words in one.iter(f"{SVG}text")] == ["2022"]
