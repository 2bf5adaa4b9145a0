"""Territoires, one action of the catalogue: what it is, what is printed of it, and what resembles it elsewhere."""

from dashboard.choices.fields import Selection
from dashboard.figures import action, action_costs, pages
from dashboard.figures.content import Link
from dashboard.showing.figure import WITHIN, show_figure, show_heading
from dashboard.showing.markup import html_alert, html_paragraph, show_html
from dashboard.words.typography import quoted
from queries import search
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, chosen: Selection) -> None:
    _back(chosen)
    if not show_figure(warehouse, action.ACTION, chosen):
        code = quoted(search.harmless(chosen.action))
        said = (
            f"Aucune action ne porte le code « {code} » : elle a été renommée ou retirée depuis que l'adresse a été copiée. "
            "Cherchez-la par son titre ou son organisme dans le catalogue."
        )
        show_html(html_alert(said, "avis"))  # no Markdown: it quotes an address
        return
    if not show_figure(warehouse, action_costs.COSTS, chosen, WITHIN):
        _nothing("Coût et coût par personne", "Aucun document lu ne publie le coût de cette action.")
    if not show_figure(warehouse, action.PRINTED_FIGURES, chosen, WITHIN):
        _nothing("Chiffres publiés", "Aucun document lu ne publie de chiffre de cette action.")
    show_figure(warehouse, action.PROMISES, chosen, WITHIN)
    show_figure(warehouse, action.RELATIVES, chosen, WITHIN)
    show_figure(warehouse, action.SAME_PROJECT, chosen, WITHIN)
    show_figure(warehouse, action.SIMILAR, chosen, WITHIN)


def _back(chosen: Selection) -> None:
    words = (
        f"Retour aux actions trouvées pour « {chosen.recherche} »"
        if chosen.recherche
        else "Retour au catalogue des actions"
    )
    show_html(html_paragraph(Link(f"← {words}", pages.action(chosen, ""))))


def _nothing(title: str, words: str) -> None:
    """A heading whose table would be empty: the absence is told, not left out."""
    show_heading(title, WITHIN)
    show_html(html_paragraph(words, "lecture"))
