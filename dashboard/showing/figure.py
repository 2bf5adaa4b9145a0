"""Every figure of the app through one helper: heading, chart, caption, table, sources, download."""

from contextlib import nullcontext
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard.choices.fields import Selection
from dashboard.choices.session import cited_version
from dashboard.drawing.chart_style import CONFIG
from dashboard.figures import changes_since
from dashboard.figures.answer import answered, content, given
from dashboard.figures.content import EXTRACT_MARK, EXTRACT_NOTE, Content, Link, Table
from dashboard.figures.spec import Answer, Figure, words
from dashboard.showing import cached
from dashboard.showing.markup import escape, html_of, html_table
from dashboard.words import labels
from queries.warehouse import Warehouse

FILES = {"csv": "Télécharger (CSV)", "png": "Image PNG", "svg": "Image SVG"}


def show_figure(warehouse: Warehouse, figure: Figure, chosen: Selection, is_within: bool = False) -> bool:
    """A figure for a selection, or what is said in its place; whether it had a row to show."""
    return _show_answer(warehouse, figure, answered(figure, cached.reader(warehouse), chosen), is_within)


def show_given(warehouse: Warehouse, figure: Figure, frame: pl.DataFrame, chosen: Selection) -> bool:
    """A figure made of an answer at hand; whether it had a row to show."""
    return _show_answer(warehouse, figure, given(figure, frame, cached.reader(warehouse), chosen))


def _show_answer(warehouse: Warehouse, figure: Figure, answer: Answer, is_within: bool = False) -> bool:
    if not answer.frame.is_empty():
        show_content(warehouse, content(figure, answer), is_within)
        return True
    if nothing := words(figure.nothing, answer):
        (st.subheader if is_within else st.header)(words(figure.title, answer), anchor=False)
        st.info(nothing)
    return False


def show_content(warehouse: Warehouse, figure: Content, is_within: bool = False) -> None:
    """The whole figure, read in this warehouse; `is_within` a chapter, its heading is one level lower."""
    with st.container(key=f"figure-{figure.key}"):
        heading = st.subheader if is_within else st.header
        heading(figure.title, anchor=False)
        if figure.chart is not None:
            _draw(figure)
        st.html(f'<p class="lecture">{escape(figure.reading)}</p>')
        if figure.notes:
            st.html('<ul class="notes">' + "".join(f"<li>{escape(note)}</li>" for note in figure.notes) + "</ul>")
        st.html(html_table(figure.title, _with_receipts(figure), figure.key))
        if figure.receipts and any(figure.extracts):
            st.html(f'<p class="aide">{escape(EXTRACT_NOTE)}</p>')
        _show_changes(warehouse, figure)
        _footer(figure)


def _show_changes(warehouse: Warehouse, figure: Content) -> None:
    """What changed in the figures of this view since the version of the data that the address cites."""
    if not (cited := cited_version()):
        return
    identifiers = changes_since.shown_ids(figure.frame, [source.identifier for source in figure.sources])
    notice = changes_since.figure_notice(cached.reader(warehouse), warehouse.data_version, cited, identifiers)
    if notice:
        show_notice(notice, figure.key)


def show_notice(notice: changes_since.Notice, key: str, is_folded: bool = False) -> None:
    """What an older link says, with the table of what changed, if anything did."""
    st.html(f'<p class="changements" role="status">{escape(notice.sentence)}</p>')
    if notice.table:
        with st.expander(notice.title) if is_folded else nullcontext():
            st.html(html_table(notice.title, notice.table, f"changements-{key}"))


def draw(chart: go.Figure, key: str, alternative: str) -> None:
    """A drawing that no table stands beside, told by its alternative text."""
    st.plotly_chart(chart, theme=None, config=CONFIG, width="stretch", key=f"chart-{key}", alt=alternative)


def _draw(figure: Content) -> None:
    """The chart; a click on one of its marks leads to the receipt of its row, as the table's links do."""
    drawn: Any = st.plotly_chart(
        figure.chart, theme=None, config=CONFIG, width="stretch", key=f"chart-{figure.key}", alt=figure.reading,
        on_select="rerun" if figure.receipts else "ignore", selection_mode="points",
    )  # fmt: skip
    if not figure.receipts:
        return
    places = {point["customdata"] for point in drawn["selection"]["points"] if point.get("customdata") is not None}
    picked = [place for place in places if place < (figure.frame.height if figure.ways else len(figure.receipts))]
    links = "".join(f"<li>{html_of(link)}</li>" for place in picked for link in _ways(figure, place))
    hint = "Cliquez sur une marque pour ouvrir le reçu de son chiffre ; le tableau y mène aussi, ligne par ligne."
    st.html(f'<ul class="recus" role="status">{links}</ul>' if links else f'<p class="aide">{hint}</p>')


def _ways(figure: Content, place: int) -> list[Link]:
    others = figure.ways(place) if figure.ways else ()
    if place >= len(figure.receipts):
        return [*others]
    return [Link(f"Reçu : {_words(figure, place)}", figure.receipts[place]), *others]


def _words(figure: Content, place: int) -> str:
    cells = figure.table.rows[place][:2]
    return ", ".join(cell.words if isinstance(cell, Link) else cell for cell in cells)


def _with_receipts(figure: Content) -> Table:
    if not figure.receipts:
        return figure.table
    rows = [
        [*row, _receipt(address, _words(figure, place), is_extract)]
        for place, (row, address, is_extract) in enumerate(
            zip(figure.table.rows, figure.receipts, figure.extracts, strict=False)
        )
    ]
    return Table([*figure.table.headers, "Source"], rows)


def _receipt(address: str, words: str, is_extract: bool) -> Link:
    if is_extract:
        return Link(f"Reçu{labels.NBSP}{EXTRACT_MARK}", address, f"Reçu : {words}, document lu par extraits")
    return Link("Reçu", address, f"Reçu : {words}")


def _footer(figure: Content) -> None:
    left, right = st.columns([3, 1], vertical_alignment="center")
    with left:
        if figure.sources:
            with st.expander(f"Sources des chiffres ({len(figure.sources)})"):
                st.html(
                    "<ul class='sources'>"
                    + "".join(f"<li>{escape(source.line)}</li>" for source in figure.sources)
                    + "</ul>"
                )
        if figure.attribution:
            st.caption(figure.attribution)
    if told := _taken(figure):
        with right:
            st.html(told)


def _taken(figure: Content) -> str:
    """Where the figure is taken away: its files, which the server makes when they are asked for, and its figures."""
    files = [
        html_of(Link(FILES[form], address, f"{FILES[form]} : {figure.title}")) for form, address in figure.files.items()
    ]
    told = f'<p class="fichiers">{"".join(files)}</p>' if files else ""
    if figure.same_data:
        label = f"Ces données : les chiffres imprimés de « {figure.title} »"
        told += f'<p class="ces-donnees">{html_of(Link("Ces données", figure.same_data, label))}</p>'
    return told
