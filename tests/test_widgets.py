"""A widget changed is an address changed: what each kind of widget writes, in the page of a small app."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

START = {"volet": "voisins", "territoire": "com-57463", "poids": "123010000"}


def neighbours() -> None:
    """The choices of the neighbours of a territory, read and written as `app.py` does."""
    from dashboard.choices import session, widgets
    from dashboard.figures.peers import SHORT, weights_of

    known = {"volet": ["voisins"], "repere": ["com-57463", "com-63113"]}
    chosen, ignored = session.current("territoires", known, lambda _key: ())
    assert ignored == []
    widgets.choose_one(chosen, "repere", "Territoire", known["repere"], str.upper)
    widgets.choose_weights(list(SHORT.values()), weights_of(chosen.poids))
    session.settle()


def catalogue() -> None:
    from dashboard.choices import session, widgets

    known = {"volet": ["actions"], "theme": ["tous", "langue"], "tout": ["non", "oui"]}
    chosen, ignored = session.current("territoires", known, lambda _key: ())
    assert ignored == []
    widgets.choose_one(chosen, "theme", "Thème", known["theme"], str.upper, {"tout": "non", "action": ""})
    widgets.choose_switch(chosen, "tout", "Tout", "Toutes les actions.")
    session.settle()


def bilan() -> None:
    from datetime import date

    from dashboard.choices import session, widgets

    chosen, ignored = session.current("bilans", {"contrat": ["", "metz"]}, lambda _key: ())
    assert ignored == []
    widgets.choose_day(chosen, "du", "Du", date(2025, 1, 1))
    session.settle()


def comparison() -> None:
    from dashboard.choices import session, widgets

    known = {
        "vue": ["financement", "couverture"], "territoires": ["a", "b", "c"], "groupe": ["", "ports", "tous"],
        "themes": ["tous", "absents"], "absents_de": ["", "a", "b", "c"],
    }  # fmt: skip
    chosen, ignored = session.current("comparer", known, lambda _key: ())
    assert ignored == []
    names = {"a": "Ambert", "b": "Brest", "c": "Calais"}
    widgets.choose_territories(chosen, names, lambda text: ([code for code in names if code in text], "Rien."))
    widgets.choose_ready(chosen, {"ports": "Ports", "tous": "Tous"}, {"ports": ("b", "c"), "tous": ("a", "b", "c")})
    if chosen.groupe:
        widgets.offer("Remplacer", territoires=("b", "c"), groupe="")
    session.settle()


def opened(script: Callable[[], None], **query: str) -> AppTest:
    app = AppTest.from_function(script, default_timeout=30)
    for name, text in query.items():
        app.query_params[name] = text
    return app.run()


def address(app: AppTest) -> dict[str, str]:
    """What the address holds after a run without an error."""
    assert [error.message for error in app.exception] == []
    return {name: "".join(value) for name, value in app.query_params.items()}


def weights(app: AppTest) -> str:
    """What the lists of weights show, in their order."""
    return "".join(str(app.selectbox(key=f"choix-poids-{place}").value) for place in range(9))


def test_a_day_is_typed_in_the_french_way_and_written_as_a_date() -> None:
    """The usual day is shown and not written; what is no day stays as it was typed, for the page to say so."""
    app = opened(bilan, contrat="metz")
    assert app.text_input(key="choix-du").value == "01/01/2025"
    for typed, written in [("1/7/2023", "2023-07-01"), ("2023-07-02", "2023-07-02"), ("31/02/2023", "31/02/2023")]:
        app.text_input(key="choix-du").input(typed).run()
        assert address(app) == {"contrat": "metz", "du": written}
    app.text_input(key="choix-du").input("01/01/2025").run()
    assert address(app) == {"contrat": "metz"}
    assert opened(bilan, du="2023-07-01").text_input(key="choix-du").value == "01/07/2023"


@pytest.mark.parametrize(
    ("place", "weight", "written"), [(0, 3, "323010000"), (1, 0, "103010000"), (8, 2, "123010002")]
)
def test_a_weight_is_written_in_its_own_place(place: int, weight: int, written: str) -> None:
    app = opened(neighbours, **START)
    assert weights(app) == "123010000"
    app.selectbox(key=f"choix-poids-{place}").select(weight).run()
    assert address(app) == START | {"poids": written}
    assert weights(app) == written


def test_weights_chosen_one_after_the_other_are_all_kept() -> None:
    app = opened(neighbours, **START)
    app.selectbox(key="choix-poids-2").select(0).run()
    app.selectbox(key="choix-poids-3").select(2).run()
    app.selectbox(key="choix-repere").select("com-63113").run()
    assert address(app) == {"volet": "voisins", "poids": "120210000"}
    assert weights(app) == "120210000"


def test_a_list_that_changes_sets_what_depends_on_it() -> None:
    app = opened(catalogue, volet="actions", tout="oui", action="x.y")
    app.selectbox(key="choix-theme").select("langue").run()
    assert address(app) == {"volet": "actions", "theme": "langue"}


def test_a_switch_is_written_on_and_off() -> None:
    app = opened(catalogue, volet="actions")
    app.toggle(key="choix-tout").set_value(True).run()
    assert address(app) == {"volet": "actions", "tout": "oui"}
    app.toggle(key="choix-tout").set_value(False).run()
    assert address(app) == {"volet": "actions"}


def test_territories_are_chosen_one_by_one_or_as_a_group() -> None:
    app = opened(comparison, vue="financement", territoires="c")
    app.multiselect(key="choix-territoires").select("a").run()
    assert address(app) == {"vue": "financement", "territoires": "c,a"}
    app.selectbox(key="choix-pretes").select("ports").run()
    assert address(app) == {"vue": "financement", "territoires": "c,a", "groupe": "ports"}
    app.button(key="offre-Remplacer").click().run()
    assert address(app) == {"vue": "financement", "territoires": "b,c"}
    assert app.multiselect(key="choix-territoires").value == ["b", "c"]
    assert app.selectbox(key="choix-pretes").value is None


def test_a_group_picked_where_no_territory_is_chosen_is_chosen_at_once() -> None:
    app = opened(comparison, vue="financement", territoires="c")
    app.multiselect(key="choix-territoires").set_value([]).run()
    assert address(app) == {"vue": "financement", "territoires": ""}
    app.selectbox(key="choix-pretes").select("ports").run()
    assert address(app) == {"vue": "financement", "territoires": "b,c"}
    assert app.selectbox(key="choix-pretes").value is None


def test_the_themes_of_a_territory_go_when_it_is_no_longer_compared() -> None:
    app = opened(comparison, vue="couverture", territoires="a,c", themes="absents", absents_de="c")
    app.multiselect(key="choix-territoires").set_value(["a"]).run()
    assert address(app) == {"vue": "couverture", "territoires": "a"}
    app.multiselect(key="choix-territoires").set_value(["a", "b", "c"]).run()
    assert address(app) == {"vue": "couverture", "territoires": "a,b,c"}


def test_several_territories_typed_at_once_are_all_added_in_their_order() -> None:
    app = opened(comparison, vue="financement", territoires="c")
    app.multiselect(key="choix-territoires").set_value(["c", "a, b, zzzz"]).run()
    assert address(app) == {"vue": "financement", "territoires": "c,a,b"}
    assert app.multiselect(key="choix-territoires").value == ["c", "a", "b"]
    app.multiselect(key="choix-territoires").set_value(["c", "a", "b", "zzzz"]).run()
    assert address(app) == {"vue": "financement", "territoires": "c,a,b"}
    assert app.multiselect(key="choix-territoires").value == ["c", "a", "b"]


def test_the_choices_of_a_receipt_are_not_those_of_the_pages_around_it() -> None:
    def pages() -> None:
        import streamlit as st

        from dashboard.choices import session

        known = {"vue": ["financement"], "territoires": ["a", "b"]}
        page = st.query_params.get("figure") and "recu"
        session.current(page or "comparer", known, lambda key: ("territoires",) if key else ())
        st.text(",".join(session.remembered().territoires))

    app = opened(pages, vue="financement", territoires="a,b")
    assert app.text[0].value == "a,b"
    app.query_params.clear()
    app.query_params.update({"figure": "montants", "territoires": "b"})
    assert app.run().text[0].value == "a,b"
