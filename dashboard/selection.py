"""What the reader has chosen: whole, in the address, as stable codes. The only state of the app.

The address is the truth and widgets mirror it: each run sets them from it before they are drawn. A choice is a few
fields to change; the next run adds it to the address, whatever the address says by then (`choices.py`). Back, Forward,
reload and a pasted address therefore need nothing more.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from dashboard import choices

SEPARATOR = ","
ALL = "tous"
START, NOW = "debut", "actuel"  # of the versions of the data
# Looked up or checked by the page they belong to: the key of a row, weights, a territory of which nothing may be known,
# the version of the data that is cited.
FREE = {"ligne", "poids", "fiche", "recherche", "action", "centre", "version"}
LONGEST_TEXT = 500  # signs of such a field: every link of a page repeats it
SHORT = 40
RUBRICS = {"documents": "Documents", "divergences": "Divergences", "methode": "Méthode et définitions"}
VOLETS = {
    "liste": "Liste et registre",
    "fiche": "Fiche d'un territoire",
    "actions": "Catalogue des actions",
    "voisins": "Territoires semblables",
}
MAP_LEVELS = {
    "region": "Régions",
    "departement": "Départements",
    "epci": "Intercommunalités",
    "contrat": "Territoires sous contrat",
}
MAP_FORMS = {"nombre": "Nombres (cercles)", "habitants": "Pour 1\u202f000 habitants (teintes)"}
COUNTS = {"actions": "Nombre d'actions", "argent": "Coût prévu (thème principal)", "part": "Part des actions"}
PARTS = {
    "jeu": "Composer un jeu de données",
    "dictionnaire": "Dictionnaire et tables",
    "versions": "Versions",
    "subventions": "Subventions (SCDL)",
    "usage": "Citer et réutiliser",
}
VIEWS = {
    "financement": "Financement",
    "couverture": "Couverture thématique",
    "sorties": "Sorties positives",
    "evolution": "Évolution",
}


@dataclass(frozen=True)
class Selection:
    """The defaults are what an address without a selection shows; they are written into it at once."""

    territoires: tuple[str, ...] = ("com-63113", "com-57463", "epci-200070712")
    vue: str = "financement"
    argent: str = "state_contribution"
    nature: str = "committed"
    annee: str = "toutes"
    base: str = "toutes"
    strict: str = "non"
    stade: str = "contracted"
    compte: str = "actions"
    mesure: str = "positive_exit_rate"
    horizon: str = "exit-0"
    serie: str = "state_contribution"
    partie: str = "jeu"
    jeu_territoire: tuple[str, ...] = ()
    jeu_niveau: tuple[str, ...] = ()
    jeu_mesure: tuple[str, ...] = ()
    jeu_theme: tuple[str, ...] = ()
    jeu_etape: tuple[str, ...] = ()
    jeu_nature: tuple[str, ...] = ()
    jeu_de: str = ""
    jeu_a: str = ""
    jeu_aussi: tuple[str, ...] = ()
    jeu_statut: tuple[str, ...] = ()
    jeu_confiance: tuple[str, ...] = ()
    table: str = "observations"
    rubrique: str = "documents"
    document: str = ALL
    volet: str = "liste"
    fiche: str = "com-63113"
    repere: str = "com-63113"
    niveau: str = "region"
    sujet: str = "dna_places/rule/at"
    millesime: str = "derniere"
    forme: str = "nombre"
    methode: str = "quantiles"
    relief: str = "non"
    centre: str = ""
    poids: str = "11111"
    recherche: str = ""
    theme: str = ALL
    etape: str = ALL
    operateur: str = ALL
    lieu: str = ALL
    public: str = ALL
    tout: str = "non"
    action: str = ""
    figure: str = ""
    ligne: str = ""
    depuis: str = START
    jusqua: str = NOW
    version: str = ""

    def parameters(self) -> dict[str, str]:
        """The whole selection as query parameters."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: SEPARATOR.join(value) if isinstance(value, tuple) else value for name, value in values.items()}

    def choices(self) -> dict[str, str]:
        """What differs from the defaults, in codes: what a reader typed is left out."""
        usual = Selection().parameters()
        return {name: text for name, text in self.parameters().items() if name not in FREE and text != usual[name]}

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
        if name in FREE and len(text) <= LONGEST_TEXT:
            chosen[name] = text
            continue
        if name in FREE:
            ignored.append(f"{name}={text[:SHORT]}…")
            continue
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


def cited_version() -> str:
    """The version of the data that the address cites; empty when it cites none."""
    return choices.asked().get("version", "")


def current(known: Mapping[str, Sequence[str]]) -> tuple[Selection, list[str]]:
    """The selection of this run: what the address says, changed by the choices made since, which are written into it."""
    said = choices.said()
    chosen, ignored = parse(said, known)
    for changes in choices.made():
        chosen = replace(chosen, **changes)
    if choices.made() or said != choices.asked():
        choices.write(chosen.parameters())
    return chosen, ignored


def choose_one(
    selection: Selection,
    name: str,
    label: str,
    codes: Sequence[str],
    form: Callable[[str], str],
    resets: Mapping[str, str] | None = None,
) -> None:
    """A drop-down list for one field of the selection; a change sets the fields of `resets` too."""
    value = getattr(selection, name)
    index = codes.index(value) if value in codes else 0
    drawn = codes[index] if codes else None
    widget = partial(st.selectbox, label, codes, format_func=form)
    changes = partial(_one_of, name, codes, resets or {})
    choices.mirror(name, value, widget, changes, drawn, {"index": index}, [form(code) for code in codes])


def choose_text(selection: Selection, name: str, label: str, example: str, resets: Mapping[str, str]) -> None:
    """A field where the reader types; what is typed counts once the field is left, or Enter is pressed."""
    value = getattr(selection, name)
    widget = partial(st.text_input, label, placeholder=example)
    choices.mirror(name, value, widget, partial(_changed, name, resets), value, {"value": value})


def choose_view(selection: Selection) -> None:
    _choose_segment(selection, "vue", "Comparaison", VIEWS)


def choose_rubric(selection: Selection) -> None:
    _choose_segment(selection, "rubrique", "Rubrique", RUBRICS)


def choose_volet(selection: Selection) -> None:
    _choose_segment(selection, "volet", "Volet", VOLETS)


def choose_part(selection: Selection) -> None:
    _choose_segment(selection, "partie", "Partie", PARTS)


def _choose_segment(selection: Selection, name: str, label: str, words: Mapping[str, str]) -> None:
    value = getattr(selection, name)
    widget = partial(
        st.segmented_control, label, list(words), format_func=words.__getitem__, required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    choices.mirror(name, value, widget, partial(_changed, name, {}), value, {"default": value})


def choose_weights(names: Sequence[str], weights: Sequence[int]) -> None:
    """One small list per name, from 0 (left out) to 3; together they are one code, a digit each."""
    for place, (column, name) in enumerate(zip(st.columns(len(names)), names, strict=True)):
        weight = weights[place]
        with column:
            widget = partial(st.selectbox, name, range(4))
            choices.mirror(f"poids-{place}", weight, widget, partial(_weighted, weights), weight, {"index": weight})


def _weighted(weights: Sequence[int], _weight: int) -> dict[str, str]:
    shown = [choices.shown(f"poids-{place}", weight) for place, weight in enumerate(weights)]
    return {"poids": "".join(map(str, shown))}


def offer(label: str, **changes: object) -> None:
    """A button that changes the selection."""
    choices.button(label, changes)


def choose_switch(selection: Selection, name: str, label: str, help_text: str) -> None:
    """A switch for a field that is « oui » or « non »."""
    is_on = getattr(selection, name) == "oui"
    widget = partial(st.toggle, label, help=help_text)
    choices.mirror(name, is_on, widget, lambda value: {name: "oui" if value else "non"}, is_on, {"value": is_on})


def choose_territories(selection: Selection, names: Mapping[str, str]) -> None:
    choose_several(
        selection, "territoires", "Territoires comparés", list(names), names.__getitem__, "Choisissez des territoires"
    )


def choose_several(
    selection: Selection, name: str, label: str, codes: Sequence[str], form: Callable[[str], str], none: str
) -> None:
    """A list from which several codes of one field may be taken; `none` says what taking none means."""
    value = list(getattr(selection, name))
    drawn = [code for code in value if code in codes]
    widget = partial(st.multiselect, label, codes, format_func=form, placeholder=none, select_all=False)
    changes = partial(_some_of, name, codes)
    choices.mirror(name, value, widget, changes, drawn, {"default": drawn}, [form(code) for code in codes])


def choose_ready(selection: Selection, ready: Mapping[str, str]) -> None:
    """A list of territories often looked at together: `ready` gives each label its codes, separated by commas."""
    labels = list(ready)
    current = next((label for label in labels if {*ready[label].split(SEPARATOR)} == {*selection.territoires}), None)
    widget = partial(
        st.selectbox, "Sélections toutes prêtes", labels, placeholder="Choisissez un groupe de territoires"
    )
    index = labels.index(current) if current else None
    choices.mirror("pretes", current, widget, partial(_ready, dict(ready)), current, {"index": index}, labels)


def _ready(ready: Mapping[str, str], label: str | None) -> dict[str, tuple[str, ...]]:
    return {"territoires": tuple(ready[label].split(SEPARATOR))} if label and label in ready else {}


def _changed(name: str, resets: Mapping[str, str], value: object) -> dict[str, object]:
    return {name: value, **resets}


def _one_of(name: str, codes: Sequence[str], resets: Mapping[str, str], value: str) -> dict[str, str]:
    """Nothing when the data have changed since the browser was shown the list, and no longer know what it names."""
    return {name: value, **resets} if value in codes else {}


def _some_of(name: str, codes: Sequence[str], values: Sequence[str]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values)} if set(values) <= set(codes) else {}
