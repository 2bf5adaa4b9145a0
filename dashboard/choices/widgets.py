"""The widgets that mirror the fields of the selection.

The address is the truth and widgets mirror it: each run sets them from it before they are drawn. A choice is a few
fields to change; the next run adds it to the address, whatever the address says by then (`session.py`). Back, Forward,
reload and a pasted address therefore need nothing more.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import partial

import streamlit as st

from dashboard.choices.days import day_of
from dashboard.choices.fields import MAP_VIEWS, PARTS, RUBRICS, SEPARATOR, VIEWS, VOLETS, Selection
from dashboard.choices.session import button, mirror, shown, tell
from dashboard.words.typography import typeset

WEIGHTS_A_LINE = 3
COMPARED = "Territoires comparés, dans l'ordre choisi (ajoutez-en un, ou plusieurs séparés de virgules)"
Meant = Callable[[str], tuple[Sequence[str], str]]  # what was typed -> the codes, and what of it leads nowhere
# Of a page with views: what they are, and their words, by the field that names one.
SEGMENTS = {
    "vue": ("Comparaison", VIEWS),
    "vue_carte": ("Ce que montre la carte", MAP_VIEWS),
    "rubrique": ("Rubrique", RUBRICS),
    "volet": ("Volet", VOLETS),
    "partie": ("Partie", PARTS),
}


def printed(form: Callable[[str], str]) -> Callable[[str], str]:
    """What an option of a list says, in French typography: the browser sends it back as it was shown."""
    return partial(_printed, form)


def _printed(form: Callable[[str], str], code: str) -> str:
    return typeset(form(code))


def choose_one(
    selection: Selection,
    name: str,
    label: str,
    codes: Sequence[str],
    form: Callable[[str], str],
    resets: Mapping[str, str] | None = None,
    meant: Meant | None = None,
) -> None:
    """A drop-down list for one field of the selection; a change sets the fields of `resets` too.

    With `meant`, what is typed and is in no name of the list may be sent too, and is read by it.
    """
    value = getattr(selection, name)
    index = codes.index(value) if value in codes else 0
    drawn = codes[index] if codes else None
    widget = partial(
        st.selectbox,
        label,
        codes,
        format_func=printed(partial(_known_or_typed, frozenset(codes), form)),
        accept_new_options=meant is not None,
    )
    changes = partial(_one_of, name, codes, resets or {}, meant)
    mirror(name, value, widget, changes, drawn, {"index": index}, [form(code) for code in codes])


def choose_text(selection: Selection, name: str, label: str, example: str, resets: Mapping[str, str]) -> None:
    """A field where the reader types; what is typed counts once the field is left, or Enter is pressed."""
    value = getattr(selection, name)
    widget = partial(st.text_input, label, placeholder=example)
    mirror(name, value, widget, partial(_changed, name, resets), value, {"value": value})


def choose_day(selection: Selection, name: str, label: str, usual: date) -> None:
    """A field where a day is typed as « 31/12/2023 »; the address holds it as 2023-12-31, and nothing for the usual one."""
    text = getattr(selection, name)
    value = f"{day_of(text) or usual:%d/%m/%Y}" if day_of(text) or not text else text
    widget = partial(st.text_input, label, placeholder="jj/mm/aaaa")
    mirror(name, value, widget, partial(_day_of, name, usual), value, {"value": value})


def _day_of(name: str, usual: date, text: str) -> dict[str, object]:
    day = day_of(text)
    return {name: "" if day == usual else day.isoformat() if day else text}


def choose_view(
    title: str,
    selection: Selection,
    name: str,
    follows: Mapping[str, Mapping[str, object]] | None = None,
    beside: Callable[[], None] | None = None,
) -> None:
    """The title of a page with views, and beside it the views, of which the field `name` is one.

    `follows` are the other fields that a view takes along when it is chosen; `beside` draws what stands at the end.
    """
    label, words = SEGMENTS[name]
    with st.container(horizontal=True, vertical_alignment="center", key="titre"):
        st.title(title, anchor=False, width="content")
        _choose_segment(selection, name, label, words, follows or {})
        if beside:
            beside()


def choose_themes(selection: Selection, words: Mapping[tuple[str, str], str]) -> None:
    """Which themes of a comparison are asked for, and of which territory those not found; `words` say how many each."""
    told = {SEPARATOR.join(asked): each for asked, each in words.items()}
    asked = next((asked for asked in words if _is_asked(selection, asked)), next(iter(words)))
    value = SEPARATOR.join(asked)
    mirror("themes", value, _segments("Thèmes", told), _themes_of, value, {"default": value}, list(told.values()))


def _is_asked(selection: Selection, asked: tuple[str, str]) -> bool:
    themes, territory = asked
    return selection.themes == themes and territory in ("", selection.absents_de)


def _themes_of(value: str) -> dict[str, str]:
    themes, _, territory = value.partition(SEPARATOR)
    return {"themes": themes} | ({"absents_de": territory} if territory else {})


def _choose_segment(
    selection: Selection, name: str, label: str, words: Mapping[str, str], follows: Mapping[str, Mapping[str, object]]
) -> None:
    value = getattr(selection, name)
    changes = partial(_segment_of, name, follows)
    mirror(name, value, _segments(label, words), changes, value, {"default": value}, list(words.values()))


def _segments(label: str, words: Mapping[str, str]) -> Callable[..., str]:
    return partial(
        st.segmented_control, label, list(words), format_func=printed(words.__getitem__), required=True,
        label_visibility="collapsed",
    )  # fmt: skip


def _segment_of(name: str, follows: Mapping[str, Mapping[str, object]], value: str) -> dict[str, object]:
    return {name: value, **follows.get(value, {})}


def choose_weights(names: Sequence[str], weights: Sequence[int]) -> None:
    """One small list per name, from 0 (left out) to 3, a few a line; together they are one code, a digit each."""
    lines = [st.columns(WEIGHTS_A_LINE) for _line in range(-(-len(names) // WEIGHTS_A_LINE))]
    for place, name in enumerate(names):
        weight = weights[place]
        with lines[place // WEIGHTS_A_LINE][place % WEIGHTS_A_LINE]:
            widget = partial(st.selectbox, name, range(4))
            mirror(f"poids-{place}", weight, widget, partial(_weighted, weights), weight, {"index": weight})


def _weighted(weights: Sequence[int], _weight: int) -> dict[str, str]:
    all_shown = [shown(f"poids-{place}", weight) for place, weight in enumerate(weights)]
    return {"poids": "".join(map(str, all_shown))}


def offer(label: str, **changes: object) -> None:
    """A button that changes the selection."""
    button(label, changes)


def choose_switch(selection: Selection, name: str, label: str, help_text: str) -> None:
    """A switch for a field that is « oui » or « non »."""
    is_on = getattr(selection, name) == "oui"
    widget = partial(st.toggle, label, help=help_text)
    mirror(name, is_on, widget, lambda value: {name: "oui" if value else "non"}, is_on, {"value": is_on})


def choose_territories(selection: Selection, names: Mapping[str, str], meant: Meant) -> None:
    """The territories compared, in the order of their choice: one at a time, or several typed at once, which are read
    by `meant`.
    """
    drawn = [code for code in selection.territoires if code in names]
    form = printed(partial(_known_or_typed, names, names.__getitem__))
    widget = partial(
        st.multiselect, COMPARED, list(names), format_func=form, select_all=False,
        accept_new_options=True, wrap=True, placeholder="Un territoire, ou plusieurs : « Metz, Nantes, Grenoble »",
    )  # fmt: skip
    changes = partial(_some_of, "territoires", list(names), meant)
    mirror("territoires", list(selection.territoires), widget, changes, drawn, {"default": drawn}, list(names.values()))


def _known_or_typed(codes: Collection[str], form: Callable[[str], str], value: str) -> str:
    """What a code says; what was typed is itself, until it is read."""
    return form(value) if value in codes else value


def choose_several(
    selection: Selection,
    name: str,
    label: str,
    codes: Sequence[str],
    form: Callable[[str], str],
    none: str,
    meant: Meant | None = None,
) -> None:
    """A list from which several codes of one field may be taken; `none` says what taking none means.

    With `meant`, what is typed and is in no name of the list may be sent too, and is read by it.
    """
    value = list(getattr(selection, name))
    drawn = [code for code in value if code in codes]
    widget = partial(
        st.multiselect,
        label,
        codes,
        format_func=printed(partial(_known_or_typed, frozenset(codes), form)),
        placeholder=none,
        select_all=False,
        accept_new_options=meant is not None,
    )
    changes = partial(_some_of, name, codes, meant)
    mirror(name, value, widget, changes, drawn, {"default": drawn}, [form(code) for code in codes])


def choose_ready(selection: Selection, names: Mapping[str, str], members: Mapping[str, tuple[str, ...]]) -> None:
    """A list of the groups of territories often looked at together, and who is in each.

    One that is picked is done nothing with yet where territories are chosen already, and is all of them where none is.
    """
    codes, picked = list(names), selection.groupe or None
    widget = partial(
        st.selectbox,
        "Groupes tout prêts",
        codes,
        format_func=printed(names.__getitem__),
        placeholder="Ajouter un groupe",
    )
    index = codes.index(picked) if picked else None
    changes = partial(_picked, {} if selection.territoires else members, codes)
    mirror("pretes", picked, widget, changes, picked, {"index": index}, list(names.values()))


def _picked(added: Mapping[str, tuple[str, ...]], codes: Sequence[str], code: str | None) -> dict[str, object]:
    """Nothing when the data have changed since the browser was shown the list, and no longer know what it names."""
    if not code or code not in codes:
        return {}
    return {"territoires": added[code], "groupe": ""} if code in added else {"groupe": code}


def _changed(name: str, resets: Mapping[str, str], value: object) -> dict[str, object]:
    return {name: value, **resets}


def _one_of(
    name: str, codes: Sequence[str], resets: Mapping[str, str], meant: Meant | None, value: str
) -> dict[str, str]:
    """Nothing when the data have changed since the browser was shown the list, and no longer know what it names."""
    found: Sequence[str] = [value] if value in codes else []
    if meant and not found:
        found, said = meant(value)
        if said:
            tell(said)
    return {name: found[0], **resets} if found else {}


def _some_of(name: str, codes: Sequence[str], meant: Meant | None, values: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The codes, with those that words typed at once mean; what they do not name is said by the next run.

    Nothing when the data have changed since the browser was shown the list, and no longer know what it names.
    """
    if meant is None and not set(values) <= set(codes):
        return {}
    found: list[str] = []
    for value in values:
        read, said = meant(value) if meant and value not in codes else ([value], "")
        found += read
        if said:
            tell(said)
    return {name: tuple(dict.fromkeys(found))}
