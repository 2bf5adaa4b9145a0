"""Données, the dictionary: every table and view with its columns and codes, then the measures, bases and themes."""

import polars as pl
import streamlit as st

from dashboard import cached, labels
from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.downloads import ADDRESS
from dashboard.exports import datasets, forms
from dashboard.exports.files.geojson import PLACE
from dashboard.figure import html_table, show_content
from dashboard.figures.content import Content, Table
from dashboard.screens import methode
from queries.warehouse import Warehouse

TYPES = {
    "VARCHAR": "texte", "BIGINT": "entier", "INTEGER": "entier", "DOUBLE": "nombre", "BOOLEAN": "vrai ou faux",
    "DATE": "date",
}  # fmt: skip


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.markdown(
        labels.spaced(
            "Une table est saisie depuis les documents, une vue en est calculée. Chacune se télécharge entière ; la table "
            "`observations` porte une ligne par chiffre imprimé. Ce dictionnaire va aussi dans les fichiers."
        )
    )
    tables = cached.read(warehouse, "exportable_tables")
    grains = dict(zip(tables["table_name"], tables["grain"], strict=True))
    widgets.choose_one(chosen, "table", "Table ou vue", list(grains), lambda name: name)
    st.markdown(labels.spaced(grains[chosen.table]))
    columns = cached.read(warehouse, "columns_described", table_name=chosen.table)
    _files(tables, chosen.table, is_placed=PLACE in columns["column_name"])
    _columns(warehouse, chosen.table, columns)
    _tables(warehouse, tables)
    methode.show_vocabularies(warehouse)


def _files(tables: pl.DataFrame, table: str, is_placed: bool) -> None:
    rows = tables.filter(table_name=table)["rows_count"].item()
    names = [name for name in forms.FORMS if name in forms.STREAMED or rows <= forms.MOST_ROWS_IN_MEMORY]
    with st.container(horizontal=True):
        for name in names:
            form = forms.FORMS[name]
            if is_placed or not form.is_placed:
                st.link_button(form.label, f"{ADDRESS}{table}.{form.extension}")
    st.code(f"ctai export --table {table} --format csv --out {table}.csv", language="bash", wrap_lines=True)


def _columns(warehouse: Warehouse, table: str, columns: pl.DataFrame) -> None:
    show_content(
        warehouse,
        Content(
            key="colonnes",
            title=f"Colonnes de « {table} »",
            frame=columns,
            reading="Le type, le caractère obligatoire et le sens de chaque colonne.",
            table=Table(
                ["Colonne", "Type", "Obligatoire", "Sens"],
                [
                    [
                        row["column_name"],
                        TYPES.get(row["data_type"], row["data_type"].lower()),
                        "oui" if row["is_required"] else "non",
                        row["description"],
                    ]
                    for row in columns.iter_rows(named=True)
                ],
            ),
        ),
    )
    codes = datasets.codes(warehouse, table, columns["column_name"].to_list())
    if codes.height:
        with st.expander(f"Codes des colonnes ({codes.height})"):
            rows = [list(row) for row in codes.iter_rows()]
            st.html(html_table("Codes des colonnes", Table(["Colonne", "Code", "Sens"], rows), "codes"))


def _tables(warehouse: Warehouse, tables: pl.DataFrame) -> None:
    show_content(
        warehouse,
        Content(
            key="tables",
            title="Toutes les tables et vues",
            frame=tables,
            reading="Une table est curée et sourcée ; une vue est calculée à partir des tables, rien n'y est saisi.",
            table=Table(
                ["Nom", "Genre", "Une ligne est…", "Lignes"],
                [
                    [
                        row["table_name"],
                        "table" if row["kind"] == "table" else "vue",
                        row["grain"],
                        labels.number(row["rows_count"]),
                    ]
                    for row in tables.iter_rows(named=True)
                ],
            ),
        ),
    )
