"""Every figure of the app through one helper: heading, chart, caption, table, sources, download."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass

import polars as pl
import streamlit as st

from dashboard.choices.fields import Selection
from dashboard.choices.session import cited_version
from dashboard.drawing.chart import Chart
from dashboard.figures import changes_since, registry
from dashboard.figures.answer import answered, content, given
from dashboard.figures.content import Content, Link
from dashboard.figures.spec import Answer, Figure, words
from dashboard.showing import cached
from dashboard.showing.markup import html_picked, html_status, html_table, show_html
from dashboard.showing.plot import show_chart
from dashboard.showing.shown import Shown, encoded, plot, row_words
from queries.warehouse import Warehouse

CLICK = "Cliquez sur une marque pour voir la source de son chiffre ; le tableau y mène aussi, ligne par ligne."
SHARES = (0.68, 0.32)  # of the width: a chart, and what it says
Remake = Callable[[], Content]  # the figure again, for what is kept of it does not hold it


@dataclass(frozen=True)
class Absent:
    """What is said in place of a figure without rows, if anything is."""

    title: str
    nothing: str
    size: int = 500


def show_figure(warehouse: Warehouse, figure: Figure, chosen: Selection, is_within: bool = False) -> bool:
    """A figure for a selection, or what is said in its place; whether it had a row to show."""
    made = made_once(warehouse, figure, chosen)
    if isinstance(made, Shown):
        show_shown(warehouse, made, chosen, is_within)
        return True
    _show_absent(made, is_within)
    return False


def made_once(warehouse: Warehouse, figure: Figure, chosen: Selection) -> Shown | Absent:
    """A figure as it is sent, made when nobody asked for it before."""
    return cached.kept(warehouse, figure.key, chosen, lambda: _made(figure, warehouse, chosen))


def _made(figure: Figure, warehouse: Warehouse, chosen: Selection) -> Shown | Absent:
    answer = answered(figure, cached.reader(warehouse), chosen)
    return _absent(figure, answer) if answer.frame.is_empty() else encoded(content(figure, answer))


def _absent(figure: Figure, answer: Answer) -> Absent:
    nothing = words(figure.nothing, answer)
    return Absent(words(figure.title, answer) if nothing else "", nothing)


def _show_absent(absent: Absent, is_within: bool) -> None:
    if absent.nothing:
        (st.subheader if is_within else st.header)(absent.title, anchor=False)
        st.info(absent.nothing)


def show_given(warehouse: Warehouse, figure: Figure, frame: pl.DataFrame, chosen: Selection) -> bool:
    """A figure made of an answer at hand; whether it had a row to show."""
    answer = given(figure, frame, cached.reader(warehouse), chosen)
    if answer.frame.is_empty():
        _show_absent(_absent(figure, answer), is_within=False)
        return False
    show_content(warehouse, content(figure, answer))
    return True


def show_content(warehouse: Warehouse, figure: Content) -> None:
    """A figure made already, which is not kept."""
    _show(warehouse, encoded(figure), lambda: figure, is_within=False)


def show_shown(warehouse: Warehouse, figure: Shown, chosen: Selection, is_within: bool = False) -> None:
    """A figure of the registry as it is kept; `is_within` a chapter, its heading is one level lower."""
    read = cached.reader(warehouse)

    def again() -> Content:
        whole = registry.FIGURES[figure.key]
        return content(whole, answered(whole, read, chosen))

    _show(warehouse, figure, again, is_within)


def _show(warehouse: Warehouse, figure: Shown, again: Remake, is_within: bool) -> None:
    with st.container(key=f"figure-{figure.key}"):
        heading = st.subheader if is_within else st.header
        heading(figure.title, anchor=False)
        _show_told(figure, again)
        show_html(figure.listed)
        _show_changes(warehouse, figure)


def _show_told(figure: Shown, again: Remake) -> None:
    """The chart and what it says: side by side, unless the chart needs the whole width; one below the other on a phone."""
    if figure.plot is None:
        show_html(figure.told)
    elif figure.is_wide:
        _draw(figure, again)
        show_html(figure.told)
    else:
        left, right = st.columns(SHARES)
        with left:
            _draw(figure, again)
        with right:
            show_html(figure.told)


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


def draw(chart: Chart, key: str, alternative: str) -> None:
    """A drawing that no table stands beside, told by its alternative text."""
    drawn = plot(chart)
    show_chart(drawn.spec, drawn.digest, drawn.height, f"chart-{key}", alternative)


def _draw(figure: Shown, again: Remake) -> None:
    """The chart; a click on one of its marks leads to the receipt of its row, as the table's links do."""
    drawn = figure.plot
    assert drawn is not None
    clicked = show_chart(
        drawn.spec, drawn.digest, drawn.height, f"chart-{figure.key}", figure.reading, figure.has_receipts
    )
    if not figure.has_receipts:
        return
    places = {place for place in clicked if place is not None}
    show_html(html_picked(_ways(again(), places) if places else [], CLICK))


def _ways(figure: Content, places: set[int]) -> list[Link]:
    """Where clicks on these marks lead: the receipts of their rows, and what else the figure offers."""
    most = figure.frame.height if figure.ways else len(figure.receipts)
    links = []
    for place in (place for place in places if place < most):
        if place < len(figure.receipts):
            links.append(Link(f"Source : {row_words(figure, place)}", figure.receipts[place]))
        links += figure.ways(place) if figure.ways else ()
    return links
