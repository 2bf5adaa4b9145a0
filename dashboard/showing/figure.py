"""Every figure of the app through one helper: heading, chart, caption, table, sources, download."""

from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial

import polars as pl
import streamlit as st

from dashboard.choices.fields import Selection
from dashboard.choices.session import cited_version
from dashboard.drawing.chart import Chart
from dashboard.figures import changes_since
from dashboard.figures.answer import answered, content, given
from dashboard.figures.spec import Answer, Figure, words
from dashboard.showing import cached
from dashboard.showing.markup import Html, html_status, show_html
from dashboard.showing.plot import show_chart
from dashboard.showing.shown import Shown, encoded, plot
from dashboard.showing.tables import html_table
from queries.warehouse import Warehouse

SHARES = (0.68, 0.32)  # of the width: a chart, and what it says
PART, WITHIN, DEEPER = 2, 3, 4  # levels of headings: a part of the page, what stands within one, and within that


@dataclass(frozen=True)
class Absent:
    """What is said in place of a figure without rows, if anything is."""

    title: str
    nothing: str
    size: int = 500


def show_figure(warehouse: Warehouse, figure: Figure, chosen: Selection, level: int = PART) -> bool:
    """A figure for a selection, or what is said in its place, under a heading of a level; whether it had a row to show."""
    made = made_once(warehouse, figure, chosen)
    if isinstance(made, Shown):
        show_shown(warehouse, made, level)
        return True
    _show_absent(made, level)
    return False


def made_once(warehouse: Warehouse, figure: Figure, chosen: Selection) -> Shown | Absent:
    """A figure as it is sent, made when nobody asked for it before."""
    return cached.kept_for(warehouse, figure.key, chosen, partial(_made, figure, warehouse))


def _made(figure: Figure, warehouse: Warehouse, chosen: Selection) -> Shown | Absent:
    answer = answered(figure, cached.reader(warehouse), chosen)
    return _absent(figure, answer) if answer.frame.is_empty() else encoded(content(figure, answer, by_parts=True))


def _absent(figure: Figure, answer: Answer) -> Absent:
    nothing = words(figure.nothing, answer)
    return Absent(words(figure.title, answer) if nothing else "", nothing)


def _show_absent(absent: Absent, level: int) -> None:
    """Where nothing is said, nothing stands, but in its place: what stood there goes at once, not when the page is whole."""
    if absent.nothing:
        show_heading(absent.title, level)
        st.info(absent.nothing)
    else:
        st.empty()


def show_given(warehouse: Warehouse, figure: Figure, frame: pl.DataFrame, chosen: Selection) -> bool:
    """A figure made of an answer at hand; whether it had a row to show."""
    answer = given(figure, frame, cached.reader(warehouse), chosen)
    if answer.frame.is_empty():
        _show_absent(_absent(figure, answer), PART)
        return False
    show_shown(warehouse, encoded(content(figure, answer)))
    return True


def show_drawing(figure: Shown) -> None:
    """The chart of a figure alone, whose marks can be clicked: whoever shows it says the rest beside it."""
    _draw(figure)
    show_html(figure.marks)


def show_shown(warehouse: Warehouse, figure: Shown, level: int = PART) -> None:
    """A figure of the registry as it is kept, under a heading of a level."""
    with st.container(key=f"figure-{figure.key}"):
        show_heading(figure.title, level)
        _show_told(figure)
        show_html(figure.listed)
        _show_changes(warehouse, figure)


def _show_told(figure: Shown) -> None:
    """The chart and what it says: side by side, unless the chart needs the whole width; one below the other on a phone."""
    if figure.plot is None:
        show_html(figure.told)
    elif figure.is_wide:
        _draw(figure)
        show_html(figure.told + figure.marks)
    else:
        left, right = st.columns(SHARES)
        with left:
            _draw(figure)
        with right:
            show_html(figure.told + figure.marks)


def _show_changes(warehouse: Warehouse, figure: Shown) -> None:
    """What changed in the figures of this view since the version of the data that the address cites."""
    if not (cited := cited_version()):
        return
    read = cached.reader(warehouse)
    notice = changes_since.figure_notice(read, warehouse.data_version, cited, figure.identifiers)
    if notice:
        show_notice(notice, figure.key)


def show_notice(notice: changes_since.Notice, key: str, is_folded: bool = False) -> None:
    """What an older link says, with the table of what changed, if anything did."""
    show_html(html_status(notice.sentence, "changements"))
    if notice.table:
        with st.expander(notice.title) if is_folded else nullcontext():
            show_html(html_table(notice.title, notice.table, f"changements-{key}"))


def show_heading(words: str, level: int) -> None:
    """A heading; Streamlit has none of the fourth level but with a link in it."""
    if level == DEEPER:
        show_html(Html("<h4>{}</h4>").format(words))
    else:
        (st.header if level == PART else st.subheader)(words, anchor=False)


def draw(chart: Chart, key: str, alternative: str) -> None:
    """A drawing that no table stands beside, told by its alternative text."""
    drawn = plot(chart)
    show_chart(drawn.spec, drawn.digest, drawn.height, f"chart-{key}", alternative, is_map=drawn.is_map)


def _draw(figure: Shown) -> None:
    assert figure.plot is not None
    if isinstance(figure.plot, Html):  # a matrix, whose cells are links
        show_html(figure.plot)
        return
    show_chart(
        figure.plot.spec,
        figure.plot.digest,
        figure.plot.height,
        f"chart-{figure.key}",
        figure.alternative,
        figure.plot.is_map,
    )
