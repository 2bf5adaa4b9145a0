"""What a reader types is read as territories and a topic: without accents, in any order, whatever is not known told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.choices.typed import Found, Place, Typed, understood

METZ = Place(("com-57463",), "Metz", official="57463", has_contract=True)
CLERMONT = Place(("com-63113",), "Clermont-Ferrand", official="63113", has_contract=True)
DORE = Place(("epci-200070712",), "CC Thiers Dore et Montagne", has_contract=True)
THIERS = Place(("com-63430",), "Thiers", holder="epci-200070712")
LYON = Place(("epci-200046977",), "Métropole de Lyon", has_contract=True)
ROUEN = Place(("epci-200023414",), "Métropole Rouen Normandie", has_contract=True)
NORMANDIE = Place(("reg-28",), "Normandie")
GRAND_PARIS_SUD = Place(("epci-200059228",), "CA Grand Paris Sud Seine Essonne Sénart", has_contract=True)
PARIS = Place(("com-75056",), "Paris")
HAVRE = Place(("com-76351",), "Le Havre", has_contract=True)
NANTES = Place(("com-44109",), "Nantes", has_contract=True)
BORDEAUX = Place(("epci-243300316",), "Bordeaux Métropole", has_contract=True)
ELEVEN = Place(("set-ctair-11",), "Bordeaux, Lyon et Nantes", is_set=True)
OF_2019 = Place(("com-44109", "epci-243300316"), "onze premiers contrats (2019-2020)", is_set=True)
PLACES = [
    METZ, CLERMONT, DORE, LYON, ROUEN, HAVRE, NANTES, BORDEAUX, GRAND_PARIS_SUD, THIERS, PARIS, NORMANDIE, ELEVEN, OF_2019,
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "named", "topic", "unknown"),
    [
        ("Metz, Clermont, Thiers", [METZ, CLERMONT, DORE], "", ()),
        ("nantes bordeaux metz", [NANTES, BORDEAUX, METZ], "", ()),
        ("NANTES et Bordeaux vs metz", [NANTES, BORDEAUX, METZ], "", ()),
        ("metz metz", [METZ], "", ()),
        ("financement metz", [METZ], "financement", ()),
        ("Évolution de Clermont Ferrand", [CLERMONT], "evolution", ()),
        ("evol", [], "evolution", ()),
        ("thèmes nantes bordeaux", [NANTES, BORDEAUX], "couverture", ()),
        ("thèmes communs à nantes et bordeaux", [NANTES, BORDEAUX], "communs", ()),
        ("sorties", [], "sorties", ()),
        ("carte par habitant", [], "carte", ()),
        ("territoires semblables à Metz", [METZ], "semblables", ()),
        ("thiers", [DORE], "", ()),
        ("cc thiers dore et montagne", [DORE], "", ()),
        ("thi", [DORE], "", ()),
        ("metropole lyon", [LYON], "", ()),
        ("lyon métropole", [LYON], "", ()),
        ("normandie", [NORMANDIE], "", ()),
        ("paris", [PARIS], "", ()),
        ("le havre", [HAVRE], "", ()),
        ("63113", [CLERMONT], "", ()),
        ("clermon ferand", [CLERMONT], "", ()),
        ("métropoles de 2019", [OF_2019], "", ()),
        ("onze premiers", [OF_2019], "", ()),
        ("Metz, zzzz, 2031", [METZ], "", ("zzzz", "2031")),
        ("metz n", [METZ, NANTES], "", ()),
        ("n, metz", [METZ], "", ("n",)),
        ("la métropole de", [], "", ()),
        ("", [], "", ()),
    ],
)
def test_words_are_read_as_territories_and_a_topic(
    text: str, named: list[Place], topic: str, unknown: tuple[str, ...]
) -> None:
    found = understood(text, PLACES)
    assert [each[0] for each in found.named] == named
    assert (found.topic, found.unknown) == (topic, unknown)


AMBERT = Place(("com-63003",), "Ambert", is_known=False)
VOISINS = Place(("com-78688",), "Voisins-le-Bretonneux", is_known=False)
ELSEWHERE = {
    "ambert": Found((AMBERT,)),
    "ambet": Found((AMBERT,), is_nearly_so=True),
    "clermont": Found((CLERMONT, AMBERT)),
    "n": Found((NANTES,)),
    "voisins": Found((VOISINS,)),
    "voisins le bretonneux": Found((VOISINS,)),
    "onze premiers": Found((AMBERT,)),
    "63600": Found((AMBERT,)),
}


@pytest.mark.parametrize(
    ("text", "named", "topic", "unknown"),
    [
        ("ambert", [(AMBERT,)], "", ()),
        ("ambet", [(AMBERT,)], "", ()),
        ("metz, ambert, clermont", [(METZ,), (AMBERT,), (CLERMONT, AMBERT)], "", ()),
        ("financement ambert", [(AMBERT,)], "financement", ()),
        ("metz ambert", [(METZ,), (AMBERT,)], "", ()),
        ("financement 63600 2022", [(AMBERT,)], "financement", ("2022",)),
        ("voisins", [], "semblables", ()),
        ("voisins le bretonneux", [(VOISINS,)], "", ()),
        ("n, ambert", [(AMBERT,)], "", ("n",)),
        ("onze premiers", [(AMBERT, OF_2019)], "", ()),
        ("zzzz", [], "", ("zzzz",)),
    ],
)
def test_a_whole_part_is_looked_for_among_all_territories(
    text: str, named: list[tuple[Place, ...]], topic: str, unknown: tuple[str, ...]
) -> None:
    found = understood(text, PLACES, lambda name: ELSEWHERE.get(name.strip(), Found()))
    assert [*found.named] == named
    assert (found.topic, found.unknown) == (topic, unknown)


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("thèmes nantes bordeaux sans metz", METZ),
        ("absents de metz nantes bordeaux", METZ),
        ("thèmes metz nantes bordeaux, absents de metz", METZ),
    ],
)
def test_the_territory_whose_missing_themes_are_asked_for_comes_after_the_word(text: str, without: Place) -> None:
    found = understood(text, PLACES)
    assert found.topic == "absents"
    assert found.without is not None
    assert found.named[found.without][0] == without
    assert len(found.named) == 3


def test_what_else_a_name_may_mean_comes_after_the_likeliest() -> None:
    assert understood("thiers", PLACES).named == ((DORE, THIERS),)
    assert understood("lyon", PLACES).named == ((LYON, ELEVEN),)


@given(st.text(max_size=300))
def test_whatever_is_typed_is_read(text: str) -> None:
    """Nothing is named twice, and each that is named is one of the places."""
    found = understood(text, PLACES)
    assert isinstance(found, Typed)
    first = [each[0] for each in found.named]
    assert len(set(first)) == len(first)
    assert found.without is None or found.without < len(first)


@given(st.permutations([METZ, CLERMONT, DORE, HAVRE, NANTES, BORDEAUX]), st.sampled_from([", ", " ; ", " / ", " et "]))
def test_full_names_are_read_in_the_order_typed(places: list[Place], between: str) -> None:
    text = between.join(place.name for place in places)
    assert [each[0] for each in understood(text, PLACES).named] == places
