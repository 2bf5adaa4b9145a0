"""The tables of what people write, in numbered steps: `migrations/0002_journal.up.sql`, and `.down.sql` to undo it."""

from datetime import UTC, datetime

from queries.failures import WritingsUnavailable
from queries.sql import sql_names, sql_text
from queries.writings.engine import Engine

FOLDER, UP, DOWN = "migrations", ".up", ".down"
NEWER = (
    "La base des écrits est d'une version plus récente ({found}) que ce programme ({known}) : mettez l'Atlas à jour, "
    "ou rendez-la à cette version par « ctai ecrits migrer --vers {known} » avec le programme qui l'a écrite."
)


def steps(direction: str = UP) -> dict[int, str]:
    """The names of the migrations by their numbers."""
    names = [name for name in sql_names(FOLDER) if name.endswith(direction)]
    return {int(name.partition("_")[0]): f"{FOLDER}/{name}" for name in names}


def latest() -> int:
    """The number of the last migration that this program knows."""
    return max(steps())


def reached(engine: Engine) -> int:
    """The number of the last one that was applied; zero where nothing was ever written."""
    return 0 if engine.is_new() else engine.ask(sql_text("writings/reached_migration"))[0][0] or 0


def make_ready(engine: Engine) -> None:
    """Brings the tables to what this program knows. Raises WritingsUnavailable, of newer ones too."""
    if (found := reached(engine)) > latest():
        raise WritingsUnavailable(NEWER.format(found=found, known=latest()))
    if found < latest():
        migrate(engine, latest())


def migrate(engine: Engine, wanted: int) -> int:
    """Applies or undoes what stands between, all of it or nothing; the number that was reached before."""
    with engine.whole():
        before = reached(engine)
        if before > latest():
            raise WritingsUnavailable(NEWER.format(found=before, known=latest()))
        for number in range(before + 1, wanted + 1):
            _run(engine, steps()[number])
            moment = datetime.now(UTC).isoformat(timespec="seconds")
            engine.ask(sql_text("writings/add_migration"), migration_number=number, applied_on=moment)
        for number in range(before, wanted, -1):
            engine.ask(sql_text("writings/remove_migration"), migration_number=number)
            _run(engine, steps(DOWN)[number])
    return before


def _run(engine: Engine, name: str) -> None:
    for statement in sql_text(name).split(";\n"):
        if statement.strip():
            engine.ask(statement)
