"""What engines and catalogues of data look for: `/robots.txt`, `/sitemap.xml`, and `/catalogue.jsonld`, in DCAT-AP."""

import asyncio
import json
from collections.abc import Callable, Iterator
from typing import Any

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.host_path import SITE
from dashboard.choices.pages import PAGES, RECEIPT
from dashboard.datasets import forms
from dashboard.datasets.citation import AUTHOR, LICENCE_ADDRESS
from dashboard.datasets.locations import API, CURRENT, FIGURES, WHOLE
from dashboard.figures import pages
from dashboard.server import in_service
from dashboard.server.files import ASKED_AGAIN, here
from dashboard.server.refusing import TITLES, refused
from queries.columns import cards
from queries.warehouse import Warehouse, WarehouseUnavailable

ROBOTS = (
    "User-agent: *\nDisallow: {prefix}/{receipt}\nDisallow: {prefix}/telechargements/figures/\n"
    "Sitemap: {here}{prefix}/sitemap.xml\n"
)
SITEMAP = Markup(
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{}</urlset>\n'
)
PLACE = Markup("<url><loc>{}</loc></url>\n")
FILES = CURRENT[1]
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
}  # fmt: skip
TITLE = "Atlas CTAI"
ABOUT = (
    "Financement, couverture thématique et sorties positives des contrats territoriaux d'accueil et d'intégration, chaque "
    "chiffre avec le document et l'endroit où il est publié."
)
KEYWORDS = ["accueil", "intégration", "réfugiés", "CTAI", "CTAIR", "contrats territoriaux", "subventions"]
FRENCH = {"@id": "http://publications.europa.eu/resource/authority/language/FRA"}
FRANCE = {"@id": "http://publications.europa.eu/resource/authority/country/FRA"}


def routes() -> list[Route]:
    return [
        Route(f"{SITE}/robots.txt", robots),
        Route(f"{SITE}/sitemap.xml", _of_warehouse(sitemap, "application/xml")),
        Route(f"{SITE}/catalogue.jsonld", _of_warehouse(catalogue, "application/ld+json")),
    ]


def robots(request: Request) -> Response:
    return PlainTextResponse(ROBOTS.format(prefix=SITE, receipt=RECEIPT, here=here(request)))


def _of_warehouse(made: Callable[[Warehouse, str], str], media_type: str) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        try:
            content = await asyncio.to_thread(lambda: made(in_service.warehouse(), here(request)))
        except WarehouseUnavailable as failure:
            return refused(request.scope, 503, TITLES[503], str(failure))
        return Response(content, headers={"cache-control": ASKED_AGAIN}, media_type=media_type)

    return endpoint


def sitemap(warehouse: Warehouse, at: str) -> str:
    """The address of every page, view, sheet of a territory under contract and document."""
    return SITEMAP.format(Markup("").join(PLACE.format(f"{at}{place}") for place in _places(warehouse)))


def _places(warehouse: Warehouse) -> Iterator[str]:
    usual = Selection()
    for path, page in PAGES.items():
        if path == RECEIPT:
            continue
        if page.views is None:
            yield f"{SITE}/{path}"
            continue
        field, views = page.views
        yield from (address(path, usual, **{field: view}) for view in views)
    for territory_id in warehouse.read("territories_under_contract")["territory_id"]:
        yield f"{SITE}/territoires/{territory_id}"
    for document_id in warehouse.read("documents_read")["document_id"]:
        yield pages.document(usual, document_id)


def catalogue(warehouse: Warehouse, at: str) -> str:
    """All the figures, and each curated table, with the files of each and the interface that serves them."""
    released = warehouse.read("releases_listed")["released_on"].drop_nulls()
    dated = {"dct:modified": str(released[0])} if len(released) else {}
    shared = {
        "dct:license": {"@id": LICENCE_ADDRESS}, "dct:language": FRENCH, "dct:spatial": FRANCE, "dcat:keyword": KEYWORDS,
        "dct:publisher": {"@type": "foaf:Organization", "foaf:name": AUTHOR}, "dcat:version": warehouse.data_version, **dated,
    }  # fmt: skip
    grains = dict(warehouse.read("exportable_tables").filter(kind="table").select("table_name", "grain").iter_rows())
    whole = {"@type": "dcat:Distribution", "dcat:downloadURL": {"@id": f"{at}{FILES}{WHOLE}"}, "dct:title": "DuckDB"}
    datasets = [_dataset(at, FIGURES, f"{TITLE} : chiffres publiés", ABOUT, shared, [*forms.FORMS], [whole])]
    datasets += [
        _dataset(at, name, f"{TITLE} : {cards()[name].title}", grain, shared, ["csv", "parquet"], [])
        for name, grain in grains.items()
    ]
    service = {
        "@id": f"{at}{API}", "@type": "dcat:DataService", "dct:title": "Interface pour les programmes",
        "dcat:endpointURL": {"@id": f"{at}{API}"}, "dcat:endpointDescription": {"@id": f"{at}{API}/openapi.json"},
    }  # fmt: skip
    told = {
        "@context": CONTEXT, "@id": f"{at}{SITE}/catalogue.jsonld", "@type": "dcat:Catalog", "dct:title": TITLE,
        "dct:description": ABOUT, **shared, "dcat:dataset": datasets, "dcat:service": [service],
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, indent=1)


def _dataset(
    at: str, name: str, title: str, about: str, shared: dict[str, Any], offered: list[str], more: list[dict[str, Any]]
) -> dict[str, Any]:
    distributions = [
        {
            "@type": "dcat:Distribution",
            "dct:title": forms.FORMS[form].label,
            "dcat:downloadURL": {"@id": f"{at}{FILES}{name}.{forms.FORMS[form].extension}"},
            "dcat:mediaType": forms.FORMS[form].media_type.partition(";")[0],
        }
        for form in offered
    ]
    own = {
        "@id": f"{at}{SITE}/catalogue.jsonld#{name}",
        "@type": "dcat:Dataset",
        "dct:title": title,
        "dct:description": about,
    }
    return {**own, **shared, "dcat:distribution": [*distributions, *more]}
