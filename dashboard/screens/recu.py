"""The receipt of a figure: what one row of a figure is computed from, printed where, chosen how, and how to run it again."""

import polars as pl
import streamlit as st

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.host_path import SITE
from dashboard.choices.pages import RECEIPT
from dashboard.figures import receipt, registry, rows
from dashboard.figures.behind import behind
from dashboard.figures.content import Link
from dashboard.figures.spec import Figure
from dashboard.showing import cached
from dashboard.showing.figure import show_given
from dashboard.showing.markup import Html, html_each, html_links, html_paragraph, html_said, html_to_copy, show_html
from dashboard.showing.panel import sheets
from dashboard.words import passages
from queries import comparability
from queries.sql import sql_text
from queries.warehouse import Warehouse

# Where the reader came from, as their browser's own button has it (`static/source.js`); else the comparisons.
BACK = Link("← Retour", f"{SITE}/comparer", "Retour à la page d'où vous venez")


def show(warehouse: Warehouse, chosen: Selection) -> None:
    st.title("D'où vient ce chiffre ?", anchor=False)
    figure = registry.FIGURES.get(chosen.figure)
    if figure is None or not figure.row:
        st.info(
            "Une source s'ouvre depuis une figure : dans un tableau, suivez « Source » au bout de la ligne du chiffre. "
            "Elle montre le document, l'endroit et le passage où chaque chiffre est publié, ou le filtre par lequel il a "
            "été compté dans un fichier."
        )
        return
    found = behind(cached.reader(warehouse), figure, chosen)
    if found is None:
        st.warning(
            "Ce chiffre n'est plus dans les données : il a été corrigé ou retiré depuis que l'adresse a été copiée. "
            "Ouvrez la page Comparer pour le retrouver."
        )
        return
    row = found.row.row(0, named=True)
    st.header(figure.says(row), anchor=False)
    if told := figure.calculation(row):
        show_html(html_paragraph(told, "calcul"))
    show_html(html_links([BACK, *sheets(row)], "liens suites"))
    has_figures = show_given(warehouse, receipt.USED, found.used, chosen)
    has_dates = show_given(warehouse, receipt.DATES, found.dates, chosen)
    if not (has_figures or has_dates):
        st.info("Aucun chiffre n'entre dans cette ligne : elle compte des lignes de l'Atlas, ou dit une absence.")
    if found.counted:
        show_given(warehouse, found.counted, found.actions, chosen)
    _rules(figure, found.row)
    show_given(warehouse, receipt.SET_ASIDE, found.set_aside, chosen)
    if found.divergences:
        st.header("Divergences déclarées", anchor=False)
        show_html(Html("<ul>{}</ul>").format(html_each("<li>{}</li>", map(html_said, found.divergences))))
    show_given(warehouse, receipt.DEFINITIONS, found.used, chosen)
    with st.expander("Détail technique : la ligne telle que la lecture la donne, et comment la refaire"):
        show_given(warehouse, receipt.ROW, found.row, chosen)
        _run_again(warehouse, figure, chosen)
    _report([*_cited(found.used, "observation_id"), *_cited(found.dates, "event_id")], chosen)


def _rules(figure: Figure, row: pl.DataFrame) -> None:
    chosen_by = {what: row[column].item() for what, column in figure.rules.items()}
    lines = [f"- {what} : {comparability.RULES[rule]}." for what, rule in chosen_by.items() if rule]
    if lines:
        st.header("Comment il a été choisi", anchor=False)
        st.markdown("\n".join(lines))


def _run_again(warehouse: Warehouse, figure: Figure, chosen: Selection) -> None:
    st.header("Le refaire", anchor=False)
    st.markdown(f"La commande, puis la requête qu'elle lance, sur la version `{warehouse.data_version}` :")
    assert figure.ask is not None
    show_html(html_to_copy(rows.command(figure.ask, chosen), "La commande"))
    show_html(html_to_copy(sql_text(f"reads/{figure.ask.question}"), "La requête"))


def _cited(frame: pl.DataFrame, key: str) -> list[str]:
    """What to quote of each figure, or dated event, in a report of an error."""
    return [
        f"Chiffre ou date : {row[key]}\nDocument : {row['document_title']} ({row['document_id']})\n"
        f"Endroit : {passages.place(row)}\nPassage : {passages.passage(row)}"
        for row in frame.iter_rows(named=True)
    ]


def _report(cited: list[str], chosen: Selection) -> None:
    st.header("Signaler une erreur", anchor=False)
    st.markdown("Copiez ce texte et envoyez-le à l'équipe de l'Atlas, avec ce que vous lisez dans le document.")
    lines = [f"Source : {address(RECEIPT, chosen, registry.asked_by(chosen.figure))}", *cited, "Ce que je lis : "]
    show_html(html_to_copy("\n".join(lines), "Le signalement"))
