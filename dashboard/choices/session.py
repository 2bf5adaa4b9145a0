"""How a choice reaches the address, whatever happens to the connection.

A choice is a few fields to change. It is kept in the session until a run has written it into the address, so that a run
stopped by another choice or by a cut loses nothing, and is added to what the address says by then.

After a restart of the server or a long cut, the browser goes on in a session that knows no widget, where nothing can
tell that one was changed. Until such a session has drawn a page whole, what the browser shows in a widget and not in
its address is therefore a choice (docs/decisions/0032-no-choice-is-lost.md).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.choices.address import BEGINNING, AskedBy, parameters, understood
from dashboard.choices.fields import Selection, coherent
from dashboard.choices.pages import RECEIPT

# What the session holds.
MADE = "choix-faits"  # the changes that the address does not hold yet
OPENED = "page-dessinee"  # a page was drawn whole: every widget that the browser shows is known
WRITTEN = "adresse-ecrite"  # the last address written for a choice
CHOSEN = "choix"  # the last selection: the links to other pages take from it what they use
COOKIE = "atlas-choix"  # what the tab knows of the choices, while its connection opens (`static/connexion.js`)
SAID = "choix-dit"  # what of a choice could not be done
REPLACED = "adresses-remplacees"  # those that it replaced, which the browser may still show


def _session() -> Any:
    """What the session holds, for what is done while a choice is heard.

    NOTE: whoever touches `st.session_state` when another choice has asked for a run is stopped there. In a callback
    Streamlit takes that for the callback's own wish and goes on, with a choice that nobody has kept. Its version is
    pinned, and `tests/test_selection_in_address.py` holds this.
    """
    run = get_script_run_ctx()
    return st.session_state if run is None else run.session_state._state


def _held(key: str, default: object) -> Any:
    held = _session()
    return held[key] if key in held else default  # noqa: SIM401  # it has no `get`


def asked() -> dict[str, str]:
    """The parameters of the address that the browser asks for."""
    return st.query_params.to_dict()


def said() -> dict[str, str]:
    """The address that the browser asks for, or the one written over it, when the browser has not heard of that yet.

    A second choice made at once, or the connection cut before the answer, would otherwise undo the first. Going back to
    the address on purpose is another thing, and told apart.
    """
    if asked() in st.session_state.get(REPLACED, []) and not _is_back():
        return st.session_state[WRITTEN]
    st.session_state[REPLACED] = []
    return asked()


def made() -> list[dict[str, Any]]:
    """The changes that the address does not hold yet, the oldest first."""
    return _held(MADE, [])


def write(told: dict[str, str]) -> None:
    """Writes the address that holds every choice made."""
    if told == asked():
        st.session_state[MADE] = []
        return
    replaced = [*st.session_state.get(REPLACED, []), asked()]
    # Before the browser is told: a run may be stopped there, by another choice or a cut, and between any two of these.
    st.session_state.update({WRITTEN: told, REPLACED: replaced, MADE: []})
    st.query_params.from_dict(told)


def tell(words: str) -> None:
    """Says what of a choice could not be done, on the next run alone."""
    _session()[SAID] = words


def told() -> str:
    """What the last choice could not do."""
    return st.session_state.pop(SAID, "")


def cited_version() -> str:
    """The version of the data that the address cites; empty when it cites none."""
    return asked().get("version", "")


def current(page: str, known: Mapping[str, Sequence[str]], asked_by: AskedBy) -> tuple[Selection, list[str]]:
    """The selection of this run, and what its address holds that is unknown.

    It is what the address says of this page, changed by the choices made since, which are written into it; what other
    pages use is as the session last had it, or the page of the Atlas that the reader comes from.
    """
    told = said()
    before = st.session_state.get(CHOSEN) or _handed_over(known, asked_by)
    chosen, ignored = understood(page, told, before, known, asked_by)
    for changes in made():
        chosen = coherent(chosen.changed(**BEGINNING | changes))
    if made() or told != asked():
        write(parameters(page, chosen, asked_by(chosen.figure)))
    # A receipt's address narrows the choices to one row: they are not those of the pages that the reader goes back to.
    st.session_state[CHOSEN] = before if page == RECEIPT else chosen.changed(**BEGINNING)
    return chosen, ignored


def remembered() -> Selection:
    """The choices that the links to other pages take from."""
    return st.session_state[CHOSEN]


def _handed_over(known: Mapping[str, Sequence[str]], asked_by: AskedBy) -> Selection:
    """What the tab knew of the choices: a link opens the next page in a session of its own, a restart this one."""
    given = dict(parse_qsl(st.context.cookies.get(COOKIE, "")))
    return understood("", given, Selection(), known, asked_by)[0]


def settle() -> None:
    """To be called when a page is drawn: runs it again when the browser held choices that the address did not."""
    st.session_state[OPENED] = True
    if made():
        st.rerun()


def mirror(
    name: str,
    value: object,
    widget: Callable[..., Any],
    changes: Callable[[Any], Mapping[str, object]],
    drawn: object,
    default: Mapping[str, object],
    words: Sequence[str] = (),
) -> None:
    """Draws a widget that shows `value`, what the address says; what it is changed to makes `changes`.

    In a session that does not know it, the widget shows what the browser already shows, else `default`, which is
    `drawn`: a difference is a choice that the reader made before the session knew the widget. `words` are those of a
    list: the browser sends them back instead of codes, and means nothing known by them once they have changed.
    """
    key, spelling = f"choix-{name}", f"mots-{name}"
    spelt = hash(tuple(words))
    is_respelt = st.session_state.get(spelling) != spelt
    st.session_state[spelling] = spelt
    follows = {"key": key, "on_change": _on_change, "args": (key, changes)}
    is_known = _is_known(key)
    if is_known and (is_respelt or key not in st.session_state or st.session_state[key] != value):
        # Only then: what is set is set in the browser too, over a choice made there since this run was asked for.
        st.session_state[key] = value
        widget(**follows)
    elif (found := widget(**follows, **default)) != drawn and not is_known:
        _make(changes(found))


def button(label: str, changes: Mapping[str, object]) -> None:
    """Draws a button that makes `changes`; in a session that does not know it, a click is seen here only."""
    key = f"offre-{label}"
    is_known = _is_known(key)
    if st.button(label, key=key, on_click=_make, args=(changes,)) and not is_known:
        _make(changes)


def shown(name: str, value: object) -> object:
    """What a widget shows; `value` when it is not drawn yet."""
    return _held(f"choix-{name}", value)


def _is_known(key: str) -> bool:
    """Whether the address says what a widget shows; the browser still shows others when the reader goes back."""
    return OPENED in st.session_state or key in st.session_state or _is_back()


def _is_back() -> bool:
    """Whether this run was asked for by Back or Forward."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation


def _on_change(key: str, changes: Callable[[Any], Mapping[str, object]]) -> None:
    _make(changes(_session()[key]))


def _make(changes: Mapping[str, object]) -> None:
    """Keeps a choice for the next run, which adds it to the address; one without changes draws the widget again."""
    _session()[MADE] = [*made(), dict(changes)]
