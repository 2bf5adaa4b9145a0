"""Nothing of an address is ever read as Markdown or HTML, whatever parameter of whatever page bears it."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.choices.address import understood
from dashboard.choices.fields import CHOICES, PREFIX, Selection
from dashboard.choices.filters import FILTERS
from dashboard.choices.pages import PAGES
from dashboard.figures.actions import OTHER_FIGURES
from dashboard.showing.markup import html_status
from tests.page_alone import elements, read_in_this_process, shown

SIGN = "qzx"  # in no word
HOSTILE = (
    f"[{SIGN}](http://malice.example)", f"**{SIGN}**", f"<b>{SIGN}</b>", f"<img src=x onerror={SIGN}>", f"${SIGN}^2$",
    f":material/{SIGN}:", f":red[{SIGN}]", f"`{SIGN}`", f"# {SIGN}", f"http://{SIGN}.example/", f"www.{SIGN}.example",
    f"{SIGN}@malice.example", f"~~{SIGN}~~", f"| {SIGN} |", f":red-background[{SIGN}]", f'" onclick="{SIGN}',
)  # fmt: skip
# Of the kinds of elements, what Streamlit reads as Markdown; fields and the offers of lists are words alone.
READ_AS_MARKDOWN = {
    "markdown": ("body",), "heading": ("body",), "alert": ("body",), "button": ("label", "help"),
    "page_link": ("label", "help"), "checkbox": ("label", "help"),
    "selectbox": ("label", "help"), "multiselect": ("label", "help"), "text_input": ("label", "help"),
    "button_group": ("label", "help"), "spinner": ("text",),
}  # fmt: skip
TAG = re.compile(r"<[^>]*>")
SHOWN_IN_TAGS = re.compile(r'="[^"]*"')


def read_as_markup(app: AppTest) -> list[str]:
    """What of an address stands where it would be read as Markdown, or is not escaped in the markup of a page."""
    found = []
    for proto in elements(app._tree):
        kind = proto.DESCRIPTOR.name
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind).lower()
        texts = [getattr(proto, field, "") for field in READ_AS_MARKDOWN.get(name, ())]
        found += [text for text in texts if SIGN in text]
        body = getattr(proto, "body", "") if name == "html" else ""
        found += [tag for tag in TAG.findall(body) if SIGN in SHOWN_IN_TAGS.sub("", tag)]
    return found


@pytest.fixture(autouse=True)
def home_of_the_checkout(atlas_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_this_process(atlas_home, monkeypatch)


CODED = [name for name, one in CHOICES.items() if one.codes is not None]
# Those that are looked up, or read as a number or a day, each on its page: quoted where nothing is found.
LOOKED_UP = {
    "fiche": ("territoires", {"volet": "fiche"}), "poids": ("territoires", {"volet": "voisins"}),
    "recherche": ("territoires", {"volet": "actions"}), "action": ("territoires", {"volet": "actions"}),
    "centre": ("carte", {"vue": "mesure", "relief": "oui"}), "du": ("bilans", {"contrat": "ctai-com-57463-2022"}),
    "au": ("bilans", {"contrat": "ctai-com-57463-2022"}), "organisme": ("bilans", {"contrat": "ctai-com-57463-2022"}),
    "collectivite": ("bilans", {"contrat": "autre"}),
    "intitule": ("bilans", {"contrat": "autre", "collectivite": "com-57463", "du": "2023-01-01"}),
    "figure": ("recu", {}), "ligne": ("recu", {"figure": "montants"}), "version": ("sources", {"rubrique": "methode"}),
    "suite": ("territoires", {"volet": "fiche", "territoire": "fra"}),
}  # fmt: skip
BEFORE = {"suite": f"{OTHER_FIGURES.key}.1."}  # what stands before the words that a long list is searched for


def test_every_choice_of_an_address_is_one_of_known_codes_or_is_looked_up() -> None:
    """A new one that takes what is typed says here on which page it is quoted."""
    assert {*CODED, *LOOKED_UP} == CHOICES.keys()


@given(
    name=st.sampled_from(CODED), parts=st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3),
    around=st.text(" \n*_[]()<>$:`\\~#|,", max_size=4), page=st.sampled_from(list(PAGES)),
)  # fmt: skip
def test_what_is_no_known_code_is_chosen_nowhere_and_told_as_words(
    name: str, parts: list[str], around: str, page: str
) -> None:
    hostile = f"{around}{around.join(parts)}{around}"
    chosen, ignored = understood(page, {name: hostile}, Selection(), dict.fromkeys(CODED, ()), lambda _key: ())
    assert SIGN not in "".join(chosen.parameters().values())
    told = html_status(", ".join(ignored), "avis")
    assert TAG.findall(told) == ['<p class="avis" role="status">', "</p>"]


@pytest.mark.parametrize("name", LOOKED_UP)
def test_what_is_looked_up_is_quoted_as_words(name: str) -> None:
    page, asked = LOOKED_UP[name]
    written = CHOICES[name].places.get(f"{page}/{asked.get('volet', asked.get('vue', ''))}") or name
    assert read_as_markup(shown(page, asked | {written: BEFORE.get(name, "") + " ".join(HOSTILE)})) == []


def test_the_filters_of_a_data_set_are_quoted_as_words() -> None:
    asked = dict.fromkeys((CHOICES[f"{PREFIX}{name}"].places["donnees/jeu"] for name in FILTERS), " ".join(HOSTILE[:6]))
    app = shown("donnees", asked)
    assert read_as_markup(app) == []
    assert sum(SIGN in one.body for one in elements(app._tree) if one.DESCRIPTOR.name == "Html") > 0


def test_what_is_too_long_to_be_read_is_cut() -> None:
    app = shown("territoires", {"volet": "fiche", "territoire": SIGN * 100})
    told = [one.body for one in elements(app._tree) if one.DESCRIPTOR.name == "Html" and "avis" in one.body]
    assert f"«\u00a0{SIGN * 20}…\u00a0»" in "".join(told)
    assert SIGN * 21 not in "".join(told)


def test_the_check_itself_sees_what_would_be_read() -> None:
    """A notice that quotes an address in Markdown, and markup that is not escaped."""

    def unsafe() -> None:
        import streamlit

        streamlit.warning("Le code « [qzx](http://malice.example) »")
        streamlit.html('<b title="qzx">a</b><qzx><b onclick=qzx>')

    app = AppTest.from_function(unsafe).run()
    assert len(read_as_markup(app)) == 3
