"""What the reader has chosen: whole, in the address, as stable codes. The only state of the app.

The address is the truth and widgets mirror it: each run sets them from it before they are drawn, and a
change writes the whole selection back. Back, Forward, reload and a pasted address therefore need nothing more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

import streamlit as st

SEPARATOR = ","
VIEWS = {"financement": "Financement", "couverture": "Couverture thématique", "sorties": "Sorties positives"}


@dataclass(frozen=True)
class Selection:
    """The defaults are what an address without a selection shows; they are written into it at once."""

    territoires: tuple[str, ...] = ("com-63113", "com-57463", "epci-200070712")
    vue: str = "financement"
    argent: str = "state_contribution"
    nature: str = "committed"
    base: str = "toutes"
    stade: str = "contracted"
    mesure: str = "positive_exit_rate"
    table: str = "observations"

    def parameters(self) -> dict[str, str]:
        """The whole selection as query parameters."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: SEPARATOR.join(value) if isinstance(value, tuple) else value for name, value in values.items()}

    def query(self) -> str:
        return urlencode(self.parameters(), safe=SEPARATOR)


def parse(parameters: Mapping[str, str], known: Mapping[str, Sequence[str]]) -> tuple[Selection, list[str]]:
    """The selection that an address asks for, and what in it is unknown (« territoires=xyz »), which is ignored.

    A default that the data no longer know, after a document was retracted, gives way without a word.
    """
    default = Selection()
    asked = default.parameters() | dict(parameters)
    chosen: dict[str, str | tuple[str, ...]] = {}
    ignored = []
    for name, text in asked.items():
        if name not in known:
            ignored.append(f"{name}={text}")
            continue
        usual = default.parameters()[name].split(SEPARATOR)
        codes = [code for code in dict.fromkeys(text.split(SEPARATOR)) if code]
        ignored += [f"{name}={code}" for code in codes if code not in known[name] and code not in usual]
        found = [code for code in codes if code in known[name]]
        if isinstance(getattr(default, name), tuple):
            chosen[name] = tuple(found)
        else:
            fallback = [code for code in usual if code in known[name]]
            chosen[name] = [*found, *fallback, *known[name], *usual][0]
    return replace(default, **chosen), ignored  # type: ignore[arg-type]


def current(known: Mapping[str, Sequence[str]]) -> tuple[Selection, list[str]]:
    """The selection of this run, from the address."""
    return parse(st.query_params.to_dict(), known)


def choose_one(
    selection: Selection,
    name: str,
    label: str,
    codes: Sequence[str],
    form: Callable[[str], str],
    resets: Mapping[str, str] | None = None,
) -> None:
    """A drop-down list for one field of the selection; a change sets the fields of `resets` too."""
    key = _mirror(name, getattr(selection, name))
    st.selectbox(label, codes, format_func=form, key=key, on_change=_write, args=(selection, name, resets or {}))


def choose_view(selection: Selection) -> None:
    key = _mirror("vue", selection.vue)
    st.segmented_control(
        "Comparaison", list(VIEWS), format_func=VIEWS.__getitem__, key=key, required=True,
        on_change=_write, args=(selection, "vue"), label_visibility="collapsed",
    )  # fmt: skip


def choose_territories(selection: Selection, names: Mapping[str, str]) -> None:
    key = _mirror("territoires", list(selection.territoires))
    st.multiselect(
        "Territoires comparés", list(names), format_func=names.__getitem__, key=key,
        placeholder="Choisissez des territoires", select_all=False, on_change=_write, args=(selection, "territoires"),
    )  # fmt: skip


def _mirror(name: str, value: object) -> str:
    key = f"choix-{name}"
    st.session_state[key] = value
    return key


def _write(selection: Selection, name: str, resets: Mapping[str, str] | None = None) -> None:
    value = st.session_state[f"choix-{name}"]
    chosen = tuple(value) if isinstance(value, list) else value
    changed = {name: chosen, **(resets or {})}
    st.query_params.from_dict(replace(selection, **changed).parameters())  # type: ignore[arg-type]
