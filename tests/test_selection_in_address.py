"""The address holds the whole selection: change, go elsewhere, Back, Forward, reload, share, always the same view."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect

from dashboard.choices.address import address, parameters, understood
from dashboard.choices.fields import CHOICES, Selection
from dashboard.figures import registry
from tests.browser import open_page, opened, settle, visit

USUAL = Selection().parameters()
# The default of each choice, and what is asked below.
KNOWN = {name: USUAL[name].split(",") for name, one in CHOICES.items() if one.codes is not None} | {
    "vue": ["synthese", "financement", "couverture", "sorties"],
    "nature": ["toutes", "committed"],
    "base": ["toutes", "bpi_resident"],
    "volet": ["liste", "fiche", "actions"],
}


NOBODY = Selection()
DRAWN_FOR = (
    "wanted => { const drawn = new URLSearchParams(document.querySelector('footer.pied')?.dataset.selection);"
    " return Object.entries(wanted).every(([name, value]) => drawn.get(name) === value); }"
)


def read(page: str, given: dict[str, str], known: dict[str, list[str]] = KNOWN) -> tuple[Selection, list[str]]:
    """What an address says to who has chosen nothing before."""
    return understood(page, given, NOBODY, known, registry.asked_by)


@given(
    territoires=st.lists(st.sampled_from(KNOWN["territoires"]), unique=True).map(tuple),
    vue=st.sampled_from(["financement", "couverture"]),
    base=st.sampled_from(KNOWN["base"]),
)
def test_a_selection_written_and_read_again_is_the_same(territoires: tuple[str, ...], vue: str, base: str) -> None:
    selection = Selection(territoires=territoires, vue=vue, base=base if vue == "financement" else "toutes")
    assert read("comparer", parameters("comparer", selection)) == (selection, [])
    assert read("comparer", selection.parameters()) == (selection, [])


def test_the_themes_of_a_territory_that_is_not_compared_are_ignored_and_told() -> None:
    given = {"territoires": "com-63113", "vue": "couverture", "themes": "absents", "absents_de": "com-57463"}
    known = KNOWN | {"themes": ["tous", "absents"], "absents_de": ["", "com-57463", "com-63113"]}
    chosen = Selection(territoires=("com-63113",), vue="couverture")
    assert read("comparer", given, known) == (chosen, ["themes=absents", "absents_de=com-57463"])
    assert address("comparer", chosen, themes="absents", absents_de="com-57463") == address("comparer", chosen)


@pytest.mark.parametrize(
    ("page", "chosen", "written"),
    [
        ("comparer", Selection(), "/comparer?vue=synthese"),
        ("comparer", Selection(territoires=("com-57463", "com-63113")),
         "/comparer?territoires=com-57463,com-63113&vue=synthese"),
        ("comparer", Selection(vue="sorties", mesure="rehousing_rate", base="bpi_resident"),
         "/comparer?vue=sorties&mesure=rehousing_rate"),
        ("comparer", Selection(vue="financement", argent="action_cost", serie="cir_signed"),
         "/comparer?vue=financement&mesure=action_cost"),
        ("comparer", Selection(vue="couverture", stade="existing", etape="contracted"),
         "/comparer?vue=couverture&etape=existing"),
        ("carte", Selection(vue_carte="mesure", millesime="2021", annee="2019"),
         "/carte?relief_annee=2019&vue=mesure&niveau=contrat&sujet=state_contribution/committed/over&annee=2021"),
        ("carte", Selection(), "/carte?vue=besoin"),
        ("territoires", Selection(volet="fiche", fiche="dep-63", lieu="com-57463"), "/territoires?volet=fiche&territoire=dep-63"),
        ("territoires", Selection(volet="actions", lieu="com-57463"), "/territoires?volet=actions&territoire=com-57463"),
        ("donnees", Selection(jeu_territoire=("dep-63",), jeu_de="2020"), "/donnees?partie=jeu&territoires=dep-63&de=2020"),
        ("donnees", Selection(partie="versions", depuis="2026.1"), "/donnees?partie=versions&depuis=2026.1"),
        ("sources", Selection(document="ctai-metz-2022"), "/sources?rubrique=documents&document=ctai-metz-2022"),
        ("bilans", Selection(contrat="ctai-com-57463-2022", du="2023-07-01", organisme="CCAS de Metz", fiche="com-57463"),
         "/bilans?contrat=ctai-com-57463-2022&du=2023-07-01&organisme=CCAS+de+Metz"),
        ("", Selection(base="bpi_resident"), "/"),
        ("sources", Selection(rubrique="methode", version="2026.1"), "/sources?rubrique=methode&version=2026.1"),
    ],
)  # fmt: skip
def test_an_address_holds_what_its_page_uses_and_is_not_the_default(page: str, chosen: Selection, written: str) -> None:
    assert address(page, chosen) == written


def test_what_an_address_leaves_out_is_the_default_and_what_other_pages_use_stays() -> None:
    before = Selection(base="bpi_resident", volet="fiche", fiche="com-57463", serie="state_contribution")
    asked = {"territoires": "com-57463", "vue": "financement"}
    assert understood("comparer", asked, before, KNOWN, registry.asked_by) == (
        Selection(territoires=("com-57463",), vue="financement", volet="fiche", fiche="com-57463"),
        [],
    )


def test_unknown_values_are_named_and_left_out() -> None:
    asked = {"territoires": "com-57463,com-1", "vue": "camembert", "couleur": "rouge"}
    chosen, ignored = read("comparer", asked)
    assert chosen == Selection(territoires=("com-57463",))
    assert sorted(ignored) == ["couleur=rouge", "territoires=com-1", "vue=camembert"]


def test_a_default_that_the_data_no_longer_know_gives_way_without_a_word() -> None:
    known = KNOWN | {"territoires": ["com-57463"], "mesure": ["rehousing_rate"]}
    assert read("comparer", {}, known) == (Selection(territoires=("com-57463",), mesure="rehousing_rate"), [])
    assert read("comparer", {}, {name: [] for name in known})[0] == Selection(territoires=())


def test_every_view_comes_back(browser: Browser, address: str) -> None:
    page = open_page(browser, f"{address}/comparer")
    assert urlsplit(page.url).query == ""  # a bare address is whole
    page.get_by_role("radio", name="Financement").click()
    page.wait_for_url("**/comparer?vue=financement")
    page.wait_for_function(DRAWN_FOR, arg={"vue": "financement"})  # the foot of the view before says the same bases
    _wait_for(page, base="toutes")
    first = _view(page)

    _choose(page, "Rapporté à", "BPI présents sur le territoire")
    _wait_for(page, base="bpi_resident")
    second = _view(page)
    assert second != first

    _choose(page, "Nature du montant", "prévu")
    _wait_for(page, nature="planned")
    third = _view(page)

    page.get_by_role("link", name="Territoires", exact=True).click()
    expect(page.get_by_role("heading", name="Territoires", level=1)).to_be_visible()
    assert _parameters(page) == {"volet": "liste"}
    page.get_by_role("link", name="Comparer", exact=True).click()
    expect(page.get_by_role("heading", name="Comparer", level=1)).to_be_visible()
    settle(page)
    assert _view(page) == third

    page.go_back()
    expect(page.get_by_role("heading", name="Territoires", level=1)).to_be_visible()
    page.go_back()
    _wait_for(page, nature="planned", base="bpi_resident")
    assert _view(page) == third
    page.go_back()
    _wait_for(page, nature="committed", base="bpi_resident")
    assert _view(page) == second
    page.go_back()
    _wait_for(page, nature="committed", base="toutes")
    assert _view(page) == first
    page.go_forward()
    _wait_for(page, nature="committed", base="bpi_resident")
    assert _view(page) == second
    page.reload()
    settle(page)
    assert _view(page) == second

    shared = open_page(browser, page.url)
    assert _view(shared) == second
    shared.close()
    page.close()


def test_choices_follow_the_reader_through_links_and_receipts(browser: Browser, address: str) -> None:
    """Each link opens a session of its own, whose address says nothing of the other pages."""
    page = open_page(browser, f"{address}/comparer?vue=financement&territoires=com-57463,com-63113")
    _choose(page, "Rapporté à", "BPI présents sur le territoire")
    _wait_for(page, base="bpi_resident")
    view = _view(page)
    opened(page.locator(".st-key-figure-financement-bases-seules td a[href^='/recu']").first).click()
    page.get_by_role("link", name="Tout sur ce chiffre").click()
    expect(page.get_by_role("heading", name="D’où vient ce chiffre ?", level=1)).to_be_visible()
    settle(page)
    assert _parameters(page)["territoires"] == "com-63113"  # of this row alone
    page.get_by_role("link", name="Comparer", exact=True).click()
    expect(page.get_by_role("heading", name="Comparer", level=1)).to_be_visible()
    settle(page)
    assert _view(page) == view
    assert _parameters(page) == {"territoires": "com-57463,com-63113", "vue": "financement", "base": "bpi_resident"}
    other = page.context.new_page()  # another tab has chosen nothing
    other.goto(f"{address}/sources")
    settle(other)
    other.get_by_role("link", name="Comparer", exact=True).click()
    expect(other.get_by_role("heading", name="Comparer", level=1)).to_be_visible()
    settle(other)
    assert _parameters(other) == {"vue": "synthese"}
    page.close()


def test_two_choices_made_at_once_both_count(tab: Page, address: str) -> None:
    """The second is sent before the address that holds the first has come back."""
    page = visit(tab, f"{address}/comparer?vue=financement")
    page.evaluate(
        "() => { document.querySelector('[role=switch]').click(); setTimeout(() => [...document.querySelectorAll("
        "'[role=radio]')].find(segment => segment.innerText.includes('Couverture')).click(), 0); }"
    )
    page.wait_for_function(DRAWN_FOR, arg={"strict": "oui", "vue": "couverture"})


@pytest.mark.parametrize("times", [1, pytest.param(10, marks=pytest.mark.soak)])
def test_two_browsers_with_different_selections_never_mix(browser: Browser, address: str, times: int) -> None:
    one = open_page(browser, f"{address}/comparer?vue=financement&territoires=com-63113")
    other = open_page(browser, f"{address}/comparer?vue=financement&territoires=com-57463", is_alone=True)
    for _ in range(times):
        _choose(one, "Rapporté à", "BPI présents sur le territoire")
        _wait_for(one, base="bpi_resident")
        assert "Metz" not in _view(one)
        assert "Clermont" not in _view(other)
        assert _parameters(other)["territoires"] == "com-57463"
        _choose(one, "Rapporté à", "Toutes, chacune à part")
        _wait_for(one, base="toutes")
        _choose(other, "Nature du montant", "Toutes, distinguées")
        _wait_for(other, nature="toutes")
        assert "Metz" not in _view(one)
        _choose(other, "Nature du montant", "engagé")
        _wait_for(other, nature="committed")
    one.close()
    other.close()


def _choose(page: Page, label: str, option: str) -> None:
    page.get_by_role("combobox", name=label).click()
    page.get_by_role("option", name=option, exact=True).click()


def _wait_for(page: Page, **parameters: str) -> None:
    """Until the address holds these values, the widgets show them and the page is drawn."""
    page.wait_for_function(
        "wanted => Object.entries(wanted).every(([name, value]) =>"
        " new URLSearchParams(location.search).get(name) === value)",
        arg={name: None if value == getattr(Selection(), name) else value for name, value in parameters.items()},
    )
    page.wait_for_function(DRAWN_FOR, arg=parameters)
    labels = {"toutes": {"base": "Toutes, chacune à part", "nature": "Toutes, distinguées"}}
    shown = {
        "bpi_resident": "BPI présents sur le territoire",
        "planned": "prévu",
        "committed": "engagé",
    }
    names = {"base": "Rapporté à", "nature": "Nature du montant"}
    for name, value in parameters.items():
        expected = shown.get(value) or labels[value][name]
        expect(page.get_by_role("combobox", name=names[name])).to_have_value(expected)
    settle(page)


def _parameters(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query, keep_blank_values=True).items()}


def _view(page: Page) -> str:
    """All tables and captions of the page."""
    return "\n".join(page.locator("[class*='st-key-figure-'] table, .lecture").all_text_contents())


@pytest.mark.parametrize("name", sorted(name for name, choice in CHOICES.items() if choice.codes is None))
def test_a_text_too_long_to_be_repeated_in_every_link_is_ignored(name: str) -> None:
    """Half a megabyte of it would make a page of twenty."""
    longest, too_long = "x" * 500, "x" * 501
    chosen, ignored = read("recu", {name: longest}, {})
    assert (getattr(chosen, name), [one for one in ignored if one.startswith(f"{name}=x")]) == (longest, [])
    chosen, ignored = read("recu", {name: too_long}, {})
    assert getattr(chosen, name) == getattr(Selection(), name)
    assert f"{name}={'x' * 40}…" in ignored
