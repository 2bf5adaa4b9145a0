"""Coverage at every stage: each chosen territory keeps its column, and what its documents say best of each theme."""

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl
import pytest
from playwright.sync_api import Page, expect

from dashboard.choices.address import understood
from dashboard.choices.fields import Selection, known_codes
from dashboard.figures import coverage, coverage_index, coverage_reading, registry
from dashboard.figures.answer import answered, content
from dashboard.figures.matrix import Matrix, Sign
from dashboard.figures.rows import addresses
from dashboard.showing.matrix import html_matrix
from dashboard.words.labels import NBSP
from queries.warehouse import Warehouse
from tests.browser import VIEWPORTS, visit

METZ, CLERMONT, MARSEILLE, MONTPELLIER = "com-57463", "com-63113", "com-13055", "com-34172"
THIERS, ROUEN, DIJON = "epci-200070712", "epci-200023414", "epci-242100410"
# Which themes do the first three cover, and Metz not?
FOUR = ("com-44109", "epci-243300316", "epci-200040715", METZ)


class Best(NamedTuple):
    theme: str
    stage: str
    actions_count: int | None


def _best(frame: pl.DataFrame) -> dict[str, list[Best]]:
    """By territory, in their order, the surest that is said of each theme."""
    columns = ("theme_label", "best_stage", "actions_count")
    return {
        str(territory): [Best(*row) for row in rows.select(columns).iter_rows()]
        for (territory,), rows in frame.group_by("territory_id", maintain_order=True)
    }


def test_each_territory_keeps_its_column_whatever_the_stage_of_its_actions(warehouse: Warehouse) -> None:
    best = _best(warehouse.read("theme_coverage", territory_ids=FOUR, stage=None))
    assert list(best) == list(FOUR)
    assert {territory: themes[8] for territory, themes in best.items()} == {
        "com-44109": ("Culture et sport", "none", 0),
        "epci-243300316": ("Culture et sport", "without_contract", 1),
        "epci-200040715": ("Culture et sport", "none", 0),
        METZ: ("Culture et sport", "none", 0),
    }
    assert [theme.stage for theme in best["com-44109"]] == [
        "running", "proposed", "none", "none", "none", "none", "running", "none", "none", "running", "none", "none",
    ]  # fmt: skip
    assert [theme.stage for theme in best["epci-200040715"]][8:] == ["none", "announced", "announced", "none"]


def test_nothing_read_is_not_nothing_found(warehouse: Warehouse) -> None:
    best = _best(warehouse.read("theme_coverage", territory_ids=(MARSEILLE, MONTPELLIER), stage=None))
    assert {(theme.stage, theme.actions_count) for theme in best[MARSEILLE]} == {("unread", None)}
    assert {(theme.stage, theme.actions_count) for theme in best[MONTPELLIER]} == {
        ("unread", None),
        ("announced", None),
    }


def test_the_actions_of_one_stage_are_those_of_that_stage(warehouse: Warehouse) -> None:
    """Of Clermont-Ferrand, actions are proposed, in place or told as under way: none is contracted."""
    whole = warehouse.read("theme_coverage", territory_ids=(CLERMONT, METZ), stage=None)
    counts = ("actions_count", "contracted_count", "running_count", "proposed_count")
    assert whole.filter(territory_id=CLERMONT, theme_id="langue").select(counts).rows() == [(17, None, 9, 8)]
    contracted = _best(warehouse.read("theme_coverage", territory_ids=(CLERMONT, METZ), stage="contracted"))
    assert {theme.stage for theme in contracted[CLERMONT]} == {"unread", "announced"}
    assert [theme.actions_count for theme in contracted[METZ]] == [4, 1, 2, 2, 1, 1, 4, 1, 0, 1, 1, 0]


def _reading(warehouse: Warehouse, territories: Sequence[str], **choices: str) -> str:
    chosen = Selection(vue="couverture", territoires=tuple(territories), **choices)  # type: ignore[arg-type]
    frame = answered(coverage.COVERAGE, warehouse.read, chosen).frame
    return coverage_reading.reading(frame, chosen)


@pytest.mark.parametrize(
    ("territories", "choices", "words"),
    [
        (FOUR, {}, "Aucun thème n'est porté par tous ; numérique : par aucun. "
         "Non trouvés pour un seul : langue, emploi et logement (Nantes). "
         "Hors contrat seulement : culture et sport, lien social (Bordeaux Métropole)."),
        (FOUR, {"themes": "communs"},
         "Aucun thème n'est porté par tous. Les plus portés : langue, emploi, logement et lien social."),
        (FOUR, {"themes": "nulle_part"}, "Numérique : trouvé pour aucun de ces territoires dans les documents lus."),
        (FOUR, {"themes": "absents", "absents_de": METZ},
         "Culture et sport : porté par Bordeaux Métropole (hors contrat), non trouvé pour Metz. Nulle part : numérique."),
        (FOUR, {"themes": "absents", "absents_de": "epci-200040715"},
         "Pilotage, accompagnement et droits : portés par Nantes et Metz ; éducation : porté par Metz ; culture et sport : "
         "porté par Bordeaux Métropole (hors contrat) ; non trouvés pour Grenoble-Alpes-Métropole. Nulle part : numérique."),
        # The first chosen, where nobody is named; whose are many, the matrix says whose.
        (FOUR, {"themes": "absents"}, "Langue, emploi, logement, santé, éducation, culture et sport, citoyenneté : trouvés "
         "pour d'autres, dont 1 hors contrat seulement, non trouvés pour Nantes. Nulle part : numérique."),
        ((CLERMONT, METZ, THIERS), {}, "Accompagnement, langue et emploi : portés par tous. Non trouvés pour un seul : "
         "pilotage, logement, santé, droits, éducation, lien social et citoyenneté (CC Thiers Dore et Montagne)."),
        ((CLERMONT, METZ), {"themes": "absents"},
         "Pour Clermont-Ferrand, aucun thème trouvé ailleurs ne manque dans les documents lus."),
        ((CLERMONT, METZ, THIERS), {"stade": "contracted"}, "Accompagnement, langue et emploi : portés par tous ceux dont des "
         "actions de cette étape sont publiées ; culture et sport, numérique : par aucun. Non trouvés pour un seul : "
         "pilotage, logement, santé, droits, éducation, lien social et citoyenneté (CC Thiers Dore et Montagne)."),
        ((METZ,), {}, "Metz : 10\u00a0thèmes sur 12 ; non trouvés : culture et sport, numérique."),
        ((ROUEN,), {}, "Métropole Rouen Normandie : au moins 1\u00a0thème sur 12, dont 1 hors contrat seulement ; non trouvés : "
         "pilotage, accompagnement, éducation, lien social et numérique."),
        # An announced axis is no absence, and no action.
        ((ROUEN, *FOUR[1:3]), {"themes": "absents", "absents_de": "epci-200040715"},
         "Droits : axe annoncé pour Métropole Rouen Normandie ; culture et sport : porté par Métropole Rouen Normandie "
         "(hors contrat) et Bordeaux Métropole (hors contrat) ; non trouvés pour Grenoble-Alpes-Métropole. Nulle part : "
         "pilotage, accompagnement, éducation et numérique."),
        ((MARSEILLE, MONTPELLIER), {}, "Aucune action n'a été trouvée dans les documents lus pour ces territoires."),
        ((*FOUR, MARSEILLE), {"themes": "absents", "absents_de": MARSEILLE},
         "Aucune action n'est publiée pour Marseille : rien n'y est dit trouvé, ni non trouvé."),
    ],
)  # fmt: skip
def test_the_answer_is_told(
    warehouse: Warehouse, territories: Sequence[str], choices: dict[str, str], words: str
) -> None:
    assert _reading(warehouse, territories, **choices) == words


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({}, "Langue : porté par tous ceux dont des actions sont publiées ; pilotage, "),
        ({"themes": "absents"}, "Accompagnement : porté par Clermont-Ferrand, non trouvé pour Metz."),
    ],
)
def test_a_territory_without_a_document_is_left_out_and_said(
    answering: Warehouse, choices: dict[str, str], words: str
) -> None:
    assert _reading(answering, (METZ, CLERMONT, DIJON), **choices).startswith(words)


def _matrix(warehouse: Warehouse, territories: Sequence[str], **choices: str) -> Matrix:
    chosen = Selection(vue="couverture", territoires=tuple(territories), **choices)  # type: ignore[arg-type]
    made = content(coverage.COVERAGE, answered(coverage.COVERAGE, warehouse.read, chosen)).matrix
    assert made is not None
    return made


def test_a_cell_says_its_stages_from_the_surest_and_leads_to_its_actions(warehouse: Warehouse) -> None:
    """Actions that are in place and others that are proposed; an announced axis; nothing found, which leads nowhere."""
    made = _matrix(warehouse, (CLERMONT, ROUEN))
    langue = next(row for row in made.rows if row.name == "Langue")
    assert langue.cells[0].signs == [Sign("running", "9"), Sign("proposed", "8")]
    assert (
        langue.cells[0].said == "Clermont-Ferrand, Langue : 9\u00a0actions en place ou menées, 8\u00a0actions proposées"
    )
    assert len(langue.cells[0].named) == 17
    assert langue.cells[0].address == "/recu?figure=couverture&ligne=com-63113|langue&territoires=com-63113"
    assert langue.cells[1].signs == [Sign("announced")]
    (pilotage, _rouen) = made.rows[0].cells[1], made.rows[0].cells[0]
    assert (pilotage.signs, pilotage.address) == ([Sign("none")], "")
    assert [words for _sign, words in made.key] == [
        "en place ou menée", "proposée", "hors contrat", "axe annoncé, sans action publiée", "aucune action trouvée",
    ]  # fmt: skip
    assert made.totals == [["Thèmes portés", "12", "≥\u00a01"], ["dont hors contrat seulement", "0", "1"]]


def test_actions_that_no_contract_is_said_to_carry_are_told_apart(warehouse: Warehouse) -> None:
    """By a sign and a number of their own, in the words of a cell, below the matrix, in the table; each is of no contract."""
    bordeaux = "epci-243300316"
    shown = answered(coverage.COVERAGE, warehouse.read, Selection(territoires=(bordeaux, CLERMONT)))
    made = content(coverage.COVERAGE, shown)
    assert made.notes[0].startswith("Les actions sont celles du territoire, portées ou non par son contrat")
    assert "dont hors contrat" in made.table.headers
    assert made.matrix
    said = {row.name: row.cells[0].told.replace(NBSP, " ") for row in made.matrix.rows}
    assert said["Emploi"] == "3 actions en place ou menées, 1 action hors contrat"
    assert said["Lien social"] == "1 action hors contrat"
    signs = {row.name: list(row.cells[0].signs) for row in made.matrix.rows}
    assert signs["Emploi"] == [Sign("running", "3"), Sign("without_contract", "1")]
    assert signs["Lien social"] == [Sign("without_contract", "1")]
    assert [words for sign, words in made.matrix.key if sign == Sign("without_contract")] == ["hors contrat"]
    assert made.matrix.totals == [["Thèmes portés", f"≥{NBSP}5", "12"], ["dont hors contrat seulement", "2", "0"]]
    outside = warehouse.table("actions").filter(pl.col("contract_id").is_null(), territory_id=bordeaux)
    borne = outside.join(warehouse.table("action_themes"), on="action_id")["theme_id"].value_counts()
    counts = dict(shown.frame.filter(territory_id=bordeaux).select("theme_id", "without_contract_count").iter_rows())
    assert {theme: count for theme, count in counts.items() if count} == dict(borne.iter_rows())


def test_actions_of_a_contract_without_a_published_signature_say_so(warehouse: Warehouse) -> None:
    """The text read of Metz is adopted, neither dated nor signed; that of Thiers is signed."""
    metz, thiers = "com-57463", "epci-200070712"
    made = content(
        coverage.COVERAGE, answered(coverage.COVERAGE, warehouse.read, Selection(territoires=(metz, thiers)))
    )
    assert made.matrix
    (langue,) = [row for row in made.matrix.rows if row.name == "Langue"]
    assert [cell.told.replace(NBSP, " ") for cell in langue.cells] == [
        "2 actions inscrites au contrat, signature non publiée", "1 action inscrite au contrat",
    ]  # fmt: skip


def _sent(matrix: Matrix) -> str:
    sent = html.unescape(str(html_matrix("Couverture", matrix))).replace("’", "'")
    return re.sub("[\u00a0\u202f]", " ", sent)


def _numbers(warehouse: Warehouse, territories: Sequence[str]) -> dict[str, list[tuple[int, list[int]]]]:
    """By theme, of each cell of the table as it is sent: how many signs, and the numbers beside them."""
    sent = _sent(_matrix(warehouse, territories))
    rows = re.findall(r'<tr[^>]*><th scope="row">([^<]+)</th>(.*?)</tr>', sent.partition("<tfoot>")[0])
    return {
        theme: [
            (cell.count("signe "), [int(number) for number in re.findall(r"<b>(\d+)</b>", cell)])
            for cell in re.findall(r"<td.*?</td>", cells)
        ]
        for theme, cells in rows
    }


def test_a_cell_counts_the_same_however_many_territories_there_are(warehouse: Warehouse) -> None:
    """Of two stages: two numbers where there is room, and where there is not, both signs and their sum."""
    few = (CLERMONT, *FOUR, THIERS)
    many = (*few, "com-31555", "epci-200046977", "epci-245400676", "epci-242900314", "epci-243500139")
    narrow, wide = _numbers(warehouse, many), _numbers(warehouse, few)
    assert wide["Droits"][0] == (2, [2, 7])
    assert narrow["Droits"][0] == (2, [9])
    frame = warehouse.read("theme_coverage", territory_ids=many, stage=None)
    for numbers, territories in ((wide, few), (narrow, many)):
        counts = {
            theme: [sum(of_cell) for (_signs, of_cell), _territory in zip(cells, territories, strict=True)]
            for theme, cells in numbers.items()
        }
        assert counts == {
            theme: [frame.filter(theme_label=theme, territory_id=each)["actions_count"][0] for each in territories]
            for theme in numbers
        }
    told = "Plusieurs signes : le nombre compte les actions de ces étapes ensemble."
    assert [told in _sent(_matrix(warehouse, each)) for each in (few, many)] == [False, True]


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"themes": "communs"}, "Aucun des 12 thèmes n'est dans ce cas. Choisissez « Tous » pour les revoir ou retirez un "
         "territoire."),
        ({"themes": "nulle_part"}, ""),
        ({}, ""),
    ],
)  # fmt: skip
def test_a_choice_that_no_theme_answers_shows_none(warehouse: Warehouse, choices: dict[str, str], words: str) -> None:
    """« Communs à tous (0) » kept the twelve themes on the screen."""
    made = _matrix(warehouse, FOUR, **choices)
    sent = _sent(made)
    assert made.nothing.replace("\u00a0", " ") == words
    assert ("<table" in sent, words in sent) == (not words, True)


def test_a_theme_found_nowhere_is_not_made_up(warehouse: Warehouse) -> None:
    """Clermont-Ferrand bears all twelve: none is found nowhere, and none is missing."""
    for themes, words in (("nulle_part", "revoir."), ("absents", "revoir ou choisissez un autre territoire.")):
        assert _matrix(warehouse, (CLERMONT, METZ), themes=themes, absents_de=CLERMONT).nothing.endswith(words)


def test_all_the_themes_are_no_minimum(warehouse: Warehouse) -> None:
    """Of two lists that do not say they are whole, one bears the twelve themes, the other four at least."""
    answer = answered(coverage_index.INDEX, warehouse.read, Selection(territoires=("com-44109", METZ, CLERMONT)))
    told = content(coverage_index.INDEX, answer)
    assert [tuple(row[1:3]) for row in told.table.rows] == [
        ("12 sur 12", "100,0\u00a0%"), ("10 sur 12", "83,3\u00a0%"), ("au moins 4 sur 12", "au moins 33,3\u00a0%")
    ]  # fmt: skip
    assert told.reading == (
        "Thèmes couverts : Clermont-Ferrand, 12 sur 12 ; Nantes, au moins 4 sur 12. « Au moins » : un document ne se dit pas "
        "exhaustif ; c'est un minimum, qui ne se classe pas."
    )
    of_map = warehouse.read("map_coverage", subject_id="couverture:themes").filter(territory_id=CLERMONT)
    assert of_map.select("value", "is_exhaustive", "is_whole").rows() == [(12, False, True)]


def test_a_cell_has_one_source_whatever_the_matrix_shows(warehouse: Warehouse) -> None:
    """Of the contracted actions where costs are shown, of the stage chosen where only the cell is named."""
    asked = Selection(territoires=(METZ,), compte="argent", themes="absents", absents_de=METZ)
    frame = answered(coverage.COVERAGE, warehouse.read, asked).frame
    cell = pl.DataFrame({"territory_id": [METZ], "theme_id": ["langue"]})
    written = "/recu?figure=couverture&ligne=com-57463|langue&territoires=com-57463&etape=contracted"
    assert addresses(asked, coverage.COVERAGE, frame)[2] == written
    assert addresses(replace(asked, stade="contracted"), coverage.COVERAGE, cell) == [written]
    assert addresses(asked, coverage.COVERAGE, cell) == [written.removesuffix("&etape=contracted")]


def test_a_column_without_anything_says_why_once(warehouse: Warehouse) -> None:
    made = _matrix(warehouse, (*FOUR, MARSEILLE))
    assert [column.nothing for column in made.columns] == ["", "", "", "", "aucun document d'actions"]
    assert {len(row.cells) for row in made.rows} == {4}
    contracted = _matrix(warehouse, FOUR[:2], stade="contracted")
    assert [column.nothing for column in contracted.columns] == ["aucune action de cette étape"] * 2


def test_the_themes_asked_for_are_marked(warehouse: Warehouse) -> None:
    made = _matrix(warehouse, FOUR, themes="absents", absents_de=METZ)
    assert [row.name for row in made.rows if row.is_marked] == ["Culture et sport", "Numérique"]
    assert [row.name for row in _matrix(warehouse, FOUR).rows if row.is_marked] == []


def test_costs_and_shares_are_those_of_one_stage(warehouse: Warehouse) -> None:
    """An address that asked for them without a stage meant the contracted actions, and still does."""
    for compte, words in (("argent", "50\u202f000\u00a0€"), ("part", "13,3\u00a0%")):
        made = _matrix(warehouse, (METZ, CLERMONT), compte=compte)
        langue = next(row for row in made.rows if row.name == "Langue")
        assert [cell.signs for cell in langue.cells] == [[Sign("contracted", words)], []]


@pytest.mark.parametrize(
    ("given", "stage"),
    [({}, "toutes"), ({"etape": "contracted"}, "contracted"), ({"etape": "existing"}, "existing")],
)
def test_the_stage_of_an_address_is_the_one_it_writes(warehouse: Warehouse, given: dict[str, str], stage: str) -> None:
    known = known_codes(warehouse.read)
    chosen, ignored = understood("comparer", {"vue": "couverture"} | given, Selection(), known, registry.asked_by)
    assert (chosen.stade, ignored) == (stage, [])


def test_a_largest_count_is_told_of_whole_lists_of_one_stage_only(answering: Warehouse, warehouse: Warehouse) -> None:
    told = "Plus grand nombre d'actions sur un thème : 2, Metz (langue)."
    for where, territories, is_told in ((answering, (METZ, CLERMONT), True), (warehouse, FOUR, False)):
        answer = answered(coverage.COVERAGE, where.read, Selection(territoires=territories))
        notes = content(coverage.COVERAGE, answer).notes
        assert (told in notes) is is_told
        assert any("jamais une part ni un plus grand nombre" in note for note in notes) is not is_told


def test_who_is_alone_is_said_only_of_whole_lists_of_one_stage(warehouse: Warehouse) -> None:
    """Metz and Thiers publish the whole list of their contracted actions; the others do not."""
    alone = {
        territories: warehouse.read("coverage_index", territory_ids=territories, stage=None)["is_alone_known"].unique()
        for territories in ((METZ, THIERS), FOUR, (CLERMONT, METZ))
    }
    assert [known.to_list() for known in alone.values()] == [[True], [False], [False]]


def test_the_chips_answer_in_a_click_and_back_undoes_it(tab: Page, address: str) -> None:
    """Which themes do Nantes, Bordeaux and Grenoble cover, that Metz does not? One click; then back, and to an action."""
    page = visit(tab, f"{address}/comparer?vue=couverture&territoires={','.join(FOUR)}")
    expect(page.locator(".matrice thead th")).to_have_text(
        ["Nantes", "Bordeaux Métropole", "Grenoble-Alpes-Métropole", "Metz"]
    )
    page.get_by_role("radio", name="Non trouvés pour Metz (2)").click()
    expect(page.locator(".matrice .marque th")).to_have_text(["Culture et sport", "Numérique"])
    expect(page.locator(".st-key-figure-couverture .lecture")).to_have_text(
        "Culture et sport : porté par Bordeaux Métropole (hors contrat), non trouvé pour Metz. Nulle part : numérique."
    )
    page.get_by_role("radio", name="Nulle part (1)").click()
    expect(page.locator(".matrice .marque th")).to_have_text(["Numérique"])
    page.go_back()
    expect(page.locator(".matrice .marque th")).to_have_text(["Culture et sport", "Numérique"])
    page.go_back()
    expect(page.locator(".matrice .marque")).to_have_count(0)
    page.get_by_role(
        "link", name="Bordeaux Métropole, Emploi : 3 actions en place ou menées, 1 action hors contrat"
    ).hover()
    expect(page.locator(".bulle:visible li")).to_have_count(4)
    expect(page.locator(".bulle:visible")).to_have_css("pointer-events", "auto")
    page.keyboard.press("Escape")
    expect(page.locator(".bulle:visible")).to_have_count(0)
    cell = page.get_by_role(
        "link", name="Bordeaux Métropole, Emploi : 3 actions en place ou menées, 1 action hors contrat"
    ).get_attribute("href")
    visit(page, f"{address}{cell}")
    expect(page.locator(".st-key-figure-recu-actions tbody tr")).to_have_count(4)
    assert page.locator(".st-key-figure-recu-actions tbody a").first.get_attribute("href") == (
        "/territoires?volet=actions&action=diair-actions-ctair-2019.bordeaux-1-alios"
    )


def test_a_phone_has_a_list_of_themes_in_the_place_of_the_matrix(tab: Page, address: str) -> None:
    page = visit(
        tab, f"{address}/comparer?vue=couverture&territoires={','.join(FOUR)},{CLERMONT}", VIEWPORTS["390x844"]
    )
    expect(page.locator(".matrice table")).to_be_hidden()
    themes = page.locator(".liste-matrice details")
    assert themes.locator("summary b").all_inner_texts() == page.locator(".matrice tbody th").all_text_contents()
    work = themes.filter(has_text="Emploi").first
    work.locator("summary").click()
    said = work.locator("li").all_inner_texts()
    bordeaux = "Bordeaux Métropole : 3 actions en place ou menées, 1 action hors contrat"
    assert bordeaux in [words.replace("\u00a0", " ") for words in said]
    assert len(said) == 5
    boxes = work.locator("li a").evaluate_all("all => all.map(one => one.getBoundingClientRect().toJSON())")
    assert all(box["height"] >= 24 and box["right"] <= 390 for box in boxes)
