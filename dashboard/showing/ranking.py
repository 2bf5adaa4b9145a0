"""The lists beside a map as markup: each line says the rows whose marks it lights (`static/carte.js`)."""

from collections.abc import Sequence

from dashboard.figures.content import Ranked, Ranking
from dashboard.figures.parts import LONGEST, ROWS
from dashboard.showing.markup import Html, html_of, html_paragraph
from dashboard.words import labels

BAR = Html('<span class="barre"><i style="width: {}%"></i></span>')


def html_rankings(key: str, rankings: Sequence[Ranking]) -> Html:
    """The lists of the figure of this key; nothing for one that has none."""
    told = Html("").join(map(_html, (one for one in rankings if one.lines)))
    return Html('<div class="classement" data-figure="{}">{}</div>').format(key, told) if told else Html("")


def _html(ranking: Ranking) -> Html:
    first, others = ranking.lines[: ranking.shown], ranking.lines[ranking.shown :]
    title = f"{ranking.title} ({labels.number(len(ranking.lines))})"
    if not first:
        return _folded(title, others)
    more = _folded(f"Les {labels.number(len(others))} suivants", others) if others else Html("")
    return Html("<h3>{}</h3>").format(title) + _list(first) + more


def _folded(title: str, lines: Sequence[Ranked]) -> Html:
    return Html('<details class="pli"><summary>{}</summary>{}</details>').format(title, _list(lines))


def _list(lines: Sequence[Ranked]) -> Html:
    """All of them, or the first of more than a page draws and how many others the file has."""
    shown = lines if len(lines) <= LONGEST else lines[:ROWS]
    told = Html("<ol>{}</ol>").format(Html("").join(map(_line, shown)))
    if others := len(lines) - len(shown):
        told += html_paragraph(f"{labels.counted(others, 'autre')}, au fichier CSV.", "aide")
    return told


def _line(line: Ranked) -> Html:
    bar = BAR.format(round(100 * line.share, 1)) if line.share is not None else Html("")
    value = Html("<b>{}</b>").format(line.value) if line.value else Html("")
    doubt = Html("<small>{}</small>").format(line.doubt) if line.doubt else Html("")
    places = " ".join(map(str, line.places))
    return Html('<li data-places="{}">{}{}{}{}</li>').format(places, bar, html_of(line.name), value, doubt)
