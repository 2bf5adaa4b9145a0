"""Rows as they are sent: JSON that says what each column is, or an Arrow stream."""

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import lru_cache

import polars as pl
from starlette.requests import Request
from starlette.responses import Response

from dashboard.datasets.dataset import Column
from dashboard.datasets.datasets import described
from dashboard.datasets.files import arrow
from dashboard.server.api.asking import ARROW, ARROW_TYPE, Asked
from dashboard.server.api.reading import Page
from dashboard.server.files import ASKED_AGAIN

VERSION = "atlas-version"  # the version of the data, among the headers
UNITS = {"_eur": "eur", "_pct": "pct", "_years": "year", "_months": "month"}
SHORTEST_PACKED, LEAST_EFFORT = 1_000, 1  # bytes; of gzip
OF_UNIT = ("value", "value_low", "value_high")  # of the unit that stands in the row
# What the interface adds to rows.
OWN = {
    "ligne": Column("ligne", "text", "Clé de la ligne, que portent l'adresse de sa source et la page suivante."),
    "source": Column("source", "text", "Adresse de ce dont la ligne vient : chiffres, documents, passages, règle."),
    "page": Column("page", "text", "Adresse de la page de l'Atlas qui montre ce que la ligne nomme."),
}


def rows_answer(
    request: Request,
    asked: Asked,
    version: str,
    told: Mapping[str, object],
    table: str,
    page: Page,
) -> Response:
    """A page of rows; `told` goes before them, `table` is that of the columns' words."""
    following = asked.next_address(page.following) if page.following else None
    links = {"link": f'<{following}>; rel="next"'} if following else {}
    if asked.form == ARROW:
        return packed(request, arrow.stream(page.frame), ARROW_TYPE, version, links)
    head = {"data_version": version, **told, "columns": columns(table, page.frame), "next": following}
    # The rows are written by polars, a hundred times as fast as one by one, if DuckDB has not written them.
    rows = page.frame.write_json() if page.written is None else page.written
    content = f'{json.dumps(head, ensure_ascii=False)[:-1]}, "rows": {rows}}}'
    return packed(request, content.encode(), "application/json", version, links)


def object_answer(request: Request, version: str, told: Mapping[str, object]) -> Response:
    """One thing, as JSON."""
    content = json.dumps({"data_version": version, **told}, ensure_ascii=False)
    return packed(request, content.encode(), "application/json", version, {})


def rows_of(frame: pl.DataFrame) -> Sequence[Mapping[str, object]]:
    """The rows of a frame as JSON says them."""
    return json.loads(frame.write_json())


def columns(table: str, frame: pl.DataFrame) -> list[dict[str, object]]:
    """What each column is, and in which unit; those that no table and no view has bear their name alone."""
    return _columns(table, tuple(frame.schema.items()))


@lru_cache(maxsize=500)
def _columns(table: str, schema: Sequence[tuple[str, pl.DataType]]) -> list[dict[str, object]]:
    names = [name for name, _kind in schema]
    return [_told(OWN.get(name) or _column(table, name, kind), names) for name, kind in schema]


def _column(table: str, name: str, kind: pl.DataType) -> Column:
    try:
        return described(table, pl.DataFrame(schema={name: kind}))[0]
    except KeyError:
        return Column(name, "", "")


def _told(column: Column, names: Sequence[str]) -> dict[str, object]:
    ending = next((unit for end, unit in UNITS.items() if column.name.endswith(end)), "")
    beside = "unit" if column.name in OF_UNIT and "unit" in names else ""
    told = {
        "name": column.name, "type": column.type, "description": column.description, "unit": ending, "unit_column": beside,
        "values": list(column.values),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value or name == "name"}


def packed(request: Request, content: bytes, media_type: str, version: str, links: Mapping[str, str]) -> Response:
    """An answer, compressed in the thread that made it: where the server compresses, a long one holds up all others."""
    is_packed = len(content) > SHORTEST_PACKED and "gzip" in request.headers.get("accept-encoding", "")
    sign = f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}{"-gzip" * is_packed}"'
    headers = {"etag": sign, "cache-control": ASKED_AGAIN, "vary": "Accept, Accept-Encoding", VERSION: version, **links}
    if sign in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if is_packed:
        content, headers = gzip.compress(content, LEAST_EFFORT, mtime=0), headers | {"content-encoding": "gzip"}
    return Response(content, headers=headers, media_type=media_type)
