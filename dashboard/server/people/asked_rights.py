"""The right that each address asks. One that is not here is answered to nobody where somebody signs in."""

from collections.abc import Iterable

from starlette.routing import Match, Route
from starlette.types import Scope

from dashboard.choices.host_path import SITE
from dashboard.server.doors import ASKED_OF_STREAMLIT, PAGES, STREAM, shipped
from queries.rights import Right

OPEN = None  # asks no right: nothing of what the Atlas knows is there
PROGRAM = (
    "/sante", "/pret", "/favicon.png", "/robots.txt", "/atlas/{file}", "/geo/{file}", "/fonds/{file}", "/connexion",
    "/connexion/retour", "/deconnexion", "/deconnexion/retour",
)  # fmt: skip
PUBLISHED = (
    "/recu/panneau", "/recu/marque", "/trouver", "/bilans/modele/{file}", "/donnees/versions.json", "/telechargements/{file}",
    "/donnees/actuel/{file}", "/telechargements/figures/{file}", "/donnees/actuel/figures/{file}",
    "/telechargements/subventions/{file}", "/donnees/actuel/subventions/{file}", "/donnees/{version}/{file}",
    "/sitemap.xml", "/catalogue.jsonld", "/fiches/{file}", "/territoires/{territory_id}", "/api/v1", "/api/v1/openapi.json",
    "/api/v1/documentation", "/api/v1/figures", "/api/v1/figures/{key}", "/api/v1/observations",
    "/api/v1/observations/{identifiant}", "/api/v1/provenances", "/api/v1/recherche", "/api/v1/territoires",
    "/api/v1/territoires/{identifiant}", "/api/v1/contrats", "/api/v1/contrats/{identifiant}", "/api/v1/actions",
    "/api/v1/actions/{identifiant}", "/api/v1/themes", "/api/v1/themes/{identifiant}", "/api/v1/mesures",
    "/api/v1/mesures/{identifiant}", "/api/v1/documents", "/api/v1/documents/{identifiant}", "/api/v1/comparaisons",
    "/chiffres/{identifiant}", "/contrats/{identifiant}", "/actions/{identifiant}", "/mesures/{identifiant}",
    "/documents/{identifiant}", "/comparaisons/{identifiant}", "/api/{rest:path}",
)  # fmt: skip
SENT = (
    "/bilans/controle", "/bilans/verifies/{name}", "/bilans/reunir", "/bilans/reunis/{name}", "/bilans/document/{name}",
    "/bilans/suivant/{name}", "/bilans/ancien",
)  # fmt: skip
# What is imported or revoked, and where, is asked again when it is: `dashboard/bilan/importing.py`.
IMPORTED = ("/bilans/importer", "/bilans/importer/{name}")
ADMINISTERED = ("/comptes", "/comptes/donner")
RIGHTS: dict[str, Right | None] = {
    **dict.fromkeys(PROGRAM, OPEN),
    **dict.fromkeys(PUBLISHED, Right.READ),
    **dict.fromkeys(SENT, Right.CHECK),
    **dict.fromkeys(IMPORTED, Right.IMPORT),
    **dict.fromkeys(ADMINISTERED, Right.ADMINISTER),
}


class AsksNothing(Exception):
    """An address that nobody said the right of."""


def asked_right(scope: Scope, routes: Iterable[Route]) -> Right | None:
    """Raises AsksNothing. NOTE: what leads somewhere has passed the doors; pages and Streamlit's files come first there."""
    path = scope["path"]
    if path in PAGES or path.rstrip("/") in PAGES or path == STREAM:
        return Right.READ
    if path in ASKED_OF_STREAMLIT or path in shipped():
        return OPEN
    for route in routes:
        if route.matches(scope)[0] is not Match.NONE:
            named = route.path.removeprefix(SITE)
            if named not in RIGHTS:
                break
            return RIGHTS[named]
    raise AsksNothing(path)
