"""The markup of pages: whatever a reader or a document says is words, never markup."""

from pathlib import Path

import pytest
from markupsafe import escape

from dashboard.figures.content import Link, Quoting, Table
from dashboard.server.refusing import PAGE
from dashboard.showing.abbreviations import html_spelled
from dashboard.showing.markup import (
    Html,
    html_each,
    html_linked,
    html_of,
    html_picked,
    html_quoting,
    html_said,
    html_to_copy,
)
from dashboard.showing.tables import html_table

HOSTILE = """<img src=x onerror="alert('1')"> & Co : 12 %"""
ESCAPED = "&lt;img src=x onerror=&#34;alert(&#39;1&#39;)&#34;&gt; &amp; Co\u00a0: 12\u00a0%"


@pytest.mark.parametrize(
    "markup",
    [
        Html("<p>{}</p>").format(HOSTILE),
        Html("<p>") + HOSTILE,
        Html(", ").join([HOSTILE, Html("<b>gras</b>")]),
        html_each("<li>{}</li>", [HOSTILE]),
        html_of(HOSTILE),
        html_linked(HOSTILE),
        html_quoting(f"« {HOSTILE} »"),
        html_of(Link("Metz", "/recu", HOSTILE)),
        html_picked([Link(HOSTILE, "/recu")], ""),
        html_picked([], HOSTILE),
        html_table("Légende", Table(["Lieu"], [[HOSTILE]]), "clef"),
        html_table("Légende", Table([HOSTILE, "Page"], [["Metz", Link(HOSTILE, "/")]]), "clef"),
        html_table(HOSTILE, Table([], []), "clef"),
    ],
)
def test_what_is_put_into_markup_is_escaped_once_with_the_spaces_of_french(markup: Html) -> None:
    assert isinstance(markup, Html)
    assert ESCAPED in markup
    assert "<img" not in markup


def test_an_address_is_escaped_and_otherwise_left_as_it_is() -> None:
    assert html_of(Link("Metz", HOSTILE)) == f'<a href="{escape(HOSTILE)}" target="_self">Metz</a>'


def test_a_link_outside_says_where_it_leads() -> None:
    told = html_of(Link("Le contrat", "https://exemple.fr/a"))
    assert told.endswith('target="_blank" rel="noopener noreferrer">Le contrat (exemple.fr)</a>')


def test_an_address_outside_is_a_link_that_opens_apart_and_tells_nothing() -> None:
    """Commas are part of some addresses, and the stop that ends a sentence of none."""
    said = html_linked("Lu à https://exemple.fr/a,47822?b=1&c=2. Puis http://exemple.org/")
    assert said == (
        'Lu à <a href="https://exemple.fr/a,47822?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">'
        'https://exemple.fr/a,47822?b=1&amp;c=2</a>. Puis <a href="http://exemple.org/" target="_blank" '
        'rel="noopener noreferrer">http://exemple.org/</a>'
    )


def test_what_a_document_says_is_a_quotation_and_what_is_said_of_it_is_none() -> None:
    table = Table(
        ["Titre", "Passage"], [["« Un »", "« dit « deux » fois ». D'après un relevé : trois"]], ["title", "passage"]
    )
    told = html_table("Légende", table, "clef")
    assert "<q>«\u00a0dit «\u00a0deux\u00a0» fois\u00a0»</q>. D’après un relevé\u00a0: trois</td>" in told
    assert told.count("<q>") == 1
    said = "Divergence — CTAI : il dit « par an »"
    assert html_said(said) == "Divergence — CTAI\u00a0: il dit «\u00a0par an\u00a0»"
    assert html_said(Quoting(said)) == "Divergence — CTAI\u00a0: il dit <q>«\u00a0par an\u00a0»</q>"
    assert html_spelled([Quoting(said)])[0].endswith("</abbr>\u00a0: il dit <q>«\u00a0par an\u00a0»</q>")


def test_what_is_to_be_copied_stays_as_it_is() -> None:
    assert "<code>a &lt; b : 12 %</code>" in html_to_copy("a < b : 12 %", "La requête")


def test_a_sentence_of_refusal_is_no_markup() -> None:
    assert "<p>&lt;script&gt;</p>" in PAGE.format(home="/", title="Introuvable", sentence="<script>")


def test_places_are_filled_in_order_whatever_stands_between_them() -> None:
    assert Html("{}<i>{word}</i>{}{{}}").format("a", "b", word="c") == "a<i>c</i>b{}"
    assert Html("{1}<i>{0}</i>{1}").format("a", "b") == "b<i>a</i>b"


def test_markup_is_shown_in_one_place(repository: Path) -> None:
    """mypy refuses a text there, and ruff markup made of a text put together; the style sheet is a file."""
    ways = ("st.html(", '_enqueue("html"', "unsafe_allow_html")
    shown = [
        (path.relative_to(repository / "dashboard").as_posix(), line.strip())
        for path in (repository / "dashboard").rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if any(way in line for way in ways)
    ]
    assert {path for path, _ in shown} == {"showing/markup.py"}
    assert [line for _, line in shown if "sent(markup)" not in line] == [
        'st.html(Html("<style>{}</style>").format(rules))'
    ]
