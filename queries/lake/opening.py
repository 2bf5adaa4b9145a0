"""Opens a lake: its catalogue is PostgreSQL's, its rows are Parquet files in a folder that all its servers read.

A deposit is one transaction, hence one snapshot, whose message says which version it is; the latest is in service. What
everybody may read and the whole are two lakes.
"""

import importlib.util
import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import duckdb

from data.curation import ROOT
from data.releases import short_digest
from queries.failures import LakeRefused, LakeUnavailable
from queries.lake.store import EXTENSION, SCHEME, access
from queries.places import Scope
from queries.published import Withdrawal
from queries.sql import sql_text, warehouse_sql_files
from queries.withholding import SLOW_FORMS

CARDS = ROOT / "data" / "cards"
EXTENSIONS = ("ducklake", "postgres_scanner")
ADDRESS = re.compile(r"postgres(?:ql)?://\S+")
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "disabled_compression_methods": SLOW_FORMS,
    "threads": "1",  # many small tables: two threads would wait for each other
}
BADLY_NAMED = "L'adresse d'un lac est celle de son catalogue : postgresql://compte@machine:port/base."
NO_ANSWER = "Le catalogue du lac ne répond pas, ou refuse ce compte."
NO_LAKE = (
    "Cette base ne contient pas encore de lac : la première fois, « ctai deposer » demande son dossier (--dossier)."
)
NO_KEY = "Les lignes de ce lac sont dans un magasin S3, dont ce compte n'a pas la clé (~/.aws/credentials)."
# By what DuckDB says, which is not handed on.
CAUSES = {"creating a new DuckLake is explicitly disabled": NO_LAKE, "requires the extension httpfs": NO_KEY}
REFUSED = (
    "Le lac n'a pas pu être lu ou écrit : vérifiez son dossier, ou son magasin S3 et sa clé, la place sur le disque et les "
    "droits du compte."
)
EMPTY = "Aucune version n'a été déposée dans ce lac."
UNKNOWN = "Le lac n'a pas de cliché n° {number} qui soit une version : {known}."
OF_ANOTHER_SCOPE = "Ce lac est celui de l'entrepôt {found} : l'entrepôt {asked} est demandé ici."
WORDS = {Scope.PUBLIC: "public", Scope.WHOLE: "entier"}
Digests = dict[str, tuple[int, str]]


@dataclass(frozen=True)
class Snapshot:
    """A version of the data as the lake holds it: the number of the snapshot, the version to cite, the hash that names the
    warehouse, for whom it was made, what its tables are made by, the last act on a bilan that it knows, the versions that
    are withdrawn, when it was deposited (ISO 8601, UTC).
    """

    number: int
    data_version: str
    version: str
    scope: Scope
    shape: str
    act: int
    withdrawn: Mapping[str, Withdrawal]
    moment: str

    @property
    def order(self) -> tuple[int, ...]:
        return order_of(self.data_version, self.act)

    def refuse_unless(self, scope: Scope) -> None:
        """Raises LakeRefused when the lake is not that of this scope."""
        if self.scope is not scope:
            raise LakeRefused(OF_ANOTHER_SCOPE.format(found=WORDS[self.scope], asked=WORDS[scope]))


class Lake:
    """A lake being read or written through one connection. No error of DuckDB leaves it: they are LakeUnavailable."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, address: str, options: Sequence[str]) -> None:
        self.connection = connection
        self._named = f"attach 'ducklake:postgres:{quoted(address)}' as lake"
        self._options = options
        self._attach(*options)

    @contextmanager
    def held(self, number: int) -> Iterator[None]:
        """It is read as it was at this snapshot, whatever is deposited meanwhile. A failure leaves it so: it is let go of."""
        self.connection.execute("detach lake")
        self._attach(*self._options, f"snapshot_version {number}")
        yield
        self.connection.execute("detach lake")
        self._attach(*self._options)

    def _attach(self, *options: str) -> None:
        with told():
            self.connection.execute(f"{self._named} ({', '.join(options)})")

    def snapshots(self) -> list[Snapshot]:
        """The versions that were deposited, the newest first."""
        with told():
            rows = self.connection.execute(sql_text("lake/snapshots")).fetchall()
        return [_snapshot(*row) for row in rows]

    def snapshot(self, number: int | None = None) -> Snapshot:
        """That of this number; without one, the version in service. Raises LakeUnavailable when there is none."""
        known = self.snapshots()
        if not known:
            raise LakeUnavailable(EMPTY)
        if found := next((one for one in known if number in (None, one.number)), None):
            return found
        numbers = ", ".join(str(one.number) for one in known)
        raise LakeUnavailable(UNKNOWN.format(number=number, known=numbers))

    def latest_number(self) -> int:
        """The number of the latest snapshot: asked four times a second, it costs the catalogue a millisecond."""
        with told():
            return int(self.connection.execute("from lake.current_snapshot()").fetchall()[0][0])

    def tables(self) -> list[str]:
        """Every table of the lake, those of a warehouse and its own."""
        return [name for (name,) in self.connection.execute(sql_text("lake/tables")).fetchall()]

    def digests(self, number: int | None = None) -> Digests:
        """What each table came to when it was deposited: as the lake is read, or at a snapshot."""
        at_snapshot = f" at (version => {number})" if number is not None else ""
        rows = self.connection.execute(f"from lake.deposited_tables{at_snapshot}").fetchall()
        return {table: (count, digest) for table, count, digest in rows}

    def digests_in_use(self, among: Container[str] | None = None) -> Digests:
        """What each table of the database in use comes to, or those alone that are named."""
        tables = self.connection.execute(sql_text("lake/tables_in_use")).fetchall()
        digest = sql_text("lake/digest")
        return {
            table: self.connection.execute(digest, {"table": table, "named": named}).fetchall()[0]
            for table, named in tables
            if among is None or table in among
        }


@contextmanager
def opened(address: str, *, folder: Path | str | None = None, to_write: bool = False) -> Iterator[Lake]:
    """The lake of this catalogue. `folder` is where a new one keeps its rows: on disk, or « s3://seau/lac ». Raises
    LakeUnavailable.
    """
    if not ADDRESS.fullmatch(address):
        raise LakeUnavailable(BADLY_NAMED)
    options = [] if to_write else ["read_only"]
    if folder:
        # Who else may read it is for those who keep the machine to say.
        if not str(folder).startswith(SCHEME):
            folder = Path(folder).resolve()
            folder.mkdir(0o700, parents=True, exist_ok=True)
        options.append(f"data_path '{quoted(folder).rstrip('/')}/'")
    else:
        options.append("create_if_not_exists false")
    with duckdb.connect(config=SETTINGS) as connection:
        connection.execute("set enable_progress_bar = false")  # it would stand among what the commands write
        for extension in EXTENSIONS:
            connection.load_extension(str(_extension(extension)))
        if statement := access():
            connection.load_extension(str(_extension(EXTENSION)))
            with told(REFUSED):
                connection.execute(statement)
        yield Lake(connection, address, options)


@contextmanager
def told(sentence: str = NO_ANSWER) -> Iterator[None]:
    """NOTE: DuckDB's message holds the address of the catalogue, and with it a password: nobody is told it."""
    try:
        yield
    except duckdb.Error as error:
        why = next((known for part, known in CAUSES.items() if part in str(error)), sentence)
        raise LakeUnavailable(why) from None


@cache
def shape() -> str:
    """A digest of what makes tables and asks them: who takes a version must ask it what who deposited it would."""
    texts = [path.read_bytes() for path in sorted([*warehouse_sql_files(), *CARDS.glob("*.toml")])]
    return short_digest(b"\0".join(texts))


def order_of(data_version: str, act: int) -> tuple[int, ...]:
    """That in which versions come: by release (« 2026.3 » of « 2026.3+b2 »), then by the last act that they know."""
    return (*map(int, re.findall("[0-9]+", data_version)[:2]), act)


def quoted(text: object) -> str:
    """Within the quotes of a statement."""
    return str(text).replace("'", "''")


def _snapshot(number: int, data_version: str, said: str, moment: str) -> Snapshot:
    about = json.loads(said)
    about["scope"] = Scope(about["scope"])
    about["withdrawn"] = {name: Withdrawal(**withdrawal) for name, withdrawal in about["withdrawn"].items()}
    return Snapshot(number, data_version, moment=moment, **about)


def _extension(name: str) -> Path:
    """The file of an extension of DuckDB, where its package lies."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    assert found and found.submodule_search_locations
    folder = Path(found.submodule_search_locations[0]) / "extensions" / f"v{duckdb.__version__}"
    return folder / f"{name}.duckdb_extension"
