"""French as it is printed: no sign that begins a line, no foot mark for an apostrophe, nothing else touched."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.documents.canvas import folded
from dashboard.drawing.chart import Chart
from dashboard.server.refusing import PAGE
from dashboard.showing.markup import Html, html_aliases, html_link_to_copy, html_of
from dashboard.showing.typeset import WORDS
from dashboard.words.typography import quoted, typeset
from tests.shown_words import CODE, LOOSE, told

ROOM = Path(__file__).parents[1] / "dashboard"


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Base : « 35 % » ; d'où ? 300 000 € !", "Base\u00a0: «\u00a035\u00a0%\u00a0»\u202f; d’où\u202f? 300 000\u00a0€\u202f!"),
        ("lu à https://a.fr/l'x : c'est", "lu à https://a.fr/l'x\u00a0: c’est"),
        ("la ligne `where x = 'a' : b` d'ici", "la ligne `where x = 'a' : b` d’ici"),
        ("[l'Atlas](/sources?x=l'y) : ici", "[l’Atlas](/sources?x=l'y)\u00a0: ici"),
        ("<b title='a : b'>l'eau</b><br>", "<b title='a : b'>l’eau</b><br>"),
        ("```\nc'est : x\n```\nc'est", "```\nc'est : x\n```\nc’est"),
        ("12:30, a:b, /x?y", "12:30, a:b, /x?y"),
        ("", ""),
    ],
)  # fmt: skip
def test_words_are_set_and_addresses_codes_and_tags_are_not(written: str, printed: str) -> None:
    assert typeset(written) == printed


@given(st.text(alphabet="ab' :;!?»«%€<>/`()[]\n"))
def test_what_is_set_stays_as_it_is_and_says_the_same(text: str) -> None:
    printed = typeset(text)
    assert typeset(printed) == printed
    assert len(printed) == len(text)
    assert printed.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'") == text


def test_the_words_of_markup_are_set_and_what_is_copied_is_not() -> None:
    told = Html("<p title=\"d'ici : {}\">l'eau : {}</p>").format("l'an", "d'or")
    assert told == '<p title="d’ici\u00a0: l’an">l’eau\u00a0: d’or</p>'
    assert "https://a.fr/?x=l&#39;eau : b" in html_link_to_copy("https://a.fr/?x=l'eau : b")
    assert json.loads(html_aliases({"L'Haÿ": "d'x"}).unescape().split('"', 3)[3].rpartition('"')[0]) == {"L’Haÿ": "d'x"}
    assert html_of("l'an") == "l’an"
    assert "Revenir à l’accueil" in PAGE


def test_the_words_of_charts_are_set_on_screens_and_in_pictures() -> None:
    chart = Chart(title={"text": "L'argent : 3 €"})
    chart.add_bar(x=["Val-d'Oise"], y=[1], hovertemplate="<b>d'ici</b> :<br>%{y} €<extra></extra>")
    drawn = json.loads(chart.spec())
    assert drawn["layout"]["title"]["text"] == "L’argent\u00a0: 3\u00a0€"
    assert drawn["data"][0]["x"] == ["Val-d’Oise"]
    assert drawn["data"][0]["hovertemplate"] == "<b>d’ici</b>\u00a0:<br>%{y}\u00a0€<extra></extra>"
    assert folded("l'argent : 3 €", 14, 400) == [[("l’argent\u00a0: 3\u00a0€", False)]]


def test_all_that_streamlit_shows_is_set_as_it_leaves() -> None:
    """Each kind of element that pages have; a field keeps what is typed in it, and a list means what it shows."""

    def page() -> None:
        import streamlit

        from dashboard.choices.widgets import printed
        from dashboard.showing.typeset import typeset_messages

        with typeset_messages():
            streamlit.title("Qu'en sait-on ?")
            streamlit.markdown("D'où : `l'x`", help="L'aide : ici")
            streamlit.info("L'Atlas : 3 €")
            streamlit.button("L'effacer", help="L'aide")
            streamlit.toggle("L'argent")
            streamlit.text_input("L'année", value="l'an : 1", placeholder="d'ici")
            streamlit.selectbox("L'un", ["a"], format_func=printed({"a": "Val-d'Oise"}.__getitem__), placeholder="l'x")
            streamlit.multiselect("L'autre", ["a"], format_func=printed({"a": "d'or"}.__getitem__), default=["a"])
            with streamlit.expander("L'un : l'autre"):
                streamlit.caption("C'est")
        streamlit.header("l'après")

    app = AppTest.from_function(page).run()
    assert [error.message for error in app.exception] == []
    assert [one.value for one in (*app.title, *app.markdown, *app.info, *app.caption)] == [
        "Qu’en sait-on\u202f?", "D’où\u00a0: `l'x`", "L’Atlas\u00a0: 3\u00a0€", "C’est",
    ]  # fmt: skip
    assert (app.markdown[0].proto.help, app.button[0].label, app.toggle[0].label) == (
        "L’aide\u00a0: ici", "L’effacer", "L’argent",
    )  # fmt: skip
    field, one, several = app.text_input[0], app.selectbox[0], app.multiselect[0]
    assert (field.label, field.value, field.placeholder) == ("L’année", "l'an : 1", "d’ici")
    assert (one.label, one.options, one.value, one.proto.placeholder) == ("L’un", ["Val-d’Oise"], "a", "l’x")
    assert (several.label, several.options, several.value) == ("L’autre", ["d’or"], ["a"])
    assert app.expander[0].label == "L’un\u00a0: l’autre"
    assert app.header[0].value == "l'après"  # what is shown outside is not ours


def test_every_kind_of_element_that_a_page_shows_words_by_is_set() -> None:
    """A call of Streamlit's that no page had before is looked at here, and its words are set or are none."""
    called = {
        name
        for path in ROOM.rglob("*.py")
        for name in re.findall(r"\bst\.([a-z_]+)\(", path.read_text(encoding="utf-8"))
    }
    elements = {
        "title": "heading", "header": "heading", "subheader": "heading", "caption": "markdown", "markdown": "markdown",
        "info": "alert", "warning": "alert", "error": "alert", "spinner": "spinner", "button": "button",
        "page_link": "page_link", "pydeck_chart": "deck_gl_json_chart",
    }  # fmt: skip
    without_words = {
        "html",
        "cache_resource",
        "set_page_config",
        "rerun",
        "navigation",
        "columns",
        "container",
        "expander",
        "empty",
    }
    assert called - without_words - {"Page"} == elements.keys()
    assert set(elements.values()) <= WORDS.keys()


def test_what_is_quoted_is_cut() -> None:
    assert quoted("com-99999") == "com-99999"
    assert quoted("a" * 61) == "a" * 60 + "…"


def test_what_scripts_of_ours_say_is_set() -> None:
    for path in (ROOM / "static").glob("*.js"):
        code = "\n".join(
            line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("//")
        )
        said = [text for text in re.findall(r'"([^"\n]*)"', code) if re.match(r"[A-ZÉÀ][a-zéè’' ]+[ :;?!.…]", text)]
        assert [text for text in said if LOOSE.search(text)] == [], path.name


@pytest.mark.parametrize(
    ("said", "is_code"),
    [
        ("sexe : sex=M", True), ("outcome=training", True), ("le code com-63113 de Clermont", True), ("theme_id", True),
        ("Metz, p. 3 [ctai-com-57463-2022.0001]", False), ("version=2026.2", False), ("Loire-Atlantique", False),
        ("https://exemple.fr/a_b?x_y=1", False), ("1 + 1 = 2", False),
    ],
)  # fmt: skip
def test_what_a_code_is(said: str, is_code: bool) -> None:
    """The reference of a source stands between brackets, as one cites it."""
    assert bool(told([("", said)], CODE)) is is_code
