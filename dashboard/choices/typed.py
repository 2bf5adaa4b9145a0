"""What a reader types in one field: « evolution grenoble », « Metz, Clermont, Thiers », « thèmes nantes bordeaux sans metz ».

Words are looked for without accents or capitals, as the beginnings of those of a name; the longest that name one thing are
taken together. What is nearly spelt as a known word is read as that word; what is not is told.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from queries.search import LONGEST_TEXT, plain

APART = re.compile(r"[,;/+&|\n\t]")  # between two names, whatever they are
WORD = re.compile(r"[^\W_]+")
LIKENESS, SHORTEST_LIKE = 0.8, 4  # of a word that may be misspelt
POSTCODE = 5  # digits
BEGUN = 3  # letters of a topic that is not typed to its end
TOPICS: Mapping[str, str] = {
    "synthese": "synthese comparer compare comparaison comparaisons",
    "financement": "financement financements argent montant montants euro euros budget credits",
    "couverture": "couverture theme themes thematique thematiques",
    "sorties": "sortie sorties taux resultat resultats",
    "evolution": "evolution evolutions annees historique",
    "carte": "carte cartes cartographie",
    "semblables": "semblable semblables similaire similaires voisin voisins comme pairs",
    "fiche": "fiche fiches",
    "communs": "commun communs partages",
    "absents": "sans absent absents manque manquent manquants",
}
# Words that say nothing alone: small ones, and those that many names or questions hold.
SMALL = frozenset(
    WORD.findall(
        "a au aux avec d dans de des du en et entre l la le les leur leurs ou par pas pour que qui sur un une versus vs"
    )
)
GENERIC = frozenset(
    WORD.findall(
        """
        agglo agglomeration ca cc commun commune communes communaute communautes contrat contrats ctai ctair cu departement
        departements epci habitant habitants metropole metropoles personne personnes positive positives refugie refugies
        region regions territoire territoires ville villes
        """
    )
)
OF_WORD = {word: topic for topic, words in TOPICS.items() for word in words.split()}


@dataclass(frozen=True)
class Place:
    """What words may name: a territory, or, with several `codes`, a group of them.

    `shown` is its name with its contract; `official` the code that names it too; `holder` whose contract it is part of. A
    set of territories bears their names: it `is_set`, and is meant after each of them. `said` is what must be known of how
    it was found.
    """

    codes: tuple[str, ...]
    name: str
    shown: str = ""
    official: str = ""
    has_contract: bool = False
    is_known: bool = True
    holder: str = ""
    is_set: bool = False
    said: str = ""

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(map(plain, WORD.findall(self.name)))

    @cached_property
    def head(self) -> str:
        """The first word that tells it from others: « thiers » of « CC Thiers Dore et Montagne »."""
        return next((word for word in self.words if not _is_idle(word)), "")


@dataclass(frozen=True)
class Found:
    """The territories that a whole name means, of all those that there are, the likeliest first; or those spelt nearly so.

    One name too many of a text `is_left`: it was not looked for.
    """

    places: tuple[Place, ...] = ()
    is_nearly_so: bool = False
    is_left: bool = False


@dataclass(frozen=True)
class Typed:
    """What was understood: for each name, in their order, what it may mean, the likeliest first; what is asked of them.

    `without` is the place whose missing themes are asked for, by its rank among those named; `left` was not looked for.
    """

    named: tuple[tuple[Place, ...], ...] = ()
    topic: str = ""
    without: int | None = None
    unknown: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass
class _Reading:
    named: list[tuple[Place, ...]] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    without: int | None = None
    unknown: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)


def understood(text: str, places: Sequence[Place], find: Callable[[str], Found] = lambda _name: Found()) -> Typed:
    """`places` are those of which several may be named in a row, in the order in which they are offered; `find` looks for
    one name, whatever it is, among all territories.
    """
    known = sorted({word for place in places for word in place.words if len(word) >= SHORTEST_LIKE} | OF_WORD.keys())
    reading = _Reading()
    parts = APART.split(text[:LONGEST_TEXT])
    for rank, part in enumerate(parts, start=1):
        words = WORD.findall(part)
        bare = tuple(map(plain, words))
        if len(parts) > 1 and any(place.has_contract and place.words == bare for place in places):
            _add(_named(bare, places), reading)
            continue
        found = find(part) if words else Found()
        is_typed_on = rank == len(parts)
        if found.places and not found.is_nearly_so and _is_one_name(bare, found.places[0], is_typed_on=is_typed_on):
            groups = [place for place in _named(bare, places) if place.is_set]
            _add((*found.places, *(group for group in groups if group not in found.places)), reading)
            continue
        read = [_known(word, known, places) for word in bare]
        before = len(reading.unknown)
        _read(read, words, places, reading, is_typed_on=is_typed_on)
        _look_for_left(reading, before, find)
    topics = [topic for topic in reading.topics if topic != "absents" or len(reading.named) > 1]
    asked = next((topic for topic in ("absents", "communs") if topic in topics), "")
    unknown, left = (tuple(dict.fromkeys(words)) for words in (reading.unknown, reading.left))
    return Typed(tuple(reading.named), asked or next(iter(topics), ""), reading.without, unknown, left)


def _look_for_left(reading: _Reading, since: int, find: Callable[[str], Found]) -> None:
    """What a part holds besides a topic or names may be another name, or a postcode; no other number, nor a letter or two."""
    left = [
        word for word in reading.unknown[since:] if (len(word) == POSTCODE if word.isdigit() else len(word) >= BEGUN)
    ]
    found = find(" ".join(left)) if left else Found()
    if found.places or found.is_left:
        reading.unknown[since:] = [word for word in reading.unknown[since:] if word not in left]
    if found.places:
        _add(found.places, reading)
    elif found.is_left:
        reading.left.append(" ".join(left))


def _is_one_name(bare: tuple[str, ...], first: Place, *, is_typed_on: bool) -> bool:
    """Whether a whole part names the first territory found by it: a topic in it says otherwise, and so does a letter or two
    where one types no longer; its own name is its name.
    """
    is_long_enough = is_typed_on or sum(map(len, bare)) >= BEGUN
    return bare == first.words or (is_long_enough and OF_WORD.keys().isdisjoint(bare))


def _known(word: str, known: Sequence[str], places: Sequence[Place]) -> str:
    """The word itself, or the known one that it is nearly spelt as."""
    is_begun = any(each.startswith(word) for each in known) or _is_idle(word) or _named([word], places)
    if is_begun or len(word) < SHORTEST_LIKE:
        return word
    return next(iter(get_close_matches(word, known, n=1, cutoff=LIKENESS)), word)


def _read(
    words: Sequence[str], written: Sequence[str], places: Sequence[Place], reading: _Reading, *, is_typed_on: bool
) -> None:
    """The words of a part, from left to right: the longest that name something, else a topic, else what is not known.

    A letter or two begin a name only where one is still typing, at the very end.
    """
    at = 0
    while at < len(words):
        length, found = _longest(words[at:], places)
        is_last = is_typed_on and at + 1 == len(words)
        if length == 1 and len(words[at]) < BEGUN and not is_last and words[at] not in found[0].words:
            length, found = 0, ()
        topic = OF_WORD.get(words[at]) if length <= 1 else None
        if topic is None and not found and not _is_idle(words[at]):
            topic = _begun(words[at])
        if topic:
            reading.topics.append(topic)
            length = 1
        elif found:
            if "absents" in reading.topics and reading.without is None:
                reading.without = len(reading.named)
            _add(found, reading)
        elif not _is_idle(words[at]) and not any(each.startswith(words[at]) for each in GENERIC):
            reading.unknown.append(written[at])
        at += max(length, 1)


def _add(found: tuple[Place, ...], reading: _Reading) -> None:
    """A place, once."""
    rank = next((rank for rank, each in enumerate(reading.named) if each[0] == found[0]), None)
    if rank is None:
        reading.named.append(found)
    elif reading.without == len(reading.named):
        reading.without = rank


def _longest(words: Sequence[str], places: Sequence[Place]) -> tuple[int, tuple[Place, ...]]:
    """How many of the first words name something together, and what; a name neither begins nor ends with a small word."""
    if words[0] in SMALL:
        return 0, ()
    single = [place for place in places if not place.is_set]
    length = _length(words, single) or _length(words, places)
    return length, _named(words[:length], places) if length else ()


def _length(words: Sequence[str], places: Sequence[Place]) -> int:
    longest = 0
    for length in range(1, len(words) + 1):
        run = words[:length]
        places = [place for place in places if _is_named(run, place)]
        if not places:
            break
        if run[-1] not in SMALL and not all(map(_is_idle, run)):
            longest = length
    return longest


def _named(run: Sequence[str], places: Sequence[Place]) -> tuple[Place, ...]:
    """The places that the words name: whole words before beginnings, the whole name first, then those under contract."""
    ranked = sorted((place for place in places if _is_named(run, place)), key=lambda place: _rank(run, place))
    if not ranked:
        return ()
    # « Thiers » is the community of communes whose contract the commune signed.
    holder = next((place for place in ranked if place.codes == (ranked[0].holder,)), ranked[0])
    return tuple(dict.fromkeys([holder, *ranked]))


def _rank(run: Sequence[str], place: Place) -> tuple[bool, ...]:
    is_whole = {*run} <= {*place.words, place.official}
    return (
        place.is_set, not is_whole, place.words != tuple(run), not place.head.startswith(run[0]), not place.has_contract,
    )  # fmt: skip


def _is_named(run: Sequence[str], place: Place) -> bool:
    """Each word is, or begins, a word of its own in the name; or the only one is the official code."""
    if len(run) == 1 and run[0] == place.official:
        return True
    left = list(place.words)
    for word in run:
        found = word if word in left else next((each for each in left if _begins(word, each)), None)
        if found is None:
            return False
        left.remove(found)
    return True


def _begins(word: str, name: str) -> bool:
    """A number names what bears it whole; the beginning of « métropole » names none of them."""
    return name.startswith(word) and not word.isdigit() and not _is_idle(name)


def _begun(word: str) -> str | None:
    """The topic of a word that is not typed to its end."""
    found: Iterator[str] = (topic for known, topic in OF_WORD.items() if known.startswith(word))
    return next(found, None) if len(word) >= BEGUN else None


def _is_idle(word: str) -> bool:
    return word in SMALL or word in GENERIC
