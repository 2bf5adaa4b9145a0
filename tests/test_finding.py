"""What is typed on Accueil is answered by links to the pages that answer it, by their usual addresses."""

import csv
import re

import pytest
from playwright.sync_api import Page, expect

from dashboard.figures import subjects
from dashboard.showing.finder import compared, html_answers
from queries.warehouse import Warehouse
from tests.browser import OFFERED, VIEWPORTS, settle, visit
from tests.reader import asked

LINK = re.compile(r'<a role="option"[^>]*? href="([^"]*)"[^>]*>([^<]*)</a>')
FOUR = "territoires=com-44109,epci-243300316,epci-200040715,com-57463"
PER_INHABITANT = "/carte?vue=mesure&niveau=contrat&sujet=state_contribution/committed/over&forme=habitants"


def _links(warehouse: Warehouse, text: str) -> list[tuple[str, str]]:
    """The words and the address of each answer."""
    told = html_answers(warehouse, text)
    plain = [(words.replace("\u202f", " ").replace("\u00a0", " "), address) for address, words in LINK.findall(told)]
    return [(words.replace("&#39;", "'"), address.replace("&amp;", "&")) for words, address in plain]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("metz", ("Fiche de Metz", "/territoires?volet=fiche&territoire=com-57463")),
        ("thiers", ("Fiche de la CC Thiers Dore et Montagne", "/territoires?volet=fiche&territoire=epci-200070712")),
        ("Creuse", ("Fiche de Creuse", "/territoires?volet=fiche&territoire=dep-23")),
        ("évolution grenoble", ("Évolution", "/comparer?territoires=epci-200040715&vue=evolution")),
        ("financement grenoble", ("Financement", "/comparer?territoires=epci-200040715&vue=financement")),
        ("nantes bordeaux grenoble metz", ("Synthèse", f"/comparer?{FOUR}&vue=synthese")),
        ("thèmes nantes bordeaux grenoble metz", ("Couverture thématique", f"/comparer?{FOUR}&vue=couverture")),
        (
            "thèmes nantes bordeaux grenoble sans metz",
            (
                "Thèmes trouvés ailleurs, non trouvés pour Metz",
                f"/comparer?{FOUR}&vue=couverture&themes=absents&absents_de=com-57463",
            ),
        ),
        ("communs nantes bordeaux grenoble metz", ("Thèmes communs à tous", f"/comparer?{FOUR}&vue=couverture&themes=communs")),
        ("semblables metz", ("Territoires semblables à Metz", "/territoires?volet=voisins&territoire=com-57463")),
        ("sorties", ("Sorties positives : tous les taux publiés", "/comparer?vue=sorties")),
        ("carte", ("Carte : argent de l’État pour 1 000 habitants", PER_INHABITANT)),
        ("carte nantes bordeaux", ("Carte : argent de l’État pour 1 000 habitants", PER_INHABITANT)),
    ],
)  # fmt: skip
def test_the_first_answer_is_what_was_asked(warehouse: Warehouse, text: str, first: tuple[str, str]) -> None:
    assert _links(warehouse, text)[0] == first


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("BPI", "/carte?vue=besoin"),
        ("coût par réfugié", "/comparer?vue=financement"),
        ("COUTS PAR REFUGIES", "/comparer?vue=financement"),
        ("imprimer", "/comparer?vue=synthese"),
        ("taux de sortie", "/comparer?vue=sorties"),
        ("financement par habitant", PER_INHABITANT),
        ("réfugiés", "/carte?vue=besoin"),
        ("emploi", "/carte?vue=mesure&niveau=contrat&sujet=couverture:emploi"),
        ("langue", "/carte?vue=mesure&niveau=contrat&sujet=couverture:langue"),
        ("télécharger", "/donnees?partie=jeu"),
        ("sources", "/sources?rubrique=documents"),
        ("glossaire", "/sources?rubrique=methode"),
        ("diaporama powerpoint", "/comparer?vue=synthese"),
        # Besides names, the subject is asked of them.
        ("coût par réfugié à Metz", "/comparer?territoires=com-57463&vue=financement"),
        ("emploi metz, nantes", "/comparer?territoires=com-57463,com-44109&vue=couverture"),
        # What a territory is called is its name.
        ("plan", "/territoires?volet=fiche&territoire=com-38308"),
        ("plan de cuques", "/territoires?volet=fiche&territoire=com-13075"),
        ("Source-Seine", "/territoires?volet=fiche&territoire=com-21084"),
    ],
)  # fmt: skip
def test_a_subject_leads_to_the_page_that_answers_it(warehouse: Warehouse, text: str, first: str) -> None:
    assert _links(warehouse, text)[0][1] == first


def test_every_phrase_of_the_table_of_subjects_leads_to_its_page() -> None:
    with subjects.TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        for phrase in row["words"].split("|"):
            assert row["label"] in [link.words for link in subjects.asked(phrase.upper()).links], phrase
    assert subjects.asked("Metz, Clermont").links == []


def test_a_subject_typed_among_territories_is_told_the_way(warehouse: Warehouse) -> None:
    codes, said = compared(warehouse, "BPI")
    assert (codes, said) == (
        [], "« BPI » est un sujet, non un territoire : le champ « Chercher », en haut de la page, y mène.",
    )  # fmt: skip
    assert compared(warehouse, "langueux, metz")[0] == ["com-57463"]


def test_several_territories_are_offered_every_comparison_then_their_sheets(warehouse: Warehouse) -> None:
    told = html_answers(warehouse, "Metz, Clermont, Thiers")
    assert "Comparer Metz, Clermont-Ferrand et CC Thiers Dore et Montagne</p>" in told
    assert [words for words, _address in _links(warehouse, "Metz, Clermont, Thiers")] == [
        "Synthèse", "Financement", "Couverture thématique", "Sorties positives : tous les taux publiés", "Évolution",
        "Metz · CTAI 2022", "Clermont-Ferrand · CTAI 2022", "CC Thiers Dore et Montagne · CTAI 2023",
    ]  # fmt: skip


def test_one_territory_is_offered_those_like_it_and_their_comparison(warehouse: Warehouse) -> None:
    (compared,) = [address for words, address in _links(warehouse, "metz") if words.startswith("Comparer avec eux")]
    assert compared.startswith("/comparer?territoires=com-57463,")
    assert compared.count(",") == 5


def test_a_group_is_compared_whole_and_with_others(warehouse: Warehouse) -> None:
    address = _links(warehouse, "Clermont, Metz, Thiers, métropoles de 2019")[0][1]
    assert address.startswith("/comparer?territoires=com-63113,com-57463,epci-200070712,")
    assert address.count(",") == 12  # Clermont-Ferrand is one of the eleven
    said = html_answers(warehouse, "métropoles de 2019").unescape().replace("\u00a0", " ")
    assert (
        "Onze premiers contrats (2019-2020) : Bordeaux Métropole, Brest Métropole, Clermont-Ferrand, "
        "Dijon Métropole, Grenoble-Alpes-Métropole, Métropole de Lyon, Métropole du Grand Nancy, Nantes, Rennes Métropole, "
        "Strasbourg et Toulouse."
    ) in said


def test_what_leads_nowhere_is_said_in_french(warehouse: Warehouse) -> None:
    told = html_answers(warehouse, "zzzz, <b>yyyy</b>, metz").unescape().replace("\u00a0", " ").replace("\u202f", " ")
    assert "Rien dans l’Atlas ne s’appelle « zzzz », « b » et « yyyy »." in told
    assert "Fiche de Metz" in told
    assert "<b>" not in told
    assert "Tapez un territoire, plusieurs séparés de virgules" in html_answers(warehouse, "zzzz").unescape()
    apart = html_answers(warehouse, "pays de la loire, metz, nantes").unescape()
    assert "Comparer Metz et Nantes</p>" in apart
    assert "Les documents lus ne disent rien de Pays de la Loire : il n’y a rien à en comparer." in apart.replace(
        "\u00a0", " "
    )


def test_a_commune_is_compared_by_the_contract_that_covers_it(warehouse: Warehouse) -> None:
    """Of Nancy alone nothing is known; its métropole has a contract."""
    assert _links(warehouse, "nancy, metz")[0][1].startswith("/comparer?territoires=epci-245400676,com-57463")
    assert "il n’y a rien à en comparer" not in html_answers(warehouse, "nancy, metz").unescape()
    assert compared(warehouse, "metz, nancy") == (["com-57463", "epci-245400676"], "")


def test_every_answer_leads_to_a_page_that_knows_all_of_its_address(warehouse: Warehouse, address: str) -> None:
    for text in ("Metz, Clermont, Thiers", "carte", "metz", "normandie", "BPI", "imprimer", "api"):
        for _words, found in _links(warehouse, text):
            assert asked(address, found)[0] == 200
    assert asked(address, "/trouver")[0] == 200
    assert asked(address, "/trouver?mots=metz")[1].startswith(b'<div role="group"')
    assert asked(address, "/trouver/metz")[0] == 404


def test_a_small_commune_is_found_on_a_phone_from_any_page(tab: Page, address: str) -> None:
    """Typed without accents, hyphens or apostrophe; it has a sheet, though nothing is published of it."""
    page = visit(tab, f"{address}/plan", VIEWPORTS["390x844"])
    page.get_by_role("banner").get_by_role("combobox", name="Chercher").fill("l hay les roses")
    expect(page.locator(OFFERED).first).to_have_text("Fiche de L’Haÿ-les-Roses")
    page.locator(OFFERED).first.click()
    page.wait_for_url("**/territoires?volet=fiche&territoire=com-94038")
    expect(page.get_by_role("heading", name="L’Haÿ-les-Roses")).to_be_visible()
    expect(page.locator(".voisins")).to_contain_text("Métropole du Grand Paris")
    settle(page)
    field = page.get_by_role("main").get_by_role("combobox", name="Territoire")
    expect(field).to_have_value("L’Haÿ-les-Roses")
    field.fill("BELLERIVE SUR ALLIER")  # whose name the list does not hold
    expect(page.locator(OFFERED)).to_have_text("Chercher\u00a0: BELLERIVE SUR ALLIER")
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires?volet=fiche&territoire=com-03023")
    expect(page.get_by_role("heading", name="Bellerive-sur-Allier")).to_be_visible()


def test_the_search_leads_by_enter_by_arrows_and_back(tab: Page, address: str) -> None:
    page = visit(tab, f"{address}/", VIEWPORTS["1440x900"])
    field, options = page.get_by_role("combobox", name="Chercher"), page.locator(OFFERED)
    field.press_sequentially("evolution grenoble")
    page.keyboard.press("Enter")  # before it is answered
    page.wait_for_url("**/comparer?territoires=epci-200040715&vue=evolution")
    settle(page)
    page.go_back()
    settle(page)
    assert page.url == f"{address}/"
    field.fill("metz")
    expect(options.first).to_have_text("Fiche de Metz")
    page.keyboard.press("Escape")
    expect(options.first).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    with page.context.expect_page() as opened:
        options.nth(1).click(button="middle")
    assert opened.value.url.endswith("/territoires?volet=voisins&territoire=com-57463")
    opened.value.close()
    page.keyboard.press("Enter")
    page.wait_for_url("**/territoires?volet=voisins&territoire=com-57463")
    # Their names and the way to compare them come before the weights, which are folded.
    expect(page.locator(".voisins")).to_have_text(
        "Du plus au moins semblable : Métropole du Grand Nancy, Besançon, Clermont-Ferrand, Tours, Strasbourg · "
        "Comparer Metz avec eux"
    )
    settle(page)
    expect(page.locator("[data-testid=stSelectbox]", has_text="Population")).to_be_hidden()
