"""The dictionary: the columns of a table, and all the tables and views."""

from dashboard.figures.spec import Ask, Column, Figure, Row, count

TYPES = {
    "VARCHAR": "texte", "BIGINT": "entier", "INTEGER": "entier", "DOUBLE": "nombre", "BOOLEAN": "vrai ou faux",
    "DATE": "date",
}  # fmt: skip


def _type(row: Row) -> str:
    return TYPES.get(row["data_type"], row["data_type"].lower())


COLUMNS = Figure(
    key="colonnes",
    title=lambda answer: f"Colonnes de « {answer.chosen.table} »",
    ask=Ask("columns_described", ("table",)),
    columns=(
        Column("column", "Colonne", lambda row: row["column_name"]),
        Column("type", "Type", _type),
        Column("is_required", "Obligatoire", lambda row: "oui" if row["is_required"] else "non"),
        Column("meaning", "Sens", lambda row: row["description"]),
    ),
    reading="Le type, le caractère obligatoire et le sens de chaque colonne.",
)
TABLES = Figure(
    key="tables",
    title="Toutes les tables et vues",
    ask=Ask("exportable_tables"),
    columns=(
        Column("name", "Nom", lambda row: row["table_name"]),
        Column("kind", "Genre", lambda row: "table" if row["kind"] == "table" else "vue"),
        Column("grain", "Une ligne est…", lambda row: row["grain"]),
        count("rows", "Lignes", "rows_count"),
    ),
    reading="Une table est curée et sourcée ; une vue est calculée à partir des tables, rien n'y est saisi.",
)
