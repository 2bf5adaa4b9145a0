"""The field that understands territories and a topic, and what it answers, which the browser asks for as one types."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dashboard.choices.fields import Selection
from dashboard.choices.typed import WORD, Found, Place, Typed, understood
from dashboard.figures import finding, peers, subjects
from dashboard.figures.content import Link
from dashboard.showing import cached
from dashboard.showing.markup import INSIDE, Html
from queries.search import LONGEST_TEXT, plain
from queries.warehouse import Warehouse

LABEL = "Chercher un lieu, un sujet"  # seen in the field, and its name
HINT = "Des noms de territoires, un sujet : « Metz, Clermont », « évolution Grenoble », « coût par réfugié »"
ROOM = 500  # bytes that a place takes, nearly
MOST = 8  # territories found of a name
MOST_NAMES = 5  # looked for at once among all territories, besides those under contract: each takes a while


@dataclass(frozen=True)
class Known:
    """What may be named, and the name of each territory."""

    places: list[Place]
    names: dict[str, str]

    @property
    def size(self) -> int:
        """Bytes of memory, nearly."""
        return ROOM * len(self.places)


def known(warehouse: Warehouse) -> Known:
    """Made once for all readers."""
    return cached.kept(warehouse, "recherche", (), lambda: _known(warehouse))


def _known(warehouse: Warehouse) -> Known:
    offered, ready = (cached.read(warehouse, question) for question in ("territories_offered", "ready_selections"))
    return Known(finding.places(offered, ready), dict(offered.select("territory_id", "name").iter_rows()))


def find(warehouse: Warehouse) -> Callable[[str], Found]:
    """Looks for one name among all territories: the same read for every field and for the command line."""
    left = iter(range(MOST_NAMES))

    def look(name: str) -> Found:
        if next(left, None) is None:
            return Found(is_left=True)
        found = warehouse.read("territories_found", text=name[:LONGEST_TEXT], most=MOST)
        return finding.found_places(found, name, known(warehouse).places)

    return look


def meant(warehouse: Warehouse, text: str) -> Typed:
    """The territories and the topic that words mean."""
    return understood(text, known(warehouse).places, find(warehouse))


def compared(warehouse: Warehouse, text: str) -> tuple[list[str], str]:
    """The territories of which there is something to compare among those that words name, and what is said of the others."""
    typed = meant(warehouse, text)
    codes = finding.meant(typed)
    is_subject = not codes and bool(subjects.asked(text).links)
    return codes, finding.a_subject(text) if is_subject else finding.not_found(typed, to_compare=True)


def named(warehouse: Warehouse, text: str) -> tuple[list[str], str]:
    """The territories that words name, whatever is known of them, and what is said of the words that name nothing."""
    typed = meant(warehouse, text)
    return [code for each in typed.named for code in each[0].codes], finding.not_named(typed)


def html_field() -> Html:
    """What is typed in it is answered below by links (`static/chercher.js`)."""
    return Html(
        '<div class="chercher" role="search">'
        '<input enterkeyhint="search" role="combobox" aria-expanded="false" aria-autocomplete="list" '
        'aria-controls="trouve" autocomplete="off" spellcheck="false" aria-label="{}" title="{}" placeholder="{}">'
        '<div id="trouve" role="listbox" aria-label="Réponses" hidden></div>'
        '<p id="trouve-dit" class="entendu" role="status"></p></div>'
    ).format(LABEL, HINT, LABEL)


def answers(warehouse: Warehouse, text: str) -> finding.Answers:
    """The pages that answer what was typed, and what of it led nowhere: its subjects, then what else is named in it."""
    subject = subjects.asked(text)
    is_of_names = not subject.links or _is_a_name(warehouse, text)
    left = text if is_of_names else f"{subject.topic} {subject.rest}"
    return finding.answers(
        meant(warehouse, left),
        subject.links,
        known(warehouse).names,
        lambda code: peers.chosen_group(cached.reader(warehouse), Selection(repere=code)),
    )


def _is_a_name(warehouse: Warehouse, text: str) -> bool:
    """Whether a territory is called so, or several of these words by its name: « Plan », « Source-Seine »."""
    words = tuple(map(plain, WORD.findall(text)))
    found = find(warehouse)(text)
    return any(
        place.words == words or (len(words) > 1 and {*words} <= {*place.words})
        for place in found.places[:1]
        if not found.is_nearly_so
    )


def html_answers(warehouse: Warehouse, text: str) -> Html:
    """The pages that answer what was typed, as links under what they are about; then what led nowhere."""
    found = answers(warehouse, text)
    groups = Html("").join(_group(about, links) for about, links in found.groups)
    # A list holds options alone: what is said is one that leads nowhere.
    said = Html('<div role="option" aria-disabled="true" aria-selected="false" class="dit">{}</div>')
    return groups + (said.format(found.said) if found.said else Html(""))


def _group(about: str, links: Sequence[Link]) -> Html:
    heading = Html('<p aria-hidden="true">{}</p>').format(about) if about else Html("")
    options = Html("").join(
        Html('<a role="option" aria-selected="false" tabindex="-1" href="{}"{}{}>{}</a>').format(
            link.address, Html(' aria-label="{}"').format(link.label) if link.label else "", INSIDE, link.words
        )
        for link in links
    )
    return Html('<div role="group" aria-label="{}">{}{}</div>').format(about or "Réponses", heading, options)
