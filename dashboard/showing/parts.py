"""A long list drawn by parts, as markup: which rows these are, what finds others, the ways to them.

A way is an address that `static/suites.js` makes of the one shown, so that it keeps every other choice.
"""

from urllib.parse import urlencode

from markupsafe import escape

from dashboard.figures.content import Part
from dashboard.figures.parts import ROWS, suite_of
from dashboard.showing.markup import Html
from dashboard.words import labels

WHOLE = "Ses fichiers en ont toutes les lignes."


def html_part(table: Html, part: Part, key: str, caption: str) -> Html:
    """The table of a part, between what is sought in the list and the ways to its other parts."""
    return Html(
        '<div class="parties" data-liste="{}">{}<p class="partie" role="status" tabindex="-1">{}</p>{}{}</div>'
    ).format(key, _search(part, key), _told(part), table, _ways(part, key, caption))


def _search(part: Part, key: str) -> Html:
    if not part.is_searched:
        return Html("")
    return Html(
        '<form class="filtre"><label for="cherche-{key}">Chercher dans les {count}</label>'
        '<input type="search" id="cherche-{key}" value="{words}"><button type="submit">Chercher</button></form>'
    ).format(key=key, count=labels.counted(part.count, "ligne"), words=part.words)


def _told(part: Part) -> str:
    """« Lignes 51 à 100 sur 1 148. », of those found where words are sought."""
    among = f"sur {labels.number(part.count)}"
    if part.words:
        if not part.found:
            return f"Aucune ligne {among} ne contient « {part.words} »."
        among = f"sur {labels.number(part.found)} qui contiennent « {part.words} », {among}"
    rows = f"{labels.number(part.first + 1)} à {labels.number(part.first + part.shown)}"
    return f"Lignes {rows} {among}. {WHOLE}"


def _ways(part: Part, key: str, caption: str) -> Html:
    """To the first part, the one before, the one after, the last, where these are others."""
    last = (part.found - 1) // ROWS * ROWS
    places = {"Premières": 0, "Dernières": last, "Précédentes": part.first - ROWS, "Suivantes": part.first + ROWS}
    named = {place: name for name, place in places.items() if 0 <= place <= last and place != part.first}
    links = [_way(named[place], place, part, key) for place in sorted(named)]
    if not links:
        return Html("")
    return Html('<nav aria-label="Autres lignes : {}"><ul class="liens">{}</ul></nav>').format(
        caption, Html("").join(links)
    )


def _way(name: str, place: int, part: Part, key: str) -> Html:
    rows = f"{labels.number(place + 1)} à {labels.number(min(place + ROWS, part.found))}"
    suite = suite_of(key, place, part.words)
    return Html('<li><a href="?{}" data-suite="{}">{} : {}</a></li>').format(
        escape(urlencode({"suite": suite})), escape(suite), name, rows
    )
