"""What the interface for programs offers, as OpenAPI 3.1: made from the registry, the choices and the vocabulary."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from dashboard.choices.fields import CHOICES, Selection
from dashboard.choices.filters import FILTERS, PREFIX
from dashboard.datasets import datasets
from dashboard.datasets.citation import LICENCE, LICENCE_ADDRESS
from dashboard.figures import registry
from dashboard.figures.spec import Figure
from dashboard.server.api.answers import columns, packed
from dashboard.server.api.asking import AFTER, ARROW, ARROW_TYPE, COLUMNS, FORMAT, JSON, LIMIT, MOST, USUAL, WORDS
from dashboard.server.api.problems import MEDIA_TYPE
from dashboard.server.api.resources import (
    ASKABLE,
    COLLECTIONS,
    OBSERVATIONS,
    OF_RECEIPTS,
    Collection,
    title_of,
    written_names,
)
from dashboard.showing import cached
from dashboard.words.typography import typeset
from queries.parameters import declared
from queries.warehouse import Warehouse

Schema = dict[str, Any]
MOST_LISTED = 200  # codes; beyond, a few are examples
LONGEST = 500
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
CELL = {"type": ["string", "number", "boolean", "null", "array", "object"]}
TYPES = {
    "text": "string", "partial_date": "string", "date": "string", "integer": "integer", "number": "number",
    "boolean": "boolean", "list": "array",
}  # fmt: skip
DESCRIPTION = (
    "Les données publiques de l'Atlas CTAI, en lecture. Chaque ligne mène à sa source ; un chiffre publié dit son unité "
    "(unit), son statut SDMX (obs_status) et pourquoi il manque (missing_reason). Les pages se suivent par la clé de la "
    "dernière ligne. Les erreurs sont des problèmes (RFC 9457), en français et en anglais."
)
COLUMN_SCHEMA = {
    "type": "object", "required": ["name"], "additionalProperties": False,
    "properties": {
        "name": {"type": "string"}, "type": {"type": "string"}, "description": {"type": "string"},
        "unit": {"type": "string"}, "unit_column": {"type": "string"},
        "values": {"type": "array", "items": {"type": "string"}},
    },
}  # fmt: skip
PROBLEM_SCHEMA = {
    "type": "object", "required": ["type", "title", "status", "detail", "title_en", "detail_en"],
    "properties": {
        **{name: {"type": "string"} for name in ("type", "title", "detail", "title_en", "detail_en")},
        "status": {"type": "integer"},
    },
}  # fmt: skip
TEXT = {"type": "string", "maxLength": LONGEST}
IDENTIFIER = {"name": "identifiant", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}


def answer(request: Request, warehouse: Warehouse, root: str) -> Response:
    """The document; `request` may already have it."""
    content = json.dumps(document(warehouse, root), ensure_ascii=False).encode()
    return packed(request, content, OPENAPI, warehouse.data_version, {})


def document(warehouse: Warehouse, root: str) -> Schema:
    """The whole description, whose codes are those of this version of the data."""
    known = cached.vocabulary(warehouse)
    row = _row(columns(datasets.QUESTION, cached.no_row(warehouse, datasets.QUESTION, **NO_FILTER)))
    paths = {
        "": _object("Ce qui existe, et où", []),
        f"/{OBSERVATIONS}": _rows("Chiffres publiés, par leur identifiant", [*_filters(known)], "Observations"),
        f"/{OBSERVATIONS}/{{identifiant}}": _object("Un chiffre publié", [IDENTIFIER]),
        **dict(_collections(known)),
        "/figures": _object("Les figures de l'Atlas, et ce qui se choisit de chacune", []),
        **{f"/figures/{key}": _of_figure(figure, known) for key, figure in ASKABLE.items()},
        "/provenances": _object("D'où vient une ligne d'une figure", _of_receipt(known)),
        "/recherche": _object("Les pages qui répondent à des mots", [_parameter(WORDS, "Mots cherchés", TEXT)]),
        "/openapi.json": _object("Cette description", [], OPENAPI),
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Atlas CTAI", "version": warehouse.data_version, "description": typeset(DESCRIPTION),
            "license": {"name": LICENCE, "url": LICENCE_ADDRESS},
        },
        "paths": {f"{root}{path}": {"get": operation} for path, operation in paths.items()},
        "components": {
            "schemas": {
                "Problem": PROBLEM_SCHEMA, "Column": COLUMN_SCHEMA,
                "Rows": _rows_schema({"type": "object", "additionalProperties": CELL}), "Observations": _rows_schema(row),
                "Object": {"type": "object"},
            }
        },
    }  # fmt: skip


NO_FILTER: Mapping[str, Any] = {one.parameter: None if one.is_year else () for one in FILTERS.values()}


def _collections(known: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, Schema]]:
    for name, collection in COLLECTIONS.items():
        figure = registry.FIGURES[collection.figure]
        yield f"/{name}", _rows(collection.title, [*_choices(figure, known)], "Rows")
        if collection.key:
            yield f"/{name}/{{identifiant}}", _object(_singular(collection), [IDENTIFIER])


def _singular(collection: Collection) -> str:
    return f"{collection.title} : par identifiant ({collection.key})"


def _of_figure(figure: Figure, known: Mapping[str, Sequence[str]]) -> Schema:
    return _rows(title_of(figure), [*_choices(figure, known)], "Rows")


def _choices(figure: Figure, known: Mapping[str, Sequence[str]]) -> Iterator[Schema]:
    """What may be chosen of a figure: the words are those of its read's parameters, the codes those of this version."""
    assert figure.ask is not None
    titles = {parameter.name: parameter.title for parameter in declared(figure.ask.question)}
    for field, name in written_names(figure).items():
        filled = CHOICES[field].fills(getattr(Selection(), field))
        told = [titles[parameter] for parameter in filled if parameter in titles]
        is_list = isinstance(getattr(Selection(), field), tuple)
        yield _parameter(name, " ; ".join(told) or field, _codes(known.get(field), is_list), is_list)


def _filters(known: Mapping[str, Sequence[str]]) -> Iterator[Schema]:
    for name, one in FILTERS.items():
        codes = [code for code in known[f"{PREFIX}{name}"] if code]
        schema = {"type": "string", "pattern": "^[12][0-9]{3}$"} if one.is_year else _codes(codes, is_list=True)
        yield _parameter(name, one.label, schema, not one.is_year)


def _of_receipt(known: Mapping[str, Sequence[str]]) -> list[Schema]:
    """Those of every figure whose rows have a source, each once."""
    found = {
        parameter["name"]: parameter
        for figure in ASKABLE.values()
        if figure.row
        for parameter in _choices(figure, known)
    }
    keys = [key for key, figure in ASKABLE.items() if figure.row]
    words = {"figure": "Clé de la figure", "ligne": "Clé de la ligne", "version": "Version citée, sans effet ici"}
    own = [_parameter(name, words[name], {"enum": keys} if name == "figure" else TEXT) for name in OF_RECEIPTS]
    return [*own, *(parameter for name, parameter in found.items() if name not in OF_RECEIPTS)]


def _codes(codes: Sequence[str] | None, is_list: bool) -> Schema:
    item: Schema = {"type": "string", "maxLength": LONGEST}
    if codes is not None:
        known = list(dict.fromkeys(codes))
        item = {"type": "string", "enum": known} if len(known) <= MOST_LISTED else {**item, "examples": known[:5]}
    return {"type": "array", "items": item, "minItems": 1} if is_list else item


def _parameter(name: str, words: str, schema: Schema, is_list: bool = False) -> Schema:
    told = {"name": name, "in": "query", "description": typeset(words), "schema": schema}
    return told | ({"style": "form", "explode": False} if is_list else {})


PAGES = [
    _parameter(LIMIT, "Lignes d'une page", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
    _parameter(AFTER, "Clé de la dernière ligne de la page d'avant", TEXT),
    _parameter(
        COLUMNS, "Colonnes voulues, toutes sans lui", {"type": "array", "items": TEXT, "minItems": 1}, is_list=True
    ),
    _parameter(FORMAT, "Forme de la réponse", {"type": "string", "enum": [JSON, ARROW], "default": JSON}),
]


def _rows(summary: str, parameters: Sequence[Schema], schema: str) -> Schema:
    arrow = {ARROW_TYPE: {"schema": {"type": "string", "format": "binary"}}}
    return _operation(summary, [*parameters, *PAGES], {"application/json": {"schema": _ref(schema)}, **arrow})


def _object(summary: str, parameters: Sequence[Schema], media_type: str = "application/json") -> Schema:
    return _operation(summary, parameters, {media_type: {"schema": _ref("Object")}})


def _operation(summary: str, parameters: Sequence[Schema], content: Schema) -> Schema:
    problem = {"content": {MEDIA_TYPE: {"schema": _ref("Problem")}}}
    failures = {"400": "Paramètre incompris", "404": "Introuvable", "429": "Trop de demandes", "503": "À redemander"}
    responses: Schema = {"200": {"description": "La réponse", "content": content}}
    responses |= {code: {"description": words, **problem} for code, words in failures.items()}
    return {"summary": typeset(summary), "parameters": list(parameters), "responses": responses}


def _rows_schema(row: Schema) -> Schema:
    return {
        "type": "object", "required": ["data_version", "columns", "next", "rows"],
        "properties": {
            "data_version": {"type": "string"}, "columns": {"type": "array", "items": _ref("Column")},
            "next": {"type": ["string", "null"]}, "count": {"type": "integer"}, "rows": {"type": "array", "items": row},
        },
    }  # fmt: skip


def _row(told: Sequence[Mapping[str, Any]]) -> Schema:
    """A row whose columns are these, any of which may be empty."""
    properties = {
        column["name"]: {"type": [TYPES[column["type"]], "null"], "description": column["description"]}
        for column in told
    }
    source = {"source": {"type": "string", "description": "Adresse du chiffre, qui mène à son document."}}
    return {
        "type": "object",
        "required": ["observation_id"],
        "properties": properties | source,
        "additionalProperties": False,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
