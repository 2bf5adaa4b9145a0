"""The markup that pages write themselves: what is put into it is escaped by its type, and only markup is shown."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from string import Formatter
from urllib.parse import urlsplit

import streamlit as st
from markupsafe import Markup
from markupsafe import escape as escape_as_it_is
from streamlit.delta_generator_singletons import get_dg_singleton_instance
from streamlit.elements.lib.layout_utils import LayoutConfig
from streamlit.proto.Html_pb2 import Html as Element

from dashboard.figures.content import Cell, Link, Quoting
from dashboard.words.typography import typeset

LONGEST_REPEATED = 60  # characters of what is likely to be said again


class Html(Markup):
    """Markup: words that are put into it are escaped, in French typography, unless they are markup; so are its own words.

    A page fills thousands of places, which are `{}`, `{0}` or `{name}`: a template is taken apart once.
    """

    @classmethod
    def escape(cls, words: object, /) -> "Html":
        if isinstance(words, Markup):
            return words if isinstance(words, Html) else _as_it_is(words)
        text = str(words)
        return _repeated(text) if len(text) <= LONGEST_REPEATED else _escaped(text)

    def format(self, *given: object, **named: object) -> "Html":
        told: list[str] = []
        for before, place in _parts(self):
            told.append(before)
            if place is not None:
                told.append(self.escape(given[place] if isinstance(place, int) else named[place]))
        return _as_it_is("".join(told))

    def join(self, several: Iterable[object], /) -> "Html":
        return _as_it_is(str.join(self, map(self.escape, several)))


def _as_it_is(markup: str) -> Html:
    """What is markup already. The class looks at it once more, which takes longer than all the rest of a cell."""
    return str.__new__(Html, markup)


@lru_cache(maxsize=512)
def _parts(template: Html) -> list[tuple[str, int | str | None]]:
    """A template of ours, whose own words are shown too, and its names, which stand in tags: what is before each place, and
    which of those given fills it; none does at the end.
    """
    named = NAMES.sub(lambda found: found[1] + typeset(found[2]), str(template))
    parts: list[tuple[str, int | str | None]] = []
    for before, name, form, _conversion in Formatter().parse(typeset(named)):
        assert not form, template
        filled = sum(isinstance(place, int) for _, place in parts)
        parts.append((before, None if name is None else int(name or filled) if name.isdigit() or not name else name))
    return parts


def _escaped(text: str) -> Html:
    return _as_it_is(escape_as_it_is(typeset(text)))


_repeated = lru_cache(maxsize=4_096)(_escaped)  # names, headers, years: the cells of a table say the same again

NAMES = re.compile(r"""( (?:aria-label|title|placeholder|alt)=")([^"]*)""")
ADDRESSES = re.compile(r"(https?://\S*[^\s,;.)\]])")
ADDRESSED = re.compile(r'href="[^"]*\|[^"]*"')
QUOTED = re.compile("«[^«»]*(?:«[^«»]*»[^«»]*)*»")  # with what is quoted in it
INSIDE = Html(' target="_self"')
OUTSIDE = Html(' target="_blank" rel="noopener noreferrer"')  # nothing is asked of another host until it is clicked


def show_html(markup: Html) -> None:
    """The only way in which a page shows markup, so that no text of a reader or a document passes for it.

    NOTE: `st.html` looks through it for indents and styles, which takes a tenth of a page that is kept. The message is the
    same, by a part of Streamlit that is not published (`tests/test_chart_element.py`).
    """
    get_dg_singleton_instance().main_dg._enqueue("html", Element(body=sent(markup)), LayoutConfig(width="stretch"))


def show_style(rules: Html) -> None:
    """Rules of style for what a page shows beside."""
    st.html(Html("<style>{}</style>").format(rules))


def sent(markup: Html) -> str:
    """Markup as it leaves: in an address « | » is written as addresses write it; both are read (`choices/address.py`)."""
    return ADDRESSED.sub(lambda found: found[0].replace("|", "%7C"), str(markup))


def html_each(template: str, items: Iterable[object]) -> Html:
    """The template once for each."""
    return Html("").join(Html(template).format(item) for item in items)  # noqa: S704  # given by our own code


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


def html_folded(words: str, inside: Html, is_open: bool = False) -> Html:
    """What is one click away, unless it `is_open`: `words` say what a click opens."""
    is_shown = Html(" open") if is_open else Html("")
    return Html('<details class="pli"{}><summary>{}</summary>{}</details>').format(is_shown, words, inside)


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
