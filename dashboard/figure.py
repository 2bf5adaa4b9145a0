"""Every figure of the app through one helper: heading, chart, caption, table, sources, download."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape as escape_html
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard import labels
from dashboard.chart_style import CONFIG
from dashboard.exports.tables import table_bytes


@dataclass(frozen=True)
class Link:
    """A cell that leads to another page of the Atlas; `label` says it whole to those who do not see the row."""

    words: str
    address: str
    label: str = ""


Cell = str | Link


@dataclass(frozen=True)
class Table:
    """Cells as they are shown; the first cell of a row is its header."""

    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Figure:
    """`frame` is the answer that is drawn, told and downloaded; `key` names the figure and its file.

    `receipts` are the addresses where each row of the table can be followed to what is printed behind it.
    """

    key: str
    title: str
    frame: pl.DataFrame
    table: Table
    reading: str
    chart: go.Figure | None = None
    legend: Sequence[tuple[str, str]] = ()
    sources: Sequence[str] = ()
    attribution: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    receipts: Sequence[str] = ()


def show(figure: Figure) -> None:
    with st.container(key=f"figure-{figure.key}"):
        st.header(figure.title, anchor=False)
        if figure.legend:
            marks = "".join(f'<li><i class="{mark}"></i>{escape(words)}</li>' for mark, words in figure.legend)
            st.html(f'<ul class="legende">{marks}</ul>')
        if figure.chart is not None:
            _draw(figure)
        st.html(f'<p class="lecture">{escape(figure.reading)}</p>')
        if figure.notes:
            st.html('<ul class="notes">' + "".join(f"<li>{escape(note)}</li>" for note in figure.notes) + "</ul>")
        st.html(html_table(figure.title, _with_receipts(figure), figure.key))
        _footer(figure)


def _draw(figure: Figure) -> None:
    """The chart; a click on one of its marks leads to the receipt of its row, as the table's links do."""
    drawn: Any = st.plotly_chart(
        figure.chart, theme=None, config=CONFIG, width="stretch", key=f"chart-{figure.key}", alt=figure.reading,
        on_select="rerun" if figure.receipts else "ignore", selection_mode="points",
    )  # fmt: skip
    if not figure.receipts:
        return
    places = {point["customdata"] for point in drawn["selection"]["points"] if point.get("customdata") is not None}
    picked = [place for place in places if place < len(figure.receipts)]
    links = "".join(
        f'<li><a href="{escape_html(figure.receipts[place])}" target="_self">Reçu : {escape(_words(figure, place))}</a></li>'
        for place in picked
    )
    hint = "Cliquez sur une marque pour ouvrir le reçu de son chiffre ; le tableau y mène aussi, ligne par ligne."
    st.html(f'<ul class="recus" role="status">{links}</ul>' if links else f'<p class="aide">{hint}</p>')


def _words(figure: Figure, place: int) -> str:
    cells = figure.table.rows[place][:2]
    return ", ".join(cell.words if isinstance(cell, Link) else cell for cell in cells)


def _with_receipts(figure: Figure) -> Table:
    if not figure.receipts:
        return figure.table
    rows = [
        [*row, Link("Reçu", address, f"Reçu : {_words(figure, place)}")]
        for place, (row, address) in enumerate(zip(figure.table.rows, figure.receipts, strict=True))
    ]
    return Table([*figure.table.headers, "Source"], rows)


def show_table(
    frame: pl.DataFrame,
    key: str,
    title: str,
    reading: str,
    headers: Sequence[str],
    cells: Callable[[dict], Sequence[Cell]],
    notes: Sequence[str] = (),
    receipts: Sequence[str] = (),
) -> None:
    """A figure without a chart: a row of the table for each row of the frame, nothing for an empty frame."""
    if not frame.is_empty():
        table = Table(headers, [cells(row) for row in frame.iter_rows(named=True)])
        show(Figure(key=key, title=title, frame=frame, reading=reading, notes=notes, table=table, receipts=receipts))


def html_table(caption: str, table: Table, key: str) -> str:
    """An accessible table: caption, headers with scope, a region that scrolls with the keyboard."""
    head = "".join(f'<th scope="col">{escape(header)}</th>' for header in table.headers)
    body = "".join(
        f'<tr><th scope="row">{_html(first)}</th>{"".join(f"<td>{_html(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in table.rows
    )
    identifier = f"legende-{escape(key)}"
    return (
        f'<div class="tableau" role="region" tabindex="0" aria-labelledby="{identifier}"><table>'
        f'<caption id="{identifier}">{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _html(cell: Cell) -> str:
    if isinstance(cell, Link):
        label = f' aria-label="{escape(cell.label)}"' if cell.label else ""
        return f'<a href="{escape_html(cell.address)}" target="_self"{label}>{escape(cell.words)}</a>'
    return escape(cell)


def _footer(figure: Figure) -> None:
    left, right = st.columns([3, 1], vertical_alignment="center")
    with left:
        if figure.sources:
            with st.expander(f"Sources des chiffres ({len(figure.sources)})"):
                st.html(
                    "<ul class='sources'>" + "".join(f"<li>{escape(line)}</li>" for line in figure.sources) + "</ul>"
                )
        if figure.attribution:
            st.caption(figure.attribution)
    with right:
        st.download_button(
            "Télécharger (CSV)",
            table_bytes(figure.frame, "csv"),
            file_name=f"atlas-ctai-{figure.key}.csv",
            mime="text/csv",
            key=f"csv-{figure.key}",
            on_click="ignore",
            width="stretch",
        )


def escape(text: str) -> str:
    return escape_html(labels.spaced(text))
