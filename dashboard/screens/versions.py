"""Données, versions: which versions of the data are published, what each changed and why, how to cite one."""

from functools import cache

import polars as pl
import streamlit as st

from dashboard import cached, labels
from dashboard.changes_since import COLUMNS, cell_words
from dashboard.choices import fields, widgets
from dashboard.choices.fields import Selection
from dashboard.figure import show_content
from dashboard.figures.content import Content, Table
from data.cards import load_cards
from queries.warehouse import Warehouse

UNPUBLISHED = "non publié"
ROWS_SHOWN = 200
KINDS = {"removed": "ligne retirée", "added": "ligne ajoutée"}


def show(warehouse: Warehouse, chosen: Selection) -> None:
    listed = cached.read(warehouse, "releases_listed")
    st.markdown(labels.spaced(_introduction(warehouse.data_version)))
    if listed.is_empty():
        st.info("Aucune version n'est publiée pour l'instant.")
        return
    _releases(warehouse, listed)
    numbers = listed.filter(pl.col("released_on").is_not_null())["release_number"].to_list()
    _changes(warehouse, chosen, numbers)
    _how_to(warehouse.data_version, numbers[0])


def _introduction(version: str) -> str:
    shown = f"Les données affichées sont celles de la version **{version}**."
    number, _plus, signs = version.partition("+")
    if signs:
        follows = f"elle suit la version {number}" if number != "0" else "rien n'a encore été publié"
        shown += f" Elle n'est pas publiée : {follows}, et les signes {signs} désignent son état exact."
    return (
        f"{shown} Une version publiée ne change plus : son numéro dit l'année et son rang dans l'année. Chaque valeur modifiée "
        "ou retirée y garde l'ancienne valeur et la raison, et toute version peut être reconstruite."
    )


def _releases(warehouse: Warehouse, listed: pl.DataFrame) -> None:
    show_content(
        warehouse,
        Content(
            key="versions",
            title="Versions des données",
            frame=listed,
            reading=(
                "De la plus récente à la plus ancienne : ce que chaque version contient, et ce qu'elle a ajouté, modifié ou "
                "retiré. Une ligne est celle d'une table curée : un chiffre, une action, un document, une définition."
            ),
            table=Table(
                ["Version", "Date", "En une phrase", "Lignes", "Chiffres", "Ajoutées", "Modifiées", "Retirées"],
                [
                    [
                        row["release_number"],
                        labels.day(row["released_on"]),
                        row["summary"] or "Ce qui a changé depuis, et que la prochaine version publiera.",
                        *(
                            labels.number(row[f"{name}_count"])
                            for name in ("rows", "figures", "added", "changed", "removed")
                        ),
                    ]
                    for row in listed.iter_rows(named=True)
                ],
            ),
        ),
    )


def _changes(warehouse: Warehouse, chosen: Selection, numbers: list[str]) -> None:
    st.header("Ce qui a changé", anchor=False)
    with st.container(horizontal=True):
        widgets.choose_one(chosen, "depuis", "Après la version", [fields.START, *numbers], _words)
        widgets.choose_one(chosen, "jusqua", "Jusqu'à la version", [fields.NOW, *numbers], _words)
    changes = cached.read(
        warehouse,
        "changes_between",
        after_number="" if chosen.depuis == fields.START else chosen.depuis,
        up_to_number=UNPUBLISHED if chosen.jusqua == fields.NOW else chosen.jusqua,
    )
    if changes.is_empty():
        st.info(
            "Aucune ligne n'a changé entre ces deux versions. La première version, toute neuve, n'est pas détaillée."
        )
        return
    first = changes.head(ROWS_SHOWN)
    rest = (
        f" Les {ROWS_SHOWN} premiers sont montrés ; le fichier les donne tous." if changes.height > ROWS_SHOWN else ""
    )
    show_content(
        warehouse,
        Content(
            key="changements",
            title="Changements, ligne par ligne",
            frame=changes,
            reading=(
                f"{_count(changes.height)} : la cellule modifiée avec l'ancienne valeur, la nouvelle et la "
                f"raison, ou la ligne ajoutée ou retirée.{rest}"
            ),
            table=Table(
                ["Version", "Ligne", "Ce qui a changé", "Avant", "Après", "Raison"],
                [_cells(row) for row in first.iter_rows(named=True)],
            ),
        ),
        is_within=True,
    )


def _count(changes: int) -> str:
    return f"{labels.number(changes)} changement{'s' if changes > 1 else ''}"


@cache
def _titles() -> dict[str, str]:
    return {table: card.title for table, card in load_cards().items()}


def _words(code: str) -> str:
    return {fields.START: "le début", fields.NOW: "l'état actuel"}.get(code, code)


def _cells(row: dict) -> list[str]:
    about = ", ".join(words for words in (row["territory_name"], row["measure_label"]) if words)
    column = row["column_name"]
    what = COLUMNS.get(column, column) if column else KINDS[row["change"]]
    old, new = (cell_words(row["table_name"], column, row[name]) for name in ("old_value", "new_value"))
    return [
        row["release_number"],
        f"{about or _titles().get(row['table_name'], row['table_name'])} [{row['row_key']}]",
        what,
        old,
        new,
        row["reason"] or labels.ABSENT,
    ]


def _how_to(version: str, latest: str) -> None:
    st.header("Citer une version, en comparer deux", anchor=False)
    st.markdown(
        labels.spaced(
            "Une citation donne la version des données : « Atlas CTAI, version des données "
            f"{version} ». Un lien qui porte une version plus ancienne (`version={latest}`) s'ouvre sur les données "
            "d'aujourd'hui et dit, sous chaque figure, lesquels de ses chiffres ont changé depuis, leur ancienne valeur et la "
            "raison. La même comparaison se fait en ligne de commande, table par table, en phrases ou en CSV :"
        )
    )
    st.code(f"ctai diff {latest} actuel\nctai diff {latest} actuel --format csv", language="sh", wrap_lines=True)
