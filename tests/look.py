"""Screenshots of every page in each size, into `look/`: `make look`."""

import sys
from pathlib import Path

from tests.browser import VIEWPORTS, not_opened, open_browser, open_page, serving

FIVE = "com-63113,epci-200040715,epci-243500139,epci-245400676,com-44109"
FIRST_ELEVEN = (
    "com-31555,com-44109,com-63113,com-67482,epci-200040715,epci-200046977,epci-242100410,epci-242900314,"
    "epci-243300316,epci-243500139,epci-245400676"
)
PAGES = {
    "accueil": "/",
    "synthese": "/comparer",
    "synthese-onze": f"/comparer?territoires={FIRST_ELEVEN}",
    "financement": "/comparer?vue=financement",
    "couverture": f"/comparer?vue=couverture&stade=reported&territoires={FIVE}",
    "couverture-contrats": "/comparer?vue=couverture&stade=contracted",
    "sorties": "/comparer?vue=sorties",
    "evolution": "/comparer?vue=evolution",
    "carte": "/carte",
    "carte-themes": "/carte?sujet=couverture:themes",
    "carte-un-theme": "/carte?sujet=couverture:langue",
    "carte-sorties": "/carte?sujet=sorties",
    "carte-relief": "/carte?relief=oui",
    "carte-departements": "/carte?niveau=departement&forme=habitants",
    "carte-intercommunalites": "/carte?niveau=epci",
    "carte-contrats": "/carte?niveau=contrat",
    "carte-annees": "/carte?niveau=contrat&sujet=state_contribution/committed/over&millesime=chaque",
    "carte-metropoles": f"/carte?niveau=contrat&territoires={FIRST_ELEVEN}",
    "territoires": "/territoires",
    "voisins": "/territoires?volet=voisins",
    "actions": "/territoires?volet=actions&recherche=permis+de+conduire",
    "action": "/territoires?volet=actions&action=ctai-metz-2022.fiche-1-1-4",
    "bilans": "/bilans",
    "bilans-metz": "/bilans?contrat=ctai-com-57463-2022&du=2023-01-01&au=2023-12-31",
    "donnees": "/donnees",
    "dictionnaire": "/donnees?partie=dictionnaire",
    "versions": "/donnees?partie=versions",
    "subventions": "/donnees?partie=subventions",
    "reutiliser": "/donnees?partie=usage",
    "programmes": "/donnees?partie=programmes",
    "sources": "/sources",
    "divergences": "/sources?rubrique=divergences",
    "methode": "/sources?rubrique=methode",
    "document": "/sources?document=ctair-clermont-ferrand-2019",
}
PAGES |= {path.strip("/"): path for path in not_opened(PAGES.values())}
FOLDER = Path(__file__).parent.parent / "look"


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with serving() as address, open_browser() as browser:
        for size, viewport in VIEWPORTS.items():
            for name, path in PAGES.items():
                page = open_page(browser, f"{address}{path}", viewport)
                height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                page.set_viewport_size({"width": viewport["width"], "height": min(height + 20, 6_000)})
                page.wait_for_function("document.fonts.status === 'loaded'")
                page.wait_for_timeout(700)
                page.screenshot(path=FOLDER / f"{name}-{size}.png")
                page.close()
                sys.stdout.write(f"look/{name}-{size}.png\n")


if __name__ == "__main__":
    main()
