"""The field that understands territories and a topic, and what it answers, which the browser asks for as one types."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.choices.fields import Selection
from dashboard.choices.typed import Place, understood
from dashboard.figures import finding, peers
from dashboard.figures.content import Link
from dashboard.showing import cached
from dashboard.showing.markup import INSIDE, Html
from queries.warehouse import Warehouse

LABEL = "Chercher des territoires, un sujet"
EXAMPLE = "Metz, Clermont… ou évolution Grenoble"
ROOM = 500  # bytes that a place takes, nearly


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


def html_field() -> Html:
    """What is typed in it is answered below by links (`static/chercher.js`)."""
    return Html(
        '<div class="chercher"><input type="search" role="combobox" aria-expanded="false" aria-autocomplete="list" '
        'aria-controls="trouve" autocomplete="off" spellcheck="false" aria-label="{}" placeholder="{}">'
        '<div id="trouve" role="listbox" aria-label="Réponses" hidden></div><p role="status"></p></div>'
    ).format(LABEL, EXAMPLE)


def html_answers(warehouse: Warehouse, text: str) -> Html:
    """The pages that answer what was typed, as links under what they are about; then what led nowhere."""
    everything = known(warehouse)
    found = finding.answers(
        understood(text, everything.places),
        everything.names,
        lambda code: peers.chosen_group(cached.reader(warehouse), Selection(repere=code)),
    )
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
