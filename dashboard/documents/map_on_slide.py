"""What of a map is put on a slide, drawn or to be edited: its sentence, its values, its documents, its address."""

from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.documents.behind import documents_told
from dashboard.figures import map_coverage, map_exits, need_map
from dashboard.figures.answer import content
from dashboard.figures.content import Content, Ranked
from dashboard.figures.spec import Answer, Figure, words
from dashboard.words import labels

MOST_LINES, LONGEST_NAME = 19, 32  # of the values: lines that a slide holds, signs of a name in one


class Value(NamedTuple):
    """A line of the list: who, how much, and how long the bar of it is, if it has one."""

    name: str
    words: str
    share: float | None


@dataclass(frozen=True)
class OnSlide:
    """A map to be put on a slide: the sentence of its title, the documents behind it, and its last line."""

    sentence: str
    sources: str
    credit: str
    figure: Content

    @property
    def heading(self) -> str:
        """What the values are of."""
        return labels.spaced(self.figure.rankings[0].title)

    @property
    def values(self) -> list[Value]:
        """Those that a slide has room for; the last line says how many others there are."""
        lines = self.figure.rankings[0].lines
        told = [Value(_named(line), labels.spaced(line.value), line.share) for line in lines]
        room = list(accumulate(ceil(len(value.name) / LONGEST_NAME) for value in told))
        if not room or room[-1] <= MOST_LINES:
            return told
        kept = sum(lines < MOST_LINES for lines in room)
        return [*told[:kept], Value(f"et {labels.counted(len(told) - kept, 'autre', 'autres')}", "", None)]


def _named(line: Ranked) -> str:
    """« Grenoble-Alpes-Métropole (sources contradictoires) »: a name, with what the page says of its sources."""
    return labels.spaced(f"{line.name.words} ({line.doubt})" if line.doubt else line.name.words)


def on_slide(figure: Figure, answer: Answer, version: str, here: str = "") -> OnSlide:
    """The map with its answer, but what is chosen to be compared; `here`, « https://atlas.exemple.fr », begins its address."""
    made = content(figure, replace(answer, chosen=answer.chosen.changed(territoires=())))
    documents = labels.counted(len({source.document for source in made.sources}), "document")
    at = here + address("carte", answer.chosen, **_view(figure, answer.chosen))
    return OnSlide(
        sentence=labels.spaced(words(figure.sentence or figure.reading, answer)),
        sources=labels.spaced(f"{documents_told(made.sources)} {made.attribution}"),
        credit=labels.spaced(f"Atlas CTAI, données {version}, {documents}, ") + at,
        figure=made,
    )


def _view(figure: Figure, chosen: Selection) -> dict[str, str]:
    """What the page of the map is asked for, besides what its file is."""
    if figure.key == need_map.MAP.key:
        return {"vue_carte": "besoin"}
    of_actions = chosen.sujet if chosen.sujet.startswith(map_coverage.SUBJECT) else map_coverage.THEMES
    subjects = {map_exits.MAP.key: map_exits.SUBJECT, map_coverage.MAP.key: of_actions}
    return {"vue_carte": "mesure", "sujet": subjects.get(figure.key, chosen.sujet)}
