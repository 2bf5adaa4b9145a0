"""Where what a reader typed leads: the pages that answer it, by their usual addresses, the most likely first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from dashboard.choices.address import address
from dashboard.choices.fields import SEPARATOR, VIEWS, Selection
from dashboard.choices.typed import Found, Place, Typed
from dashboard.figures import pages, peers
from dashboard.figures.content import Link
from dashboard.words import grammar, territories

MOST_NAMES, MOST_SHEETS = 4, 6
PER_INHABITANT = "Carte : argent de l'État pour 1\u202f000 habitants"
CARTE = "carte"
USUAL = Selection()
EXAMPLES = (
    "Tapez un territoire, plusieurs séparés de virgules, ou un sujet : financement, thèmes, sorties, évolution, carte."
)
Near = Callable[[str], peers.Group | None]


@dataclass(frozen=True)
class Answers:
    """Links under what they are about, and what of the words led nowhere."""

    groups: Sequence[tuple[str, Sequence[Link]]]
    said: str = ""


def places(offered: pl.DataFrame, ready: pl.DataFrame) -> list[Place]:
    """What words may name: the territories offered, then the groups often looked at together, who is in them said."""
    found = [_place_of(row, territories.offered(row)) for row in offered.iter_rows(named=True)]
    names = dict(offered.select("territory_id", "name").iter_rows())
    groups = [
        Place(
            tuple(row["territory_ids"].split(SEPARATOR)), row["label"], grammar.capital(row["label"]), is_set=True,
            said=members(row, names),
        )
        for row in ready.iter_rows(named=True)
    ]  # fmt: skip
    return found + groups


def members(group: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """« Onze premiers contrats (2019-2020) : Bordeaux Métropole, … et Toulouse. »"""
    inside = [names.get(code, code) for code in group["territory_ids"].split(SEPARATOR)]
    return f"{grammar.capital(group['label'])} : {grammar.listed(inside)}."


def found_places(found: pl.DataFrame, name: str, offered: Sequence[Place]) -> Found:
    """What `reads/territories_found.sql` finds of a name, as what words may name; sets are named by those `offered`.

    Second comes the territory whose contract holds the first.
    """
    rows = [row for row in found.iter_rows(named=True) if row["level"] != "set"]
    if not rows:
        return Found()
    first, *others = [_place_of(row, territories.found(row), territories.said(row, name.strip())) for row in rows]
    holders = [place for place in offered if place.codes == (first.holder,)]
    known = {place.codes for place in holders}
    return Found((first, *holders, *(place for place in others if place.codes not in known)), rows[0]["is_nearly_so"])


def _place_of(row: Mapping[str, Any], shown: str, said: str = "") -> Place:
    return Place(
        (row["territory_id"],), row["name"], shown, row["insee_code"] or "", row["has_contract"], row["is_known"],
        row["holder_id"] or "", row["level"] == "set", said,
    )  # fmt: skip


def meant(typed: Typed) -> list[str]:
    """The territories that can be compared among those named, the likeliest of each; of a group, all."""
    told = [place for each in typed.named if (place := _compared(each))]
    return list(dict.fromkeys(code for place in told for code in place.codes))


def _compared(meant: Sequence[Place]) -> Place | None:
    """The likeliest, or the one whose contract it is part of, when of this one alone something is known."""
    first = meant[0]
    own = (place for place in meant if place.codes in (first.codes, (first.holder,)))
    return next((place for place in own if place.is_known), None)


def answers(typed: Typed, subjects: Sequence[Link], names: Mapping[str, str], near: Near) -> Answers:
    """`subjects` are the pages of what else is asked, `names` those of all territories, `near` gives the neighbours of one."""
    compared = meant(typed)
    if len(compared) > 1:
        groups = [_comparison(typed, compared, names), _sheets(typed)]
    elif typed.named:
        groups = [*_of_one(typed, near), _sheets(typed)]
    else:
        groups = [("", _of_topic(typed.topic))] if typed.topic and not subjects else []
    groups.append(("Sujets" if groups else "", list(subjects)))
    found = [(about, links) for about, links in groups if links]
    said = [not_found(typed), "" if found else EXAMPLES]
    return Answers(found, " ".join(filter(None, said)))


def not_named(typed: Typed) -> str:
    """The words that name nothing, those that were not looked for, what must be known of how a territory was found."""
    told = [f"Rien dans l'Atlas ne s'appelle {_quoted(typed.unknown)}."] if typed.unknown else []
    told += [f"Trop de noms pour les chercher tous à la fois ; il reste {_quoted(typed.left)}."] if typed.left else []
    return " ".join([*told, *(each[0].said for each in typed.named if each[0].said)])


def a_subject(text: str) -> str:
    """Of words that name a subject where territories are chosen, the way to what answers them."""
    return f"« {text.strip()} » est un sujet, non un territoire : le champ « Chercher », en haut de la page, y mène."


def _quoted(words: Sequence[str]) -> str:
    return grammar.listed([f"« {word} »" for word in words])


def not_found(typed: Typed, *, to_compare: bool = False) -> str:
    """The words that name nothing, and the territories of which there is nothing to compare, among several or where that is
    asked.
    """
    told = [not_named(typed)]
    apart = [territories.of(each[0].name) for each in typed.named if not _compared(each)]
    if apart and (to_compare or typed.named[1:]):
        told.append(f"Les documents lus ne disent rien {grammar.listed(apart)} : il n'y a rien à en comparer.")
    return " ".join(filter(None, told))


def _comparison(typed: Typed, codes: Sequence[str], names: Mapping[str, str]) -> tuple[str, list[Link]]:
    """One address a view, that of the topic first; what the themes are asked before them."""
    to = partial(address, "comparer", USUAL, territoires=tuple(codes))
    about = f"Comparer {_listed([names[code] for code in codes])}"
    first = [typed.topic] if typed.topic in VIEWS else []
    if typed.topic in ("couverture", "communs", "absents"):
        first = ["couverture"]
    themes = list(_themes(typed, codes, names)) if first == ["couverture"] else []
    views = [*first, *(view for view in VIEWS if view not in first)]
    links = [Link(_view(view), to(vue=view), "" if view == "sorties" else f"{about} : {_view(view)}") for view in views]
    is_asked = typed.topic in ("communs", "absents")
    ordered = [*themes, *links] if is_asked else [*links[: len(first)], *themes, *links[len(first) :]]
    return about, [*_maps(typed), *ordered]


def _view(view: str) -> str:
    return "Sorties positives : tous les taux publiés" if view == "sorties" else VIEWS[view]


def _themes(typed: Typed, codes: Sequence[str], names: Mapping[str, str]) -> Iterator[Link]:
    """Which themes all bear, and which are not found for one: the one that is asked for, or each of a few."""
    to = partial(address, "comparer", USUAL, vue="couverture", territoires=tuple(codes))
    common = Link("Thèmes communs à tous", to(themes="communs"))
    asked = [] if typed.without is None else list(typed.named[typed.without][0].codes)
    lacking = asked if len(asked) == 1 and asked[0] in codes else codes if len(codes) <= MOST_NAMES else []
    missing = [
        Link(f"Thèmes trouvés ailleurs, non trouvés pour {names[code]}", to(themes="absents", absents_de=code))
        for code in lacking
    ]
    yield from [*missing, common] if typed.topic == "absents" else [common, *missing]


def _of_one(typed: Typed, near: Near) -> Iterator[tuple[str, list[Link]]]:
    """A territory: its sheet, those like it, each comparison of it alone; the one asked for first."""
    place = _place(typed)
    code = place.codes[0]
    sheet = Link(f"Fiche {territories.of(place.name)}", pages.sheet(USUAL, code))
    of_topic: dict[str, list[Link]] = {
        "fiche": [sheet],
        CARTE: _maps(typed),
        "semblables": alike(code, place.name, near(code)),
    }
    if place.is_known:
        to = partial(address, "comparer", USUAL, territoires=(code,))
        of_topic |= {view: [Link(_view(view), to(vue=view))] for view in VIEWS if view != "synthese"}
    order = [*([typed.topic] if typed.topic in of_topic else []), "fiche", "semblables", *VIEWS]
    yield place.shown, [link for topic in dict.fromkeys(order) for link in of_topic.get(topic, [])]


def alike(code: str, name: str, group: peers.Group | None) -> list[Link]:
    """Who is like a territory and why, and all of them compared."""
    if group is None:
        return []
    compared = address("comparer", USUAL, vue="synthese", territoires=group.territory_ids)
    return [
        Link(
            f"Territoires semblables à {territories.with_article(name)}",
            address("territoires", USUAL, volet="voisins", repere=code),
        ),
        Link(f"Comparer avec eux : {_listed(group.frame['territory_name'].to_list())}", compared),
    ]


def evolution(code: str) -> Link:
    """The money of the State year by year."""
    return Link("Évolution de l'argent de l'État", address("comparer", USUAL, vue="evolution", territoires=(code,)))


def _of_topic(topic: str) -> list[Link]:
    """A topic alone: of the map, both; of a comparison, that of the territories which it begins with."""
    if topic == CARTE:
        return [per_inhabitant(), Link("Carte : contrats et besoin", address("carte", USUAL, vue_carte="besoin"))]
    if topic == "semblables":
        return [Link("Territoires semblables", address("territoires", USUAL, volet="voisins"))]
    if topic == "fiche":
        return [Link("Liste des territoires", address("territoires", USUAL, volet="liste"))]
    view = topic if topic in VIEWS else "couverture"
    words = _view(view) if view == "sorties" else f"Comparer : {VIEWS[view].lower()}"
    return [Link(words, address("comparer", USUAL, vue=view))]


def per_inhabitant() -> Link:
    """The map of what the State gives for a thousand inhabitants, territory by territory."""
    return Link(PER_INHABITANT, address("carte", USUAL, vue_carte="mesure", forme="habitants"))


def _maps(typed: Typed) -> list[Link]:
    return [per_inhabitant()] if typed.topic == CARTE else []


def _sheets(typed: Typed) -> tuple[str, list[Link]]:
    """The sheets of all that was named; of one name, what else it may mean, and the groups that bear it."""
    if len(typed.named) > 1:
        return "Fiches", [_sheet(each[0]) for each in typed.named][:MOST_SHEETS]
    return "Ou bien", [_sheet(place) for place in typed.named[0][1:]][:MOST_SHEETS]


def _sheet(place: Place) -> Link:
    if len(place.codes) > 1:
        return Link(f"Comparer : {place.shown}", address("comparer", USUAL, vue="synthese", territoires=place.codes))
    return Link(place.shown, pages.sheet(USUAL, place.codes[0]), f"Fiche : {place.shown}")


def _place(typed: Typed) -> Place:
    """The one territory that is spoken of."""
    return next((each[0] for each in typed.named if each[0].is_known), typed.named[0][0])


def _listed(names: Sequence[str]) -> str:
    """« Metz, Nantes et 9 autres » of many."""
    if len(names) <= MOST_NAMES:
        return grammar.listed(names)
    return f"{', '.join(names[: MOST_NAMES - 1])} et {len(names) - MOST_NAMES + 1} autres"
