"""Données, the dictionary: every table and view with its columns and codes, then the measures, bases and themes."""

import polars as pl
import streamlit as st

from dashboard.choices import widgets
from dashboard.choices.fields import Selection
from dashboard.datasets import datasets, forms
from dashboard.datasets.files import PLACE
from dashboard.datasets.locations import ADDRESS
from dashboard.figures import dictionary, method
from dashboard.figures.content import Link, Table
from dashboard.showing import cached
from dashboard.showing.figure import show_figure
from dashboard.showing.markup import html_links, html_to_copy, show_html
from dashboard.showing.tables import html_table
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.markdown(
        "Une table est saisie depuis les documents, une vue en est calculée. Chacune se télécharge entière ; la table "
        "`observations` porte une ligne par chiffre publié. Ce dictionnaire va aussi dans les fichiers."
    )
    tables = cached.read(warehouse, "exportable_tables")
    grains = dict(zip(tables["table_name"], tables["grain"], strict=True))
    widgets.choose_one(chosen, "table", "Table ou vue", list(grains), lambda name: name)
    st.markdown(grains[chosen.table])
    columns = cached.read(warehouse, "columns_described", table_name=chosen.table)
    _files(tables, chosen.table, is_placed=PLACE in columns["column_name"])
    show_figure(warehouse, dictionary.COLUMNS, chosen)
    _codes(warehouse, chosen.table, columns)
    show_figure(warehouse, dictionary.TABLES, chosen)
    show_figure(warehouse, method.MEASURES, chosen)
    show_figure(warehouse, method.BASES, chosen)
    show_figure(warehouse, method.THEMES, chosen)


def _files(tables: pl.DataFrame, table: str, is_placed: bool) -> None:
    rows = tables.filter(table_name=table)["rows_count"].item()
    names = [name for name in forms.FORMS if name in forms.STREAMED or rows <= forms.MOST_ROWS_IN_MEMORY]
    given = (forms.FORMS[name] for name in names if is_placed or not forms.FORMS[name].is_placed)
    show_html(html_links((Link(form.label, f"{ADDRESS}{table}.{form.extension}") for form in given), "boutons"))
    show_html(html_to_copy(f"ctai export --table {table} --format csv --out {table}.csv", "La commande"))


def _codes(warehouse: Warehouse, table: str, columns: pl.DataFrame) -> None:
    codes = datasets.codes(warehouse, table, columns["column_name"].to_list())
    if codes.height:
        with st.expander(f"Codes des colonnes ({codes.height})"):
            rows = [list(row) for row in codes.iter_rows()]
            show_html(html_table("Codes des colonnes", Table(["Colonne", "Code", "Sens"], rows), "codes"))
