"""Money per person where it can be read side by side: panels by base, who lacks a figure, the verdict and its squares."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from dashboard.choices.fields import Selection
from dashboard.figures import answer, bases_told, funding, guard, shared_bases, verdict
from dashboard.figures.known_otherwise import known_otherwise
from dashboard.figures.spec import Answer, Figure
from dashboard.showing.half_matrix import half_matrix
from dashboard.words import labels
from queries import comparability
from queries.warehouse import Warehouse
from tests.browser import visit

METZ, CLERMONT, THIERS, GRENOBLE = "com-57463", "com-63113", "epci-200070712", "epci-200040715"
# Metz, Clermont-Ferrand, Thiers and the ten others of the set of the eleven first contracts.
THIRTEEN = (
    METZ, CLERMONT, THIERS, "epci-243300316", "epci-242900314", "epci-242100410", GRENOBLE, "epci-200046977",
    "epci-245400676", "com-44109", "com-67482", "com-31555", "epci-243500139",
)  # fmt: skip
TWO = Selection(territoires=(METZ, GRENOBLE))
Asked = Callable[[Figure, Selection], Answer]


@pytest.fixture
def asked(warehouse: Warehouse) -> Asked:
    return lambda figure, chosen: answer.answered(figure, warehouse.read, chosen)


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace(labels.NBSP, " ")


def told(answered: Answer) -> str:
    return plain(shared_bases.reading(answered))


def headings(answered: Answer) -> list[tuple[str, str]]:
    """What each panel is headed with."""
    assert shared_bases.SHARED.chart is not None
    notes = [note for note in shared_bases.SHARED.chart(answered).layout["annotations"] if note.get("align") == "left"]
    return [(one["text"], other["text"]) for one, other in zip(notes[::2], notes[1::2], strict=True)]


def rows_of(answered: Answer, figure: Figure = shared_bases.SHARED) -> list[tuple[str, str]]:
    """From the top, the name of each row and what is written beside its mark."""
    assert figure.chart is not None
    chart = figure.chart(answered)
    axis = chart.layout["yaxis"]
    names = dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
    marks = [
        (y, text) for trace in chart.data if "text" in trace for y, text in zip(trace["y"], trace["text"], strict=True)
    ]
    return [(names[y], plain(text).strip()) for y, text in sorted(marks) if text]


def test_two_territories_are_told_base_by_base(asked: Asked) -> None:
    answered = asked(shared_bases.SHARED, TWO)
    assert told(answered) == (
        "Par signataire du CIR dans l'année : Metz 456 € (2022 ÷ 2021) ; Grenoble-Alpes-Métropole 318 € (2022), de confiance "
        "basse, n'entre dans aucun ordre ; à lire avec réserve (Grenoble-Alpes-Métropole : autre public que celui de "
        "l'argent). Par BPI signataire du CIR dans l'année : Metz 746 € (2022 ÷ 2021) ; Grenoble-Alpes-Métropole 1 045 € "
        "(2022), de confiance basse, n'entre dans aucun ordre ; à lire avec réserve (Metz : autre public que celui de l'argent ; "
        "Grenoble-Alpes-Métropole : effectif de périmètre incertain). Des sources se contredisent — "
        "Grenoble-Alpes-Métropole (2022) : 349 000 €, contre 300 000 € selon une autre source, soit 273 € par signataire du CIR "
        "dans l'année et 898 € par BPI signataire du CIR dans l'année."
    )
    assert headings(answered) == [
        ("<b>Par signataire du CIR dans l'année</b>", "base partagée par Metz et Grenoble-Alpes-Métropole"),
        ("<b>Par BPI signataire du CIR dans l'année</b>", "base partagée par Grenoble-Alpes-Métropole et Metz"),
    ]
    assert rows_of(answered) == [
        ("Metz", "456 €"),
        ("Grenoble-Alpes-Métropole", "318 €"),
        ("Metz", "746 €"),
        ("Grenoble-Alpes-Métropole", "1 045 €"),
    ]


def test_one_base_alone_gives_its_panel(asked: Asked) -> None:
    """« BPI signataires du CIR » chosen: the two figures, and why they are to be read with reserve."""
    assert told(asked(shared_bases.SHARED, replace(TWO, base="cir_bpi_year"))) == (
        "Par BPI signataire du CIR dans l'année : Metz 746 € (2022 ÷ 2021) ; Grenoble-Alpes-Métropole 1 045 € (2022), de "
        "confiance basse, n'entre dans aucun ordre ; à lire avec réserve (Metz : autre public que celui de l'argent ; "
        "Grenoble-Alpes-Métropole : effectif de périmètre incertain). Des sources se contredisent — "
        "Grenoble-Alpes-Métropole (2022) : 349 000 €, contre 300 000 € selon une autre source, soit 898 € par BPI signataire du "
        "CIR dans l'année."
    )


def test_natures_of_money_are_panels_apart_and_told(asked: Asked) -> None:
    answered = asked(shared_bases.SHARED, replace(TWO, territoires=(METZ, CLERMONT), nature="toutes"))
    assert [title for title, _ in headings(answered)] == [
        "<b>Par BPI signataire du CIR dans l'année, engagé</b>",
        "<b>Par BPI signataire du CIR dans l'année, prévu</b>",
    ]
    assert told(answered) == (
        "Par BPI signataire du CIR dans l'année, engagé : Metz 746 € (2022 ÷ 2021) ; à lire avec réserve (Metz : autre public "
        "que celui de l'argent) ; Clermont-Ferrand ≈ 1 829 € (2019 ÷ 2020), ordre de grandeur seulement. Pour "
        "Clermont-Ferrand et Metz, la base la mieux adaptée est parmi celles d'un seul territoire."
    )


def test_the_surest_figures_are_those_of_the_synthesis_wherever_they_stand(asked: Asked) -> None:
    """Metz and Clermont-Ferrand have theirs on bases of their own; of Metz and Grenoble one base bears both."""
    apart = asked(shared_bases.SHARED, replace(TWO, territoires=(METZ, CLERMONT, THIERS)))
    surest = {row["territory_name"]: row["ratio_eur"] for row in shared_bases.best_alone(apart)}
    assert {name: round(euros) for name, euros in surest.items()} == {"Clermont-Ferrand": 667, "Metz": 456}
    assert shared_bases.best_alone(asked(shared_bases.SHARED, TWO)) == []


def test_a_row_says_both_years_where_they_differ(asked: Asked) -> None:
    assert shared_bases.SHARED.chart is not None
    chart = shared_bases.SHARED.chart(asked(shared_bases.SHARED, TWO))
    assert chart.layout["xaxis"]["nticks"] == 5  # with fewer, a phone shows no number but zero
    periods = {note["y"]: plain(note["text"]) for note in chart.layout["annotations"] if note.get("x") == 1}
    assert [words for _, words in sorted(periods.items())] == ["2022 ÷ 2021", "2022", "2022 ÷ 2021", "2022"]


def test_thirteen_territories_each_have_their_place_once(asked: Asked) -> None:
    """In a panel those who have a figure of another base, in grey; below all panels those who have none at all."""
    answered = asked(shared_bases.SHARED, Selection(territoires=THIRTEEN))
    rows = rows_of(answered)
    assert [title for title, _ in headings(answered)] == [
        "<b>Par signataire du CIR dans l'année</b>",
        "<b>Par BPI signataire du CIR dans l'année</b>",
        "<b>Par personne visée</b>",
        "<b>Par BPI présent</b>",
        "<b>Par protection accordée</b>",
        "<b>Sans montant par personne</b>",
    ]
    assert rows[5:10] == [
        ("Metz", "746 €"),
        ("Grenoble-Alpes-Métropole", "1 045 €"),
        ("Dijon Métropole", "≥ 1 369 €"),
        ("Rennes Métropole", "≥ 1 041 €"),
        ("Clermont-Ferrand", "≈ 1 829 €"),
    ]
    assert rows[2:5] == [
        (name, "effectif plus large seulement") for name in ("Clermont-Ferrand", "Dijon Métropole", "Rennes Métropole")
    ]
    otherwise = ("Bordeaux Métropole", "Brest Métropole", "Métropole de Lyon", "Métropole du Grand Nancy", "Nantes",
                 "Strasbourg", "Toulouse")  # fmt: skip
    assert [name for name, words in rows if words == "montant connu autrement"] == list(otherwise)
    assert rows.count(("CC Thiers Dore et Montagne", "effectif plus large seulement")) == 1
    assert len(rows) == 5 * 5 + 8


def test_a_mark_tells_its_division(asked: Asked) -> None:
    rows = {row["base_id"]: row for row in asked(funding.RATIOS, Selection()).frame.iter_rows(named=True)}
    divisions = {
        base: plain(shared_bases.division(row)) for base, row in rows.items() if row["territory_id"] == CLERMONT
    }
    assert divisions == {
        "bpi_resident": "300 000 € ÷ environ 450 BPI présents sur le territoire au 30 avril 2019 = environ 667 €",
        "bpi_accommodated": "300 000 € ÷ 922 BPI présents en structure d'hébergement (Puy-de-Dôme) au 30 avril 2019 = "
        "au moins 325 €",
        "cir_bpi_year": "300 000 € ÷ 164 BPI signataires du CIR (Puy-de-Dôme) en 2020 ≈ 1 829 €",
        "protections_year": "300 000 € ÷ 110 protections accordées en 2018 = 2 727 €",
        "cohort_target": "300 000 € ÷ de 250 à 350 personnes de la cohorte envisagée = de 857 à 1 200 €",
    }  # fmt: skip


def test_bases_of_one_territory_stand_apart_and_nothing_is_lost(asked: Asked) -> None:
    for chosen in (Selection(), TWO, Selection(territoires=THIRTEEN), Selection(territoires=(METZ,))):
        whole = asked(funding.RATIOS, chosen).frame
        parts = [asked(figure, chosen).frame for figure in (shared_bases.SHARED, shared_bases.ALONE)]
        assert sorted(pl.concat(parts)["ratio_low_eur"]) == sorted(whole["ratio_low_eur"])
    alone = asked(shared_bases.ALONE, Selection(territoires=(METZ,)))
    assert plain(shared_bases.reading_alone(alone)) == (
        "Metz : 456 € par signataire du CIR dans l'année, 746 € par BPI signataire du CIR dans l'année, environ 222 € par "
        "personne accompagnée."
    )
    assert rows_of(alone, shared_bases.ALONE) == [
        ("signataire du CIR", "456 €"),
        ("BPI signataire du CIR", "746 €"),
        ("personne accompagnée", "environ 222 €"),
    ]


def test_every_reserve_has_its_few_words() -> None:
    with (comparability.Path(comparability.data.__file__).parent / "reference" / "ratio_reasons.csv").open() as file:
        graded = pl.read_csv(file.read().encode()).filter(grade="B")["reason"].to_list()
    assert set(bases_told.RESERVES) == set(graded)


def test_money_known_in_another_form_is_no_absence(warehouse: Warehouse) -> None:
    """A group's amount for each, a total without a year, the total of several years."""
    chosen = Selection(territoires=("com-44109", "com-13055", METZ))
    found = {place: [plain(words) for words in told] for place, told in known_otherwise(warehouse.read, chosen).items()}
    assert found["com-44109"] == [
        "300 000 € par collectivité (2019, 2020, versé)",
        "300 000 € par collectivité sur 3 ans, sources contradictoires",
    ]  # the surest first
    assert found["com-13055"] == ["300 000 € sur 3 ans"]
    assert found[METZ][-1] == "300 000 € pour 2022-2023, sources contradictoires"  # of its yearly amounts


@pytest.mark.parametrize(
    ("territories", "words"),
    [
        (
            THIRTEEN,
            "Aucune des 78 paires n'est strictement comparable : 68 faute de montant par personne (8 territoires), 10 séparées "
            "par le périmètre, l'année, la génération, une condition, le public, des sources contradictoires ou "
            "une réserve ; la plus proche : Grenoble-Alpes-Métropole et Metz (même base, avec réserve : "
            "Signataires du CIR dans l'année).",
        ),
        (
            (METZ, CLERMONT, THIERS),
            "Aucune des 3 paires n'est strictement comparable : 2 faute de montant par personne (1 territoire), 1 séparée par "
            "le périmètre, l'année, la génération, le public ou une réserve ; la plus proche : "
            "Clermont-Ferrand et Metz (même base, sans ordre possible : BPI "
            "signataires du CIR dans l'année).",
        ),
        (
            ("com-44109", "com-67482", "com-31555"),
            "Aucune des 3 paires n'est strictement comparable : 3 faute de montant par personne (3 territoires).",
        ),
    ],
)
def test_the_verdict_takes_a_line(asked: Asked, territories: tuple[str, ...], words: str) -> None:
    pairs = asked(guard.PAIRS, Selection(territoires=territories)).frame
    assert plain(verdict.verdict(pairs)) == words


def test_the_verdict_names_what_is_comparable(answering: Warehouse) -> None:
    """Of the fictitious documents: Metz and Strasbourg."""
    chosen = Selection(territoires=(METZ, "com-67482", CLERMONT))
    pairs = answer.answered(guard.PAIRS, answering.read, chosen).frame
    assert plain(verdict.verdict(pairs)) == (
        "Sur 3 paires, 1 est strictement comparable : Metz et Strasbourg. Les autres ne le sont pas : 2 séparées par la "
        "base, le périmètre, la génération, le public ou une réserve."
    )
    one = answer.answered(guard.PAIRS, answering.read, replace(chosen, territoires=(METZ, "com-67482"))).frame
    assert verdict.verdict(one) == "La paire est strictement comparable : Metz et Strasbourg."


def test_a_pair_without_any_amount_says_no_absence_again(asked: Asked) -> None:
    """The page has said it, territory by territory."""
    pairs = asked(guard.PAIRS, Selection(territoires=("com-44109", "com-31555"))).frame
    words = "Nantes et Toulouse ne sont pas strictement comparables, faute de montant par personne."
    assert verdict.verdict(pairs) == words


def test_each_pair_is_a_square_in_half_a_matrix(asked: Asked) -> None:
    pairs = asked(guard.PAIRS, Selection(territoires=THIRTEEN)).frame
    markup = unescape(str(half_matrix(pairs)))
    squares = re.findall(r'<details name="paire" class="paire (\w+)"( open)?>', markup)
    assert len(squares) == 78
    assert [state for state, _ in squares].count("no_ratio") == 68
    assert [state for state, is_open in squares if is_open] == ["same_base"]
    assert re.findall(r"<th scope=\"row\"><b>(\d+)</b> ([^<]*)<", markup)[-1] == ("13", "Toulouse")
    legend = [plain(words) for words in re.findall(r"</i>([^<]*)</li>", markup)]
    assert legend == [
        "Même base, avec réserve (2)",
        "Même base, sans ordre possible (8)",
        "Pas de montant par personne (68)",
    ]


def test_of_many_territories_a_phone_lists_the_pairs_by_state(asked: Asked) -> None:
    """Squares for a finger are 24 pixels wide: a phone holds those of seven territories."""
    pairs = asked(guard.PAIRS, Selection(territoires=THIRTEEN)).frame
    markup = plain(unescape(str(half_matrix(pairs))))
    states = re.findall(r'<details class="pli"( open)?><summary>([^<]*)</summary>', markup)
    assert states == [
        (" open", "Même base, avec réserve (2)"),
        ("", "Même base, sans ordre possible (8)"),
        ("", "Pas de montant par personne (68)"),
    ]  # fmt: skip
    assert "<li><b>Grenoble-Alpes-Métropole et Metz</b> : générations de contrat" in markup
    assert "liste-paires" not in half_matrix(asked(guard.PAIRS, Selection(territoires=THIRTEEN[:7])).frame)


def test_a_click_on_a_square_tells_what_separates_the_two(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/comparer?territoires={METZ},{CLERMONT},{GRENOBLE}&vue=financement")
    nearest = page.locator(".paire.same_base p")
    expect(nearest).to_contain_text("générations de contrat (CTAIR ; CTAI)")
    page.get_by_label("Clermont-Ferrand et Metz").click()
    expect(page.locator(".paire[open] p")).to_contain_text("périmètre plus large à Clermont-Ferrand")
    expect(nearest).to_be_hidden()


def test_territories_without_an_amount_each_say_it_once(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/comparer?territoires=com-44109,com-31555&vue=financement")
    main = page.locator("[data-testid=stMain]").inner_text()
    assert plain(main).count("connu autrement : 300 000 € par collectivité") == 2
    assert page.locator(".paires").count() == 0
    assert main.count("aucun montant de ce genre") == 2


def test_strictly_comparable_says_that_nothing_is_left_and_shows_nothing_else(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/comparer?territoires={METZ},{CLERMONT},{GRENOBLE}&vue=financement&strict=oui")
    expect(page.get_by_text("Aucun territoire choisi n’est strictement comparable à un autre")).to_be_visible()
    expect(page.locator(".paires")).to_be_visible()
    assert page.locator(".st-key-figure-montants").count() == 0
    page.get_by_role("button", name="Montrer aussi ce qui se compare avec réserve").click()
    expect(page.locator(".st-key-figure-montants")).to_be_visible()


def test_what_the_pointer_shows_is_held_by_a_phone(asked: Asked) -> None:
    assert shared_bases.SHARED.chart is not None
    chart = shared_bases.SHARED.chart(asked(shared_bases.SHARED, Selection(territoires=THIRTEEN)))
    shown = [words for trace in chart.data for words in trace.get("hovertext", ())]
    assert len(shown) == 13 + 1 + 12 + 8  # a range has two marks
    assert max(len(line) for words in shown for line in words.split("<br>")) <= 60


def test_the_peers_of_a_territory_that_is_not_chosen_are_no_matter(asked: Asked) -> None:
    """Clermont-Ferrand is the territory of reference unless the reader takes another."""
    told = [" ".join(funding.about_choice(asked(funding.RATIOS, chosen))) for chosen in (TWO, Selection())]
    assert ["Groupe de pairs de Clermont-Ferrand" in words for words in told] == [False, True]


def test_the_axis_goes_hardly_beyond_what_is_drawn(asked: Asked) -> None:
    """A range on one line had it go from 0 to 6 000 € for a largest amount of 2 727 €, to have room on a phone."""
    drawn = asked(shared_bases.SHARED, Selection(territoires=THIRTEEN))
    assert shared_bases.SHARED.chart is not None
    chart = shared_bases.SHARED.chart(drawn)
    largest = max(drawn.frame["ratio_high_eur"].drop_nulls())
    assert largest < chart.layout["xaxis"]["range"][1] < 1.2 * largest
    words = [text for trace in chart.data for text in trace.get("text") or ()]
    assert "\u00a01\u202f500 à\u00a0<br>\u00a01\u202f745\u00a0€\u00a0" in words


@pytest.mark.parametrize("figure", [shared_bases.SHARED, shared_bases.ALONE], ids=lambda figure: figure.key)
def test_where_several_bases_are_drawn_their_chart_says_that_they_are_not_ranked(asked: Asked, figure: Figure) -> None:
    several = asked(figure, Selection(territoires=THIRTEEN))
    one = replace(several, frame=several.frame.filter(pl.col("base_id") == several.frame["base_id"][0]))
    assert "Des bases différentes ne se classent pas entre elles." in figure.notes(several)
    assert "Des bases différentes ne se classent pas entre elles." not in figure.notes(one)
