"""The versions of the data: which are published, and what changed between two of them."""

from dashboard.figures.changes_since import COLUMNS, cell_words
from dashboard.figures.spec import Answer, Ask, Column, Figure, Row, count
from dashboard.words import labels
from queries.columns import cards

MOST_LISTED = 200
KINDS = {"removed": "ligne retirée", "added": "ligne ajoutée"}


VERSIONS = Figure(
    key="versions",
    title="Versions des données",
    ask=Ask("releases_listed"),
    columns=(
        Column("version", "Version", lambda row: row["release_number"]),
        Column("date", "Date", lambda row: labels.day(row["released_on"]), value="released_on"),
        Column(
            "summary",
            "En une phrase",
            lambda row: row["summary"] or "Ce qui a changé depuis, et que la prochaine version publiera.",
        ),
        count("rows", "Lignes", "rows_count"),
        count("figures", "Chiffres", "figures_count"),
        count("added", "Ajoutées", "added_count"),
        count("changed", "Modifiées", "changed_count"),
        count("removed", "Retirées", "removed_count"),
    ),
    reading=(
        "De la plus récente à la plus ancienne : ce que chaque version contient, et ce qu'elle a ajouté, modifié ou "
        "retiré. Une ligne est celle d'une table curée : un chiffre, une action, un document, une définition."
    ),
)


def _changed_row(row: Row) -> str:
    """What a row of a table is about, or which table it is of, and its key."""
    about = ", ".join(words for words in (row["territory_name"], row["measure_label"]) if words)
    return f"{about or _table_title(row['table_name'])} [{row['row_key']}]"


def _table_title(table: str) -> str:
    return cards()[table].title if table in cards() else table


def _what(row: Row) -> str:
    column: str = row["column_name"]
    return COLUMNS.get(column, column) if column else KINDS[row["change"]]


def _value(name: str, header: str) -> Column:
    return Column(name, header, lambda row: cell_words(row["table_name"], row["column_name"], row[name]))


def _how_many(answer: Answer) -> str:
    count = answer.frame.height
    rest = f" Les {MOST_LISTED} premiers sont montrés ; le fichier les donne tous." if count > MOST_LISTED else ""
    return (
        f"{labels.counted(count, 'changement')} : la cellule modifiée avec l'ancienne valeur, la "
        f"nouvelle et la raison, ou la ligne ajoutée ou retirée.{rest}"
    )


CHANGES = Figure(
    key="changements",
    title="Changements, ligne par ligne",
    ask=Ask("changes_between", ("depuis", "jusqua")),
    listed=lambda answer: answer.frame.head(MOST_LISTED),
    columns=(
        Column("version", "Version", lambda row: row["release_number"]),
        Column("row", "Ligne", _changed_row),
        Column("what", "Ce qui a changé", _what),
        _value("old_value", "Avant"),
        _value("new_value", "Après"),
        Column("reason", "Raison", lambda row: row["reason"] or labels.ABSENT),
    ),
    reading=_how_many,
)
