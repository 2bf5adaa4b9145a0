"""The pages that axe looks at, and states of them that no address holds: lists open, panels, messages, notices."""

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser import not_opened, settle

THIRTEEN = (
    "com-57463,com-63113,epci-200070712,epci-200040715,com-31555,com-44109,com-67482,epci-200046977,epci-242100410,"
    "epci-242900314,epci-243300316,epci-243500139,epci-245400676"
)
RECEIPT = (
    "/recu?figure=montants&ligne=com-63113|ctair-com-63113-2019|committed|2019|ctair-clermont-ferrand-2019.0009"
    "&territoires=com-63113"
)
PAGES = [
    "/", "/comparer", f"/comparer?territoires={THIRTEEN}", "/comparer?vue=financement",
    f"/comparer?vue=financement&territoires={THIRTEEN}", "/comparer?vue=couverture&stade=contracted",
    f"/comparer?vue=couverture&territoires={THIRTEEN}", "/comparer?vue=sorties", "/comparer?vue=evolution",
    "/carte", "/carte?sujet=couverture:themes", "/carte?sujet=sorties", "/carte?relief=oui",
    "/carte?niveau=departement&forme=habitants", "/territoires", "/territoires?volet=fiche&fiche=com-57463",
    "/territoires?volet=fiche&fiche=com-42218", "/territoires?volet=voisins", "/territoires?volet=actions",
    "/territoires?volet=actions&action=ctai-metz-2022.fiche-1-1-4", "/bilans",
    "/bilans?contrat=ctai-com-57463-2022&du=2023-01-01&au=2023-12-31", "/donnees", "/donnees?partie=versions",
    "/donnees?partie=subventions", "/donnees?partie=dictionnaire", "/donnees?partie=usage", "/donnees?partie=programmes",
    "/sources",
    "/sources?rubrique=divergences", "/sources?rubrique=methode", "/sources?document=ctai-metz-2022",
    "/sources?document=ctair-clermont-ferrand-2019", RECEIPT,
]  # fmt: skip
PAGES += not_opened(PAGES)
Reach = Callable[[Page], None]


def _stay(_page: Page) -> None:
    """The address holds the state."""


def _field(page: Page) -> None:
    page.get_by_role("combobox", name="Territoires comparés").click()
    expect(page.get_by_role("option").nth(1)).to_be_visible()


def _typed(words: str, found: str, name: str = "Territoires comparés") -> Reach:
    def reach(page: Page) -> None:
        page.get_by_role("combobox", name=name).fill(words)
        expect(page.get_by_role("option").first).to_contain_text(found)

    return reach


def _groups(page: Page) -> None:
    page.get_by_role("combobox", name="Groupes tout prêts").click()
    expect(page.get_by_role("option").nth(1)).to_be_visible()


def _help(page: Page) -> None:
    page.locator("[data-testid=stTooltipIcon] button, [data-testid=stTooltipHoverTarget]").first.hover()
    expect(page.get_by_role("tooltip")).to_be_visible()


def _unfolded(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details:not([name])').forEach((each) => { each.open = true })")


def _panel(page: Page, link: str) -> None:
    page.locator(link).first.click()
    expect(page.locator("#source .preuve, #source .dit").first).to_be_visible()


def _of_synthesis(page: Page) -> None:
    _panel(page, ".synthese td[data-sujet^='Argent'] a[href^='/recu']")


def _of_table(page: Page) -> None:
    _unfolded(page)
    _panel(page, ".tableau td a[href^='/recu']")


def _offline(page: Page) -> None:
    """The page is drawn again through a connection that is then cut, and cut again as often as it comes back."""
    sockets: list[WebSocketRoute] = []

    def relay(socket: WebSocketRoute) -> None:
        if sockets:
            socket.close()
        else:
            sockets.append(socket)
            socket.connect_to_server()

    page.route_web_socket(re.compile("_stcore/stream"), relay)
    page.reload()
    settle(page)
    sockets[0].close()
    expect(page.locator("#connexion")).to_contain_text("Connexion perdue")
    expect(page.locator("input[disabled]").first).to_be_attached()


def _asked(words: str, shown: str) -> Reach:
    def reach(page: Page) -> None:
        page.get_by_role("combobox", name="Chercher").fill(words)
        expect(page.locator(f".chercher {shown}").first).to_be_visible()

    return reach


def _skipping(page: Page) -> None:
    expect(page.locator("#chiffres")).to_be_attached()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()


def _at_figures(page: Page) -> None:
    expect(page.locator("#chiffres")).to_be_attached()
    for key in ("Tab", "Tab", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#chiffres")).to_be_focused()


def _no_row(page: Page) -> None:
    page.get_by_role("searchbox", name="Filtrer les lignes").first.fill("zzzz")
    expect(page.locator(".filtre span").first).not_to_be_empty()


def _sorted(page: Page) -> None:
    page.locator(".lignes > .tout").first.click()
    page.locator(".tableau thead button").first.click()
    expect(page.locator("th[aria-sort]").first).to_be_visible()


def _pair(page: Page) -> None:
    page.locator(".paire:not([open]) > summary").first.click()


def _chip(page: Page) -> None:
    page.locator(".st-key-choix-themes").get_by_role("radio", name=re.compile("Nulle part")).click()
    expect(page.locator("footer.pied[data-selection*='themes=nulle_part']")).to_be_attached()


def _bubble(page: Page) -> None:
    page.locator(".matrice a.contenu").first.focus()


def _refused_file(page: Page) -> None:
    field = page.locator("#bilan-fichier")
    field.set_input_files({"name": "bilan.xlsx", "mimeType": "application/octet-stream", "buffer": b"rien"})
    field.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#bilan-controle")).not_to_be_empty()


def _copied(page: Page) -> None:
    page.get_by_text("Partager ou citer cette vue").click()
    page.get_by_role("button", name="Copier : La phrase").click()


def _told(page: Page) -> None:
    page.get_by_role("button", name="Tout effacer").click()
    expect(page.locator("#annonce")).to_contain_text("Page à jour")


def _filled(page: Page) -> None:
    page.get_by_role("combobox", name="Mesure").click()
    page.get_by_role("option").first.click()
    expect(page.locator("[data-tag]")).to_have_count(1)
    expect(page.get_by_role("option")).to_have_count(0)
    expect(page.locator("footer.pied[data-selection*='mesure=']")).to_be_attached()
    expect(page.locator("[data-stale=true]")).to_have_count(0)  # what waits to be drawn again is paler


def _from_menu(page: Page) -> None:
    page.get_by_role("link", name="Territoires", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Territoires")).to_be_focused()


STATES: Mapping[str, tuple[str, Reach]] = {
    "a list is open": ("/comparer?vue=financement", _field),
    "a list is looked through": ("/comparer", _typed("dij", "Dijon")),
    "nothing is found in a list": ("/comparer", _typed("zzzz", "Aucun résultat", "Groupes tout prêts")),
    "several names are typed": ("/comparer", _typed("nantes, grenoble", "Chercher, et ajouter")),
    "the groups are open": ("/comparer", _groups),
    "a tooltip is shown": ("/carte?vue=mesure", _help),
    "all is unfolded, of the money": ("/comparer?vue=financement", _unfolded),
    "all is unfolded, of the synthesis": ("/comparer", _unfolded),
    "all is unfolded, of a sheet": ("/territoires?volet=fiche&fiche=com-57463", _unfolded),
    "all is unfolded, of a receipt": (RECEIPT, _unfolded),
    "the address holds what is unknown": ("/comparer?territoires=com-99999&couleur=rouge", _stay),
    "nothing is chosen": ("/comparer?territoires=", _stay),
    "nothing is chosen, of the money": ("/comparer?vue=financement&territoires=", _stay),
    "no action is found": ("/territoires?volet=actions&recherche=zzzz", _stay),
    "a sheet is unknown": ("/territoires?volet=fiche&fiche=com-99999", _stay),
    "an action is unknown": ("/territoires?volet=actions&action=nope", _stay),
    "a receipt without a figure": ("/recu", _stay),
    "a receipt whose row is gone": ("/recu?figure=montants&ligne=nope", _stay),
    "an older version is cited": ("/comparer?version=2026.1", _stay),
    "no figure answers the filters": ("/donnees?partie=jeu&territoires=com-57463&mesure=dna_places", _stay),
    "a date is not understood": ("/bilans?contrat=ctai-com-57463-2022&du=hier", _stay),
    "nothing weighs": ("/territoires?volet=voisins&poids=00000", _stay),
    "the panel of a source, from the synthesis": ("/comparer", _of_synthesis),
    "the panel of a source, from a table": ("/comparer?vue=financement", _of_table),
    "the connection is lost": ("/comparer", _offline),
    "the field of Accueil answers": ("/", _asked("nan,ren,dij", "[role=option]")),
    "the field of Accueil finds nothing": ("/", _asked("zzzz", ".dit")),
    "the way past the menu has the focus": ("/comparer", _skipping),
    "the first figure has the focus": ("/comparer?vue=financement", _at_figures),
    "a page of the menu has just been opened": ("/", _from_menu),
    "a table has no row left": ("/territoires", _no_row),
    "a table is unfolded and sorted": ("/territoires", _sorted),
    "a pair is open": ("/comparer?vue=financement", _pair),
    "a chip is chosen": ("/comparer?vue=couverture", _chip),
    "a cell of the matrix has the focus": ("/comparer?vue=couverture", _bubble),
    "a file is refused": ("/bilans", _refused_file),
    "something was copied": ("/comparer", _copied),
    "a choice was told": ("/comparer", _told),
    "a filter holds a choice": ("/donnees", _filled),
}
