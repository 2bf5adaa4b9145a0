"""What a page says before the scripts that draw it have come: its name, the menu and, of Accueil, the three answers.

It stands over Streamlit's empty shell until the page is drawn (`static/attente.js`), and is all that is seen without
scripts.
"""

from dataclasses import dataclass
from sys import getsizeof

from dashboard.choices.fields import Selection
from dashboard.choices.host_path import SITE
from dashboard.choices.pages import PAGES
from dashboard.datasets.locations import ADDRESS
from dashboard.figures import questions
from dashboard.figures.answer import answered, content
from dashboard.figures.content import Link
from dashboard.showing import cached
from dashboard.showing.markup import Html, html_of
from queries.warehouse import Warehouse

BANNER = Html(
    '<p class="bandeau"><strong>Atlas CTAI</strong>'
    "<span>Contrats d'accueil et d'intégration : chaque chiffre avec sa source</span></p>"
)
WITHOUT_SCRIPTS = Html(
    "<noscript><p>Activez JavaScript pour ouvrir cette page. Sans lui, les chiffres publiés se téléchargent : "
    '<a href="{}observations.csv">observations.csv</a>.</p></noscript>'
)
COMING = Html('<p role="status">Chargement de la page…<progress aria-label="Chargement de la page"></progress></p>')
ANSWERED = (
    (questions.PERSONS, "Comparer leur financement"),
    (questions.THEMES, "Comparer leurs thèmes"),
    (questions.EXITS, "Voir tous les taux"),
)


@dataclass(frozen=True)
class _Told:
    html: Html

    @property
    def size(self) -> int:
        return getsizeof(self.html)


def html_waiting(path: str, answers: Html) -> Html:
    """Of the page at this path."""
    menu = Html("").join(
        Html('<li><a href="{}/{}">{}</a></li>').format(SITE, each, page.title)
        for each, page in PAGES.items()
        if page.is_in_menu
    )
    return Html(
        '<div id="attente"><header>{}<nav aria-label="Pages"><ul>{}</ul></nav></header><h1>{}</h1>{}{}{}</div>'
    ).format(BANNER.format(), menu, PAGES[path].title, COMING.format(), WITHOUT_SCRIPTS.format(ADDRESS), answers)


def html_answers(warehouse: Warehouse) -> Html:
    """The three questions of Accueil, each with what it found and the way to its page."""
    return cached.kept(warehouse, "attente", Selection(), lambda: _Told(_answers(warehouse))).html


def _answers(warehouse: Warehouse) -> Html:
    ways = questions.comparing(cached.read(warehouse, "territories_under_contract"), Selection())
    told = Html("")
    for figure, way in ANSWERED:
        answer = answered(figure, cached.reader(warehouse), Selection())
        if not answer.frame.is_empty():
            made = content(figure, answer)
            link = html_of(Link(way, ways[figure.key]))
            told += Html("<section><h2>{}</h2><p>{}</p><p>{}</p></section>").format(made.title, made.reading, link)
    return told
