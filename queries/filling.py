"""Fills a warehouse: a table for each card, a view for each query, and what they mean."""

import graphlib
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from data.cards import Card
from data.curation import Curated
from data.releases import moved_columns, moved_layers
from data.since import Row, told_since
from queries.columns import meaning
from queries.failures import BuildFailed
from queries.promises import promised
from queries.sql import sql_names, sql_text

SQL_TYPES = {
    "text": "varchar",
    "partial_date": "varchar",
    "integer": "bigint",
    "number": "double",
    "boolean": "boolean",
    "date": "date",
}


def fill(
    connection: duckdb.DuckDBPyConnection, curated: Curated, cards: dict[str, Card], progress: Callable[[str], None]
) -> None:
    """Tables, then views; while some rows are kept out, only those views that the checks of single rows ask.

    Raises BuildFailed when the cards do not go with DuckDB or with the queries.
    """
    for table, card in cards.items():
        rows = curated.tables[table]
        with _going_with(f"data/cards/{table}.toml"):
            connection.execute(table_definition(card))
            connection.register("rows", rows)
            # In the order in which exports are: a whole table is then copied as it stands, without sorting it again.
            connection.execute(f"insert into {table} from rows order by all")
        connection.unregister("rows")
        progress(f"Table {table} : {rows.height} lignes")
    compute_views(connection, progress, promised(curated) if curated.problems else None)


def compute_views(
    connection: duckdb.DuckDBPyConnection, progress: Callable[[str], None], asking: Iterable[str] | None = None
) -> None:
    """Every view of the tables of the database in use, in the place of what it was; or those alone that some
    statements ask. Raises BuildFailed.
    """
    define_macros(connection)
    for view in _views_in_order(asking):
        _compute(connection, view, f"create or replace table {view} as")
        progress(f"Vue {view}")


def derive_views(connection: duckdb.DuckDBPyConnection, origin: str, changed: set[str]) -> None:
    """Fills every view of the database in use, whose tables are those of `origin`, but the changed ones. Raises
    BuildFailed.

    A view that names none of these, nor a view that does, would come out the same: it is copied.
    """
    reached = set(changed)
    for view in _views_in_order(None):
        if _words(f"views/{view}") & reached:
            reached.add(view)
            _compute(connection, view, f"insert into {view}")
        else:
            connection.execute(f"insert into {view} from {origin}.{view}")


def define_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """What views and reads both write: it stays in the file, for those who read it."""
    for macro in sql_names("macros"):
        connection.execute(sql_text(f"macros/{macro}"))


def _compute(connection: duckdb.DuckDBPyConnection, view: str, written: str) -> None:
    with _going_with(f"queries/views/{view}.sql"):
        # Written out once: a page would otherwise compute it anew for each of its questions.
        connection.execute(f"{written} from ({sql_text(f'views/{view}')}) order by all")


@contextmanager
def _going_with(file: str) -> Iterator[None]:
    """A card that promises what no query expects is told, with the file that could not do with it."""
    try:
        yield
    except (
        duckdb.InvalidInputException
    ):  # rows that could not be handed over, for want of memory: no fault of the cards
        raise
    except (duckdb.ProgrammingError, duckdb.DataError, duckdb.IntegrityError) as error:
        raise BuildFailed(
            f"{file} : les cartes de data/cards, les lignes et les requêtes ne vont pas ensemble "
            f"(DuckDB : {str(error).splitlines()[0]})."
        ) from error


def describe(connection: duckdb.DuckDBPyConnection, cards: dict[str, Card]) -> None:
    """Says in the warehouse what a row and each column of a table and of a view mean."""
    grains = {table: card.grain for table, card in cards.items()}
    for view in sql_names("views"):
        grains[view] = sql_text(f"views/{view}").splitlines()[1].removeprefix("-- Publié : ")
    told = []
    for table, grain in grains.items():
        told.append(f"comment on table {table} is '{_escaped(grain)}'")
        for name in connection.table(table).columns:
            column = cards[table].column(name) if table in cards else meaning(table, name)
            told.append(f"comment on column {table}.{name} is '{_escaped(column.description)}'")
    connection.begin()  # one for all: a thousand comments would each wait for the disk
    connection.execute(";".join(told))
    connection.commit()


def table_definition(card: Card) -> str:
    """The `create table` statement of a card: types, compulsory columns, key and rules.

    References are held by the reading of the files, which can say on which line one is broken.
    """
    lines = [
        f"{column.name} {SQL_TYPES[column.type]}{' not null' if column.required else ''}" for column in card.columns
    ]
    lines.append(f"primary key ({', '.join(card.primary_key)})")
    lines += [f"check ({rule.holds})" for rule in card.rules]
    return f"create table {card.table} ({', '.join(lines)})"


def _escaped(text: str) -> str:
    return text.replace("'", "''")


def _views_in_order(asking: Iterable[str] | None) -> list[str]:
    """Each view after the views that its text names.

    NOTE: DuckDB's `get_table_names` cannot read a `using` on a view that does not exist yet.
    """
    views = set(sql_names("views"))

    needs = {view: _words(f"views/{view}") & views - {view} for view in sorted(views)}
    order = list(graphlib.TopologicalSorter(needs).static_order())
    if asking is None:
        return order
    asked = {view for statement in asking for view in _words(statement) & views}
    for view in reversed(order):
        asked |= needs[view] if view in asked else set()
    return [view for view in order if view in asked]


def _words(statement: str) -> set[str]:
    return set(re.findall(r"\w+", sql_text(statement)))


def since_release(connection: duckdb.DuckDBPyConnection, root: Path) -> Iterator[str]:
    """What changed in the curated files since the latest version, in sentences; nothing before the first."""
    latest = connection.sql(sql_text("meta/latest_release")).fetchall()
    rows = [Row(*row) for row in connection.sql(sql_text("meta/unpublished_rows")).fetchall()]
    documents = {document for (document,) in connection.table("documents").select("document_id").fetchall()}
    documents |= {row.row_key for row in rows if row.table == "documents"}
    if latest:
        columns = {name: connection.table(name).columns for (name,) in connection.sql("show tables").fetchall()}
        yield from told_since(latest[0][0], rows, documents, moved_layers(root), moved_columns(root, columns))
