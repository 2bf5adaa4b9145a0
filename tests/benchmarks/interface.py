"""How soon programs are answered: part of `make bench`. Medians of forty, in ms, client and server on one machine.

The figures of one territory beside DuckDB reading the same Parquet file; requests a second, each with other filters; ten
questions beside Datasette on the same tables, where `DATASETTE` names its program (`pip install datasette`).
"""

import itertools
import json
import queue
import sqlite3
import sys
import tempfile
import threading
import time
from pathlib import Path

import duckdb

from queries.warehouse import Scope, home, open_served
from tests.benchmarks.beside_datasette import asker, datasette
from tests.benchmarks.medians import median_of
from tests.browser import serving

TIMES, READERS, MOST = 40, 4, 600
ONE = "com-57463"
TABLES = (
    "observation__described",
    "contract__register",
    "action__described",
    "measures",
    "documents",
    "territory__summary",
)
# The same question of both: what is asked of the interface, and of Datasette's table.
QUESTIONS = {
    "un territoire": (f"observations?territoire={ONE}", f"observation__described.json?territory_id={ONE}"),
    "une mesure": (
        "observations?mesure=state_contribution",
        "observation__described.json?measure_id=state_contribution",
    ),
    "une nature": ("observations?nature=committed", "observation__described.json?nature=committed"),
    "un statut": ("observations?statut=O", "observation__described.json?obs_status=O"),
    "un chiffre": (
        "observations/ctai-metz-2022.0015",
        "observation__described.json?observation_id=ctai-metz-2022.0015",
    ),
    "les contrats": ("contrats", "contract__register.json?"),
    "les actions": ("actions", "action__described.json?"),
    "les mesures": ("mesures", "measures.json?"),
    "les documents": ("documents", "documents.json?"),
    "les territoires": ("territoires", "territory__summary.json?"),
}


def main() -> None:
    with serving(home()) as address:
        asked = asker(address)
        one = median_of(TIMES, lambda: asked(f"/api/v1/{QUESTIONS['un territoire'][0]}"))
        beside = _beside(asked("/donnees/actuel/jeu.parquet"))
        _say(
            f"chiffres d'un territoire : {one:.1f} ms ; DuckDB sur le même Parquet : {beside:.1f} ms ; × {one / beside:.2f}"
        )
        for columns in ("", "value,unit,obs_status"):
            told = f"colonnes {columns}" if columns else "toutes les colonnes"
            _say(f"demandes, chacune d'autres filtres, {told} : {_per_second(address, columns):.0f} par seconde")
        with tempfile.TemporaryDirectory() as folder, datasette(_as_sqlite(Path(folder) / "atlas.db")) as other:
            if other is None:
                _say("Datasette : DATASETTE ne nomme pas son programme, rien n'est comparé.")
                return
            asked, theirs = asker(address), asker(other)  # a connection that waits is closed
            for name, (ours, their_own) in QUESTIONS.items():
                mine = median_of(TIMES, lambda ours=ours: asked(f"/api/v1/{ours}"))
                of_them = median_of(TIMES, lambda own=their_own: theirs(f"/atlas/{own}&_size=max&_shape=objects"))
                _say(f"{name:16} {mine:6.1f} ms ; Datasette {of_them:6.1f} ms ; × {of_them / mine:.1f}")


def _beside(parquet: bytes) -> float:
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        path = Path(folder) / "jeu.parquet"
        path.write_bytes(parquet)
        text = f"from '{path}' where territory_id = '{ONE}' order by observation_id"
        return median_of(TIMES, lambda: connection.execute(text).pl())


def _per_second(address: str, columns: str) -> float:
    """Every request has a filter of its own, so that no answer is one that was given before."""
    ask = asker(address)
    codes = [row["territory_id"] for row in json.loads(ask("/api/v1/territoires?limite=10000"))["rows"]]
    more = f"&colonnes={columns}" if columns else ""
    asking = itertools.product((50, 60, 70, 80), codes)
    paths = [f"/api/v1/observations?territoire={code}&limite={most}{more}" for most, code in asking]
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for path in paths[:MOST]:
        waiting.put(path)

    def read() -> None:
        ask = asker(address)
        while True:
            try:
                ask(waiting.get_nowait())
            except queue.Empty:
                return

    readers = [threading.Thread(target=read) for _each in range(READERS)]
    start = time.perf_counter()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return min(MOST, len(paths)) / (time.perf_counter() - start)


def _as_sqlite(path: Path) -> Path:
    """The file, written: lists as JSON, an index on each column that a question filters by."""
    warehouse, _notice = open_served(home(), Scope.PUBLIC)
    with sqlite3.connect(path) as connection:
        for name in TABLES:
            rows = json.loads(warehouse.table(name).write_json())
            columns = list(rows[0])
            connection.execute(f"create table {name} ({', '.join(columns)})")
            values = [[json.dumps(cell) if isinstance(cell, list) else cell for cell in row.values()] for row in rows]
            connection.executemany(f"insert into {name} values ({', '.join('?' * len(columns))})", values)
        for column in ("territory_id", "measure_id", "nature", "obs_status", "observation_id"):
            connection.execute(f"create index of_{column} on observation__described ({column})")
    warehouse.close()
    return path


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
