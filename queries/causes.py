"""Why DuckDB could not do what it was asked, in French: the true cause, without a path of this machine."""

import os

import duckdb

from data.problems import OS_REASONS

LOCKED = "un autre programme l'a ouvert en écriture"
MEMORY = "mémoire insuffisante"
CORRUPT = "un bloc de l'entrepôt est abîmé"
# What DuckDB's messages say: the words of the system, then its own.
SAID = {os.strerror(code): words for code, words in OS_REASONS.items()} | {
    "Could not set lock": LOCKED,
    "Conflicting lock": LOCKED,
    "checksum": CORRUPT,
    "not a valid DuckDB database file": "ce n'est pas un fichier de DuckDB",
    "Cannot open file": "le fichier ne peut pas être ouvert",
    "Could not read": "la lecture s'arrête avant la fin",
}


def cause(error: duckdb.Error) -> str:
    """« disque plein », « mémoire insuffisante », « un autre programme l'a ouvert en écriture »…"""
    if isinstance(error, duckdb.OutOfMemoryException):
        return MEMORY
    message = str(error)
    return next((words for said, words in SAID.items() if said in message), "DuckDB ne peut pas le faire")


def first_line(error: duckdb.Error) -> str:
    """What DuckDB says, for a log or a terminal: it may name files of this machine."""
    return (str(error).splitlines() or [type(error).__name__])[0]


def is_of_another_shape(error: duckdb.Error) -> bool:
    """Whether what was asked names a table or a column that the file has not: it is of an older version."""
    return isinstance(error, duckdb.CatalogException | duckdb.BinderException)
