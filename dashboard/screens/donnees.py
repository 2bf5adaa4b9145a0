"""Données: any table or view as CSV or Parquet, with the meaning of its columns."""

import polars as pl
import streamlit as st

from dashboard import cached, labels, selection
from dashboard.content import Figure, Table
from dashboard.figure import show_figure
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: selection.Selection) -> None:
    st.title("Données", anchor=False)
    st.markdown(
        labels.spaced(
            "Chaque table se télécharge entière, en CSV (UTF-8, virgule, point décimal, dates ISO 8601) ou en Parquet. "
            "Parquet garde les types (un code « 01 » y reste un texte) ; dans un CSV, lisez les codes comme du texte. "
            "La table `observations` porte une ligne par chiffre imprimé, avec son document et l'endroit où il l'est."
        )
    )
    tables = cached.read(warehouse, "exportable_tables")
    grains = dict(zip(tables["table_name"], tables["grain"], strict=True))
    selection.choose_one(chosen, "table", "Table ou vue", list(grains), lambda name: name)
    st.markdown(grains[chosen.table])
    with st.container(horizontal=True):
        for form, name in (("csv", "CSV"), ("parquet", "Parquet")):
            st.link_button(f"Télécharger {chosen.table} en {name}", f"/telechargements/{chosen.table}.{form}")
    _columns(warehouse, chosen.table)
    _tables(tables)


def _columns(warehouse: Warehouse, table: str) -> None:
    columns = cached.read(warehouse, "columns_described", table_name=table)
    described = columns["description"].is_not_null().any()
    show_figure(
        Figure(
            key="colonnes",
            title=f"Colonnes de la table {table}",
            frame=columns,
            reading=(
                "Le type, le caractère obligatoire et le sens de chaque colonne."
                if described
                else "Une vue est calculée à partir des tables ; ses colonnes gardent le sens qu'elles y ont."
            ),
            table=Table(
                ["Colonne", "Type", "Obligatoire", "Sens"],
                [
                    [
                        row["column_name"],
                        row["data_type"].lower(),
                        "oui" if row["is_required"] else "non",
                        row["description"] or labels.ABSENT,
                    ]
                    for row in columns.iter_rows(named=True)
                ],
            ),
        )
    )


def _tables(tables: pl.DataFrame) -> None:
    show_figure(
        Figure(
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
        )
    )
