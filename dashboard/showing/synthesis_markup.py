"""The markup of the synthesis: a table that the style sheet turns, so that territories stand side by side on a wide screen.

A row is a territory. No role is said: HTML has none on a row or a cell, and today's browsers keep those of a table that is
laid out otherwise.
"""

from collections.abc import Iterable
from urllib.parse import quote

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.choices.host_path import SITE
from dashboard.drawing.steps import steps
from dashboard.figures.fact import NATURES, SUBJECTS
from dashboard.figures.fact_content import ANNOUNCED, NOTHING_FOUND, STAGES, UNREAD
from dashboard.figures.spec import Row
from dashboard.figures.synthesis_grid import DISPUTED, Grid, Territory
from dashboard.showing.markup import Html, html_each
from dashboard.words import grades, labels
from dashboard.words.grammar import listed

MOST_MONEY = 2  # amounts told below the first one
APART = '<li>{}<span aria-hidden="true">\u00a0· </span></li>'  # what is copied keeps them apart
UNDER = {
    "money": "contribution au contrat, par an",
    "per_person": "sur la base la mieux adaptée",
    "per_inhabitant": "montant annuel, population municipale",
    "yardstick": Html(
        'par <abbr title="bénéficiaire de la protection internationale">BPI</abbr> qui signe un '
        '<abbr title="contrat d’intégration républicaine">CIR</abbr> dans tout le département'
    ),
    "coverage": "thèmes qu'une action porte, toute étape",
    "exits": "taux publié",
}
SIGNS = {stage: one for stage, (one, _told) in STAGES.items()} | {
    ANNOUNCED: "axe annoncé, sans action publiée",
    NOTHING_FOUND: "aucune action trouvée",
    UNREAD: "aucune action publiée",
}


def html_grid(grid: Grid, title: str, more: str) -> Html:
    """The whole grid; `more` is where all the money of these territories is."""
    return Html(
        '<div class="synthese{kind}" style="--colonnes: {count}"><table>'
        "<caption>{title}</caption>"
        '<thead><tr><th scope="col">Territoire</th>{head}</tr></thead>'
        "<tbody>{body}</tbody></table></div>"
    ).format(
        kind=" debout" if grid.stands_upright else "",
        count=len(grid.territories),
        title=title,
        head=Html("").join(map(_header, SUBJECTS)),
        body=Html("").join(_row(territory, grid, more) for territory in grid.territories),
    )


def _header(subject: str) -> Html:
    under = Html(" <small>{}</small>").format(UNDER[subject]) if subject in UNDER else Html("")
    return Html('<th scope="col">{}{}</th>').format(SUBJECTS[subject], under)


def _under(subject: str) -> Html:
    """What stands below the subject, where a phone shows no header: in words alone."""
    return Html(' data-sous="{}"').format(Html.escape(UNDER[subject]).striptags()) if subject in UNDER else Html("")


def _row(territory: Territory, grid: Grid, more: str) -> Html:
    cells = {
        "contract": _contract(territory.facts["contract"]),
        "money": _money(territory, grid, more),
        "per_person": _graded(territory.facts["per_person"][0]),
        "per_inhabitant": _told(territory.facts["per_inhabitant"][0]),
        "yardstick": _graded(territory.facts["yardstick"][0]),
        "coverage": _coverage(territory),
        "exits": _exits(territory.facts["exits"]),
    }
    name = Html('<a href="{}/territoires/{}" target="_self">{}</a>').format(
        SITE, territory.territory_id, territory.name
    )
    data = Html("").join(
        Html('<td data-sujet="{}"{}>{}</td>').format(SUBJECTS[subject], _under(subject), cell)
        for subject, cell in cells.items()
    )
    return Html('<tr><th scope="row">{}</th>{}</tr>').format(name, data)


def _words(fact: Row, words: str = "") -> Html:
    """What is known, which leads to its source; or, in grey, that nothing is, with the reason."""
    if fact["source"]:
        label = f"{fact['words']}, {fact['territory_name']} : source"
        return Html('<a href="{}" target="_self" aria-label="{}">{}</a>').format(
            fact["source"], label, words or fact["words"]
        )
    return Html('<span class="rien" title="{0}">{1}<i>. {0}</i></span>').format(fact["reason"], fact["words"])


def _told(fact: Row) -> Html:
    note = Html("<small>{}</small>").format(fact["note"]) if fact["note"] else Html("")
    return Html("<p>{} {}</p> ").format(_words(fact), note)  # spaces: what is read without the layout is words apart


def _besides(facts: Iterable[Row], *more: Html) -> Html:
    """Facts of less weight, one after the other in small letters."""
    told = [*map(_inline, facts), *more]
    if len(told) > 1:
        *others, last = told
        return Html('<ul class="aussi">{}<li>{}</li></ul>').format(html_each(APART, others), last)
    return Html('<p class="aussi">{}</p>').format(told[0]) if told else Html("")


def _inline(fact: Row) -> Html:
    """What is usual goes without saying here: the nature of an amount that is committed."""
    is_said = fact["note"] and fact["note"] != labels.NATURES[NATURES[0]]
    return Html("{}, {}").format(_words(fact), fact["note"]) if is_said else _words(fact)


def _contract(facts: list[Row]) -> Html:
    return _told(facts[0]) + _besides(facts[1:2])


def _money(territory: Territory, grid: Grid, more: str) -> Html:
    """The amount that speaks for the territory, its steps, then the others, and the way to those that have no room."""
    first, *others = territory.facts["money"]
    left = len(others) - MOST_MONEY
    rest = Html('<a href="{}" target="_self">{}</a>').format(
        more, "un autre montant" if left == 1 else f"{left} autres montants"
    )
    return _drawn(territory, grid) + _told(first) + _besides(others[:MOST_MONEY], *([rest] if left > 0 else []))


def _exits(facts: list[Row]) -> Html:
    """One rate, and how many others the page of exits has: they are of one action each, and do not add up."""
    left = len(facts) - 1
    more = Html('<a href="{}" target="_self">{}</a>').format(
        address("comparer", Selection(), vue="sorties"), "un autre taux" if left == 1 else f"{left} autres taux"
    )
    return _told(facts[0]) + (_besides([], more) if left else Html(""))


def _drawn(territory: Territory, grid: Grid) -> Html:
    if not territory.steps or grid.years is None:
        return Html("")
    told = " ; ".join(
        f"{fact['words']}, {fact['note']}{_contested(fact)}"
        for fact in territory.facts["money"]
        if fact["year"] is not None
    )
    picture = quote(steps(territory.steps, grid.years, grid.highest))
    return Html('<img src="data:image/svg+xml,{}" alt="Marches : {}">').format(picture, told)


def _contested(fact: Row) -> str:
    """What the triangle above a step says, where its note says nothing of its sources."""
    return ", divergence déclarée" if fact["is_disputed"] and not fact["doubt"] else ""


def _graded(fact: Row) -> Html:
    """The value, with what warns of it; below, whom it is for and what was divided by what."""
    if not fact["grade"]:
        return _told(fact)
    value, euro, per = fact["words"].partition("€")
    told = " : ".join(words for words in (per.strip(), fact["note"]) if words)
    return Html("<p>{}{} <small>{}</small></p> ").format(_words(fact, f"{value}{euro}"), _chip(fact), told)


def _chip(fact: Row) -> Html:
    """The word of what is to be read with care: a sound amount bears none, and none reads as a verdict between two."""
    grade = grades.of(fact)
    if grade not in grades.SIGNS:
        return Html("")
    sign = Html('<b aria-hidden="true">{}</b> ').format(grades.SIGNS[grade])
    is_said = fact["words"].startswith(grades.SIGNS[grade])  # « ≈ 855 € » bears the sign already
    return Html(' <span class="degre {}" title="{}">{}{}</span>').format(
        grade.lower(), fact["reason"], "" if is_said else sign, grades.NAMES[grade]
    )


def _coverage(territory: Territory) -> Html:
    """How many themes, then a square for each, in one order for all: without the style sheet, its words."""
    return _told(territory.facts["coverage"][0]) + Html('<ul class="themes">{}</ul>').format(
        Html("").join(map(_theme, territory.themes))
    )


def _theme(fact: Row) -> Html:
    said = f"{fact['words']} : {fact['note']}"
    if fact["source"]:
        label = f"{said}, {fact['territory_name']} : source"
        words = Html('<a href="{}" target="_self" title="{}"><span class="entendu">{}.</span></a>').format(
            fact["source"], said, label
        )
        return Html('<li class="{}">{}</li>').format(fact["stage"], words)
    return Html('<li class="{}" title="{}"><span class="entendu">{}.</span></li>').format(fact["stage"], said, said)


def html_signs(grid: Grid) -> Html:
    """What the signs of this grid say, in the order of the themes: only those that it shows."""
    stages = {theme["stage"] for territory in grid.territories for theme in territory.themes}
    shown = [
        Html('<li><span class="themes"><span class="{}"></span></span>{}</li>').format(stage, words)
        for stage, words in SIGNS.items()
        if stage in stages
    ]
    names = [
        theme["words"].lower() for theme in grid.territories[0].themes
    ]  # none where no document describes an action
    order = Html('<p class="aide">Carrés, ligne par ligne : {}.</p>').format(listed(names)) if names else Html("")
    told = [
        Html("<li><b>{}</b> {}</li>").format(sign, grades.meaning(grade))
        for grade, sign in grades.SIGNS.items()
        if grade in grid.grades
    ]
    disputed = Html('<li><b class="conteste">▲</b> {}</li>').format(DISPUTED) if grid.is_disputed else Html("")
    return Html('<ul class="signes">{}{}{}</ul>{}').format(Html("").join(shown), disputed, Html("").join(told), order)
