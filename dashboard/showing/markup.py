"""The markup that pages write themselves: what is put into it is escaped by its type, and only markup is shown."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup
from markupsafe import escape as escape_as_it_is

from dashboard.figures.content import Cell, Link, Quoting, Table, words_of
from dashboard.figures.ordering import told_number
from dashboard.showing.telling_apart import told_apart
from dashboard.words.typography import typeset

LONG = 60  # characters: what a narrow column would fold into more than six lines
NARROW = 24  # characters: numbers with more words about them are read as words, from the left
UNFILTERED, FIRST = 10, 12  # rows: of a table that needs no filter, and those of a longer one that are shown first


class Html(Markup):
    """Markup: words that are put into it are escaped, in French typography, unless they are markup; so are its own words."""

    @classmethod
    def escape(cls, words: object, /) -> "Html":
        return super().escape(words if isinstance(words, Markup) else typeset(str(words)))

    def format(self, *given: object, **named: object) -> "Html":
        return super(Html, _typeset(self)).format(*given, **named)


@lru_cache(maxsize=512)
def _typeset(template: Html) -> Html:
    """A template of ours, whose own words are shown too, and its names, which stand in tags."""
    named = NAMES.sub(lambda found: found[1] + typeset(found[2]), str(template))
    return Html(typeset(named))  # noqa: S704  # given by our own code


NAMES = re.compile(r"""( (?:aria-label|title|placeholder|alt)=")([^"]*)""")
ADDRESSES = re.compile(r"(https?://\S*[^\s,;.)\]])")
ADDRESSED = re.compile(r'href="[^"]*\|[^"]*"')
QUOTED = re.compile("«[^«»]*(?:«[^«»]*»[^«»]*)*»")  # with what is quoted in it
# The columns whose guillemets hold what a document says.
QUOTING = {
    "clause", "established_by", "note", "other", "passage", "place", "reading", "reason", "remark", "stated", "value",
    "what", "why", "words",
}  # fmt: skip
# Tables of which a phone shows each row as a list, every cell beside its header.
STACKED = ("territoires", "registre", "documents", "pairs")
INSIDE = Html(' target="_self"')
OUTSIDE = Html(' target="_blank" rel="noopener noreferrer"')  # nothing is asked of another host until it is clicked


def show_html(markup: Html) -> None:
    """The only way in which a page shows markup, so that no text of a reader or a document passes for it."""
    st.html(sent(markup))


def sent(markup: Html) -> str:
    """Markup as it leaves: in an address « | » is written as addresses write it; both are read (`choices/address.py`)."""
    return ADDRESSED.sub(lambda found: found[0].replace("|", "%7C"), str(markup))


def html_each(template: str, items: Iterable[object]) -> Html:
    """The template once for each."""
    return Html("").join(Html(template).format(item) for item in items)  # noqa: S704  # given by our own code


def html_table(caption: str, table: Table, key: str) -> Html:
    """An accessible table: caption, headers with scope, a region that scrolls with the keyboard.

    What its script (`static/tableaux.js`) needs is said here: which columns are of numbers or of dates, what a cell is
    worth whose words do not say it, what filters a long one and what unfolds it.
    """
    table = replace(table, rows=told_apart(table.rows))
    columns = [_Column(table, place, key) for place in range(len(table.headers))]
    numbers = [str(place) for place, column in enumerate(columns, start=1) if column.is_narrow]
    whole = Html(
        '<div class="tableau{stacked}" role="region" tabindex="0" aria-labelledby="legende-{key}"><table{numbers}>'
        '<caption id="legende-{key}">{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    ).format(
        key=key,
        stacked=" empile" if key in STACKED else "",
        numbers=Html(' data-nombres="{}"').format(" ".join(numbers)) if numbers else "",
        caption=caption,
        head=Html("").join(column.header() for column in columns),
        body=Html("").join(_row(place, cells, columns, key) for place, cells in enumerate(table.rows)),
    )
    return _long(whole, len(table.rows), key) if table.is_list and len(table.rows) > UNFILTERED else whole


def _long(whole: Html, count: int, key: str) -> Html:
    """A table of many rows, with what filters them; one of more shows its first ones as long as it is folded."""
    unfolds = Html('<button type="button" class="tout" aria-describedby="legende-{}">{}</button>').format(
        key, f"Afficher les {count} lignes"
    )
    return Html(
        '<div class="lignes{folded}"><p class="filtre"><label for="filtre-{key}">Filtrer les lignes</label>'
        '<input type="search" id="filtre-{key}" aria-describedby="legende-{key} trouve-{key}">'
        '<span id="trouve-{key}" role="status"></span></p>'
        "{whole}{unfolds}</div>"
    ).format(
        folded=" pliees" if count > FIRST else "",
        key=key,
        whole=whole,
        unfolds=unfolds if count > FIRST else "",
    )


class _Column:
    """A column of a table as it is shown: how its header sorts it, how its cells are set and what they are worth."""

    def __init__(self, table: Table, place: int, key: str) -> None:
        self._key = key
        self._header = table.headers[place]
        self._values = table.values.get(place)
        self._is_number = table.is_number(place)
        is_named = place < len(table.column_ids)
        self._id = table.column_ids[place] if is_named else ""
        self.is_quoting = self._id in QUOTING or not table.is_list  # told line by line, it has all of them in one
        self._is_sorted = table.is_list and len(table.rows) > 1 and (is_named or not table.column_ids)
        widest = max((len(words_of(row[place])) for row in table.rows), default=0)
        self.is_narrow = self._is_number and widest <= NARROW

    def header(self) -> Html:
        by = "" if self._values is None else "nombre" if self._is_number else "date"
        attributes = Html(' data-tri="{}"').format(by) if by and self._is_sorted else ""
        name = Html(' value="{}"').format(self._id) if self._id else ""
        of_which = Html(' aria-describedby="legende-{}"').format(self._key)
        button = Html('<button type="button"{}{}>{}</button>').format(name, of_which, self._header)
        return Html('<th scope="col"{}>{}</th>').format(attributes, button if self._is_sorted else self._header)

    def attributes(self, place: int, words: str) -> str:
        """Of a cell: one of many words is given width, so that its row does not become a column of text."""
        long = ' class="long"' if len(words) > LONG else ""
        titled = f' data-titre="{Html.escape(self._header)}"' if self._key in STACKED else ""
        return f"{long}{titled}{self._worth(place, words)}"

    def _worth(self, place: int, words: str) -> str:
        """What the words of a cell do not say: nothing more for « 300 000 € », the date for « 24 juin 2019 »."""
        if self._values is None or not self._is_sorted:
            return ""
        value = self._values[place]
        said = told_number(words) if self._is_number else None
        if said == value:
            return ""
        return Html(' data-tri="{}"').format("" if value is None else value)


def _row(place: int, cells: Sequence[Cell], columns: Sequence[_Column], key: str) -> Html:
    """A row of a table, which may have thousands: put together by hand, six times sooner than by a template."""
    set_out = [column.attributes(place, words_of(cell)) for cell, column in zip(cells, columns, strict=True)]
    shown = (
        html_of(_quoting(cell) if column.is_quoting else cell, key) for cell, column in zip(cells, columns, strict=True)
    )
    first, *rest = zip(shown, set_out, strict=True)
    header = f'<th scope="row"{first[1]}>{first[0]}</th>'
    return Html(f"<tr>{header}{''.join(f'<td{attributes}>{cell}</td>' for cell, attributes in rest)}</tr>")  # noqa: S704  # escaped


def _quoting(cell: Cell) -> Cell:
    return replace(cell, words=html_quoting(cell.words)) if isinstance(cell, Link) else html_quoting(cell)


def html_of(cell: Cell, table: str = "") -> Html:
    """A cell: words, or a link that says itself whole to those who do not see the row, nor the table of this key."""
    if not isinstance(cell, Link):
        return Html.escape(cell)
    of_which = Html(' aria-describedby="legende-{}"').format(table) if table else ""
    label = Html(' aria-label="{}"{}').format(cell.label, of_which) if cell.label else ""
    host = urlsplit(cell.address).hostname if cell.address.startswith(("https://", "http://")) else None
    where = f" ({host})" if host and host not in cell.words else ""
    return Html('<a href="{}"{}{}>{}{}</a>').format(
        escape_as_it_is(cell.address), OUTSIDE if host else INSIDE, label, cell.words, where
    )


def html_linked(words: str) -> Html:
    """Words in which the addresses are links."""
    parts = ADDRESSES.split(words)  # words and addresses, by turns
    return Html("").join(html_of(Link(part, part)) if place % 2 else part for place, part in enumerate(parts))


def html_said(words: str) -> Html:
    """A sentence, with what it says to be a document's as a quotation."""
    return html_quoting(words) if isinstance(words, Quoting) else Html.escape(words)


def html_quoting(words: str) -> Html:
    """Words of which those between guillemets are a document's."""
    return Html(QUOTED.sub(lambda found: f"<q>{found[0]}</q>", str(Html.escape(words))))  # noqa: S704  # escaped


def html_paragraph(said: Cell, kind: str = "") -> Html:
    """Words, or a link, that stand alone; `kind` is a class of the style sheet."""
    return Html('<p class="{}">{}</p>').format(kind, html_of(said))


def html_links(links: Iterable[Link], kind: str = "liens") -> Html:
    """Ways on, one after the other; `kind` is a class of the style sheet."""
    return Html('<ul class="{}">{}</ul>').format(kind, html_each("<li>{}</li>", map(html_of, links)))


def html_folded(words: str, inside: Html) -> Html:
    """What is one click away: `words` say what a click opens."""
    return Html('<details class="pli"><summary>{}</summary>{}</details>').format(words, inside)


def html_status(said: str, kind: str) -> Html:
    """What a screen reader says when it changes."""
    return Html('<p class="{}" role="status">{}</p>').format(kind, said)


def html_alert(said: str, kind: str, *of: str) -> Html:
    """What is wrong, which a screen reader says at once; `of` are the labels of the fields that it is said of."""
    fields = Html(' data-champ="{}"').format("|".join(of)) if of else ""
    return Html('<p class="{}" role="alert"{}>{}</p>').format(kind, fields, said)


def html_picked(links: Sequence[Link], hint: str) -> Html:
    """Where what was clicked leads; as long as nothing is, the hint that something may be."""
    if not links:
        return html_paragraph(hint, "aide")
    return Html('<ul class="recus" role="status">{}</ul>').format(html_each("<li>{}</li>", map(html_of, links)))


def html_marks(key: str, choices: str) -> Html:
    """Says that the marks of a figure can be clicked, and to the browser with which choices (`static/source.js`)."""
    said = "Cliquez sur une marque (au clavier : flèches, puis Entrée) pour voir d'où vient son chiffre."
    return Html('<p class="aide marques" data-figure="{}" data-choix="{}">{}</p>').format(key, choices, said)


def html_to_copy(text: str, label: str) -> Html:
    """Words to take along as they are, with the button that copies them; `label` says what they are."""
    return Html(
        '<div class="a-copier"><pre><code>{text}</code></pre>'
        '<button type="button" aria-label="Copier : {label}">Copier</button></div>'
    ).format(label=label, text=escape_as_it_is(text))


def html_link_to_copy(address: str) -> Html:
    """The button that copies an address, which it does not show."""
    return Html(
        '<div class="a-copier lien"><pre aria-hidden="true">{}</pre><button type="button">Copier le lien</button></div>'
    ).format(escape_as_it_is(address))


def html_aliases(aliases: Mapping[str, str]) -> Html:
    """By the words of a list, what else each is found by: for the browser, which looks in its lists (`static/listes.js`)."""
    shown = {typeset(words): also for words, also in aliases.items()}  # as lists offer them (`choices/widgets.py`)
    return Html('<span class="alias" hidden data-alias="{}"></span>').format(
        escape_as_it_is(json.dumps(shown, ensure_ascii=False))
    )
