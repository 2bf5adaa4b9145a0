"""Every figure of the app through one helper: heading, chart, caption, table, sources, download."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape as escape_html

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from dashboard import labels
from dashboard.chart_style import CONFIG
from dashboard.exports.tables import table_bytes


@dataclass(frozen=True)
class Table:
    """Cells as they are shown; the first cell of a row is its header."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Figure:
    """`frame` is the answer that is drawn, told and downloaded; `key` names the figure and its file."""

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


def show(figure: Figure) -> None:
    with st.container(key=f"figure-{figure.key}"):
        st.header(figure.title, anchor=False)
        if figure.legend:
            marks = "".join(f'<li><i class="{mark}"></i>{escape(words)}</li>' for mark, words in figure.legend)
            st.html(f'<ul class="legende">{marks}</ul>')
        if figure.chart is not None:
            st.plotly_chart(
                figure.chart, theme=None, config=CONFIG, width="stretch", key=f"chart-{figure.key}", alt=figure.reading
            )
        st.html(f'<p class="lecture">{escape(figure.reading)}</p>')
        if figure.notes:
            st.html('<ul class="notes">' + "".join(f"<li>{escape(note)}</li>" for note in figure.notes) + "</ul>")
        st.html(html_table(figure.title, figure.table, figure.key))
        _footer(figure)


def html_table(caption: str, table: Table, key: str) -> str:
    """An accessible table: caption, headers with scope, a region that scrolls with the keyboard."""
    head = "".join(f'<th scope="col">{escape(header)}</th>' for header in table.headers)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'
        for first, *rest in table.rows
    )
    identifier = f"legende-{escape(key)}"
    return (
        f'<div class="tableau" role="region" tabindex="0" aria-labelledby="{identifier}"><table>'
        f'<caption id="{identifier}">{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


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
