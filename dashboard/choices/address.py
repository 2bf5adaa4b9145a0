"""Addresses: they hold what their page or figure uses and what is not the default, under the names of that page.

The names of the fields are understood as well, on every page: those that addresses bore before they were shortened.
"""

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode

from dashboard.choices.fields import CHOICES, EVERYWHERE, SEPARATOR, Selection, coherent
from dashboard.choices.host_path import SITE
from dashboard.choices.pages import PAGES, VIEWS_OF_PAGES

LONGEST_TEXT = 500  # signs of a text that its page looks up: links repeat it
SHORT = 40
SAFE = f"{SEPARATOR}/:|"
NOTHING_CHOSEN = Selection()
BEGINNING: dict[str, object] = {"suite": ""}
USUAL = NOTHING_CHOSEN.parameters()
AskedBy = Callable[[str], Sequence[str]]  # the key of a figure -> the fields that its question asks with


def address(page: str, chosen: Selection, asked: Sequence[str] = (), **changes: object) -> str:
    """The address of a page with these choices, changed: « /comparer?vue=sorties ». `asked`, of a receipt's figure.

    It leads to the beginning of long lists, unless it says which part of one.
    """
    query = urlencode(parameters(page, chosen.changed(**BEGINNING | changes), asked), safe=SAFE)
    return f"{SITE}/{page}?{query}" if query else f"{SITE}/{page}"


def parameters(page: str, chosen: Selection, asked: Sequence[str] = ()) -> dict[str, str]:
    """What the address of a page holds: what it uses and is not the default, and always which view it is."""
    chosen = coherent(chosen)
    view = getattr(chosen, VIEWS_OF_PAGES[page][0]) if page in VIEWS_OF_PAGES else ""
    texts = {name: (written, chosen.text(name)) for name, written in names(page, view, asked).items()}
    return {
        written: text
        for name, (written, text) in texts.items()
        if text != USUAL[name] or CHOICES[name].is_always_written
    }


def names(page: str, view: str, asked: Sequence[str] = ()) -> dict[str, str]:
    """The fields that a page uses in a view (its usual one, where there is no such view), each with its name there."""
    usual = USUAL[VIEWS_OF_PAGES[page][0]] if page in VIEWS_OF_PAGES else ""
    used = NAMES[page, view] if (page, view) in NAMES else NAMES[page, usual]
    return used | {name: _main_name(name) for name in asked}


def _used(*places: str) -> dict[str, str]:
    return {name: one.places[place] or name for name, one in CHOICES.items() for place in places if place in one.places}


# By page and view. Made once: an address is written for each row of a page.
NAMES = {(page, ""): _used(EVERYWHERE, page) for page in PAGES if page not in VIEWS_OF_PAGES} | {
    (page, view): _used(EVERYWHERE, page, f"{page}/{view}")
    for page, (_field, views) in VIEWS_OF_PAGES.items()
    for view in views
}


def _main_name(name: str) -> str:
    """Its name on the first page that uses it: `argent` is written `mesure`."""
    return next(iter(CHOICES[name].places.values()), name) or name


def understood(
    page: str, given: Mapping[str, str], before: Selection, known: Mapping[str, Sequence[str]], asked_by: AskedBy
) -> tuple[Selection, list[str]]:
    """The selection that an address asks for, and what in it is unknown (« territoires=xyz »), which is ignored.

    What the page uses and the address does not hold is the default; what other pages use stays as it was `before`.
    A default that the data no longer know, after a document was retracted, gives way without a word; what does not go
    with the rest (`coherent`) is ignored too.
    """
    seen = _view(page, given)
    texts, unknown = _by_field(page, seen, given, asked_by)
    if seen:
        texts.setdefault(VIEWS_OF_PAGES[page][0], seen)
    used = names(page, _view(page, texts), asked_by(texts.get("figure", "")))
    asked = before.parameters() | {name: USUAL[name] for name in used}
    chosen: dict[str, object] = {}
    ignored = [f"{name}={text}" for name, text in unknown.items()]
    for name, text in (asked | texts).items():
        value, wrong = _value(name, text, known.get(name))
        ignored += [f"{name}={code}" for code in wrong if name in texts]
        if value is not None:
            chosen[name] = value
    found = Selection(**chosen)  # type: ignore[arg-type]
    kept = coherent(found)
    lost = [name for name in texts if found.text(name) != kept.text(name)]
    return kept, ignored + [f"{name}={found.text(name)}" for name in lost]


def _view(page: str, given: Mapping[str, str]) -> str:
    """The view that an address says; of one that says none, the usual one, unless it was made for the one before."""
    if page not in VIEWS_OF_PAGES:
        return ""
    (field, views), before = VIEWS_OF_PAGES[page], PAGES[page].before
    said = given.get(field, given.get(names(page, "")[field], ""))
    if said in views or not before:
        return said
    return before if _made_for(page, before) & given.keys() else ""


def _made_for(page: str, before: str) -> set[str]:
    """What only the view before uses, by its names there and by those of the fields."""
    used, usual = names(page, before), names(page, "")
    return {word for name, written in used.items() if name not in usual for word in (name, written)}


def _by_field(
    page: str, seen: str, given: Mapping[str, str], asked_by: AskedBy
) -> tuple[dict[str, str], dict[str, str]]:
    """The texts of an address by field, and those that are of none.

    NOTE: before addresses were shortened, they bore the names of the fields: one that does is read so throughout.
    """
    texts = {name: text for name, text in given.items() if name in CHOICES}
    here = names(page, seen, asked_by(given.get("figure", "")))
    by_name = {written: name for name, written in here.items()}
    if any(name in given and name not in by_name for name in here):
        by_name = {}
    unknown = {name: text for name, text in given.items() if name not in CHOICES and name not in by_name}
    renamed = {by_name[name]: text for name, text in given.items() if name in by_name}
    elsewhere = {name: text for name, text in texts.items() if name not in by_name}
    return renamed | elsewhere, unknown


def _value(name: str, text: str, codes: Sequence[str] | None) -> tuple[object, list[str]]:
    """What a field holds for a text, None for its default, and what of it is not known."""
    default = getattr(NOTHING_CHOSEN, name)
    if CHOICES[name].codes is None:
        return (text, []) if len(text) <= LONGEST_TEXT else (None, [f"{text[:SHORT]}…"])
    known = set(codes or ())
    usual = list(default) if isinstance(default, tuple) else [default]
    given = [code for code in dict.fromkeys(text.split(SEPARATOR)) if code]
    found = [code for code in given if code in known]
    wrong = [code for code in given if code not in known and code not in usual]
    if isinstance(default, tuple):
        return tuple(found), wrong
    fallback = [code for code in usual if code in known]
    return next(iter([*found, *fallback, *(codes or ()), *usual])), wrong
