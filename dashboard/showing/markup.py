"""The markup that pages write themselves: what is put into it is escaped by its type, and only markup is shown."""

import re
from collections.abc import Iterable, Sequence

import streamlit as st
from markupsafe import Markup
from markupsafe import escape as escape_as_it_is

from dashboard.figures.content import Cell, Link, Table
from dashboard.words import labels

LONG = 60  # characters: what a narrow column would fold into more than six lines


class Html(Markup):
    """Markup: words that are put into it are escaped, with the spaces of French typography, unless they are markup."""

    @classmethod
    def escape(cls, words: object, /) -> "Html":
        return super().escape(words if isinstance(words, Markup) else labels.spaced(str(words)))


ADDRESSES = re.compile(r"(https?://\S*[^\s,;.)\]])")
INSIDE = Html(' target="_self"')
OUTSIDE = Html(' target="_blank" rel="noopener noreferrer"')  # nothing is asked of another host until it is clicked


def show_html(markup: Html) -> None:
    """The only way in which a page shows markup, so that no text of a reader or a document passes for it."""
    st.html(str(markup))


def html_each(template: str, items: Iterable[object]) -> Html:
    """The template once for each."""
    return Html("").join(Html(template).format(item) for item in items)  # noqa: S704  # given by our own code


def html_table(caption: str, table: Table, key: str) -> Html:
    """An accessible table: caption, headers with scope, a region that scrolls with the keyboard."""
    return Html(
        '<div class="tableau" role="region" tabindex="0" aria-labelledby="legende-{key}"><table>'
        '<caption id="legende-{key}">{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    ).format(
        key=key,
        caption=caption,
        head=html_each('<th scope="col">{}</th>', table.headers),
        body=Html("").join(map(_row, table.rows)),
    )


def _row(cells: Sequence[Cell]) -> Html:
    """A row of a table, which may have thousands: put together by hand, six times sooner than by a template."""
    first, *rest = cells
    return Html(f'<tr><th scope="row">{html_of(first)}</th>{"".join(map(_data, rest))}</tr>')  # noqa: S704  # escaped


def _data(cell: Cell) -> str:
    """A cell of many words is given width, so that its row does not become a column of text."""
    words = cell.words if isinstance(cell, Link) else cell
    kind = ' class="long"' if len(words) > LONG else ""
    return f"<td{kind}>{html_of(cell)}</td>"


def html_of(cell: Cell) -> Html:
    """A cell: words, or a link that says itself whole to those who do not see the row."""
    if not isinstance(cell, Link):
        return Html.escape(cell)
    label = Html(' aria-label="{}"').format(cell.label) if cell.label else ""
    opens = OUTSIDE if cell.address.startswith(("https://", "http://")) else INSIDE
    return Html('<a href="{}"{}{}>{}</a>').format(cell.address, opens, label, cell.words)


def html_linked(words: str) -> Html:
    """Words in which the addresses are links."""
    parts = ADDRESSES.split(words)  # words and addresses, by turns
    return Html("").join(html_of(Link(part, part)) if place % 2 else part for place, part in enumerate(parts))


def html_paragraph(said: Cell, kind: str = "") -> Html:
    """Words, or a link, that stand alone; `kind` is a class of the style sheet."""
    return Html('<p class="{}">{}</p>').format(kind, html_of(said))


def html_links(links: Sequence[Link]) -> Html:
    """Ways on, on a line."""
    return Html('<p class="suites">{}</p>').format(Html(" · ").join(map(html_of, links)))


def html_folded(words: str, inside: Html) -> Html:
    """What is one click away: `words` say what a click opens."""
    return Html('<details class="pli"><summary>{}</summary>{}</details>').format(words, inside)


def html_status(said: str, kind: str) -> Html:
    """What a screen reader says when it changes."""
    return Html('<p class="{}" role="status">{}</p>').format(kind, said)


def html_picked(links: Sequence[Link], hint: str) -> Html:
    """Where what was clicked leads; as long as nothing is, the hint that something may be."""
    if not links:
        return html_paragraph(hint, "aide")
    return Html('<ul class="recus" role="status">{}</ul>').format(html_each("<li>{}</li>", map(html_of, links)))


def html_marks(key: str, choices: str) -> Html:
    """Says that the marks of a figure can be clicked, and to the browser with which choices (`static/source.js`)."""
    said = "Cliquez sur une marque pour voir d'où vient son chiffre."
    return Html('<p class="aide marques" data-figure="{}" data-choix="{}">{}</p>').format(key, choices, said)


def html_to_copy(text: str, label: str) -> Html:
    """Words to take along as they are, with the button that copies them; `label` says what they are."""
    return Html(
        '<div class="a-copier"><pre tabindex="0" aria-label="{label}"><code>{text}</code></pre>'
        '<button type="button" aria-label="Copier : {label}">Copier</button></div>'
    ).format(label=label, text=escape_as_it_is(text))
