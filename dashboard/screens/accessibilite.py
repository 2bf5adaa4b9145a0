"""Accessibilité: the statement that the law asks for, made of the verdicts on each criterion and of what tests found."""

import os
from collections.abc import Sequence

import streamlit as st

from dashboard.choices.fields import Selection
from dashboard.figures.content import Table
from dashboard.showing.markup import Html, html_each, html_linked, html_paragraph, show_html
from dashboard.showing.tables import html_table
from dashboard.words import accessibility, labels
from dashboard.words.accessibility import Criterion
from queries.warehouse import Warehouse

CONTACT = "CTAI_CONTACT"  # who keeps the installation, as readers may write to them
NO_CONTACT = "Qui tient cette installation n'a pas encore donné de contact."
APPEAL = (
    "Si un défaut d'accessibilité vous empêche d'accéder à un contenu ou à une fonction, que vous le signalez et que vous "
    "n'obtenez pas de réponse, vous pouvez adresser une réclamation au Défenseur des droits : "
    "https://www.defenseurdesdroits.fr"
)


def show(_warehouse: Warehouse, _chosen: Selection) -> None:
    judged = accessibility.criteria()
    st.title("Accessibilité", anchor=False)
    _state(judged)
    _tests()
    _lacking(judged)
    _established()
    st.header("Contact", anchor=False)
    contact = os.environ.get(CONTACT, "").strip()
    show_html(Html("<p>{}</p>").format(html_linked(contact) if contact else NO_CONTACT))
    st.header("Voies de recours", anchor=False)
    show_html(Html("<p>{}</p>").format(html_linked(APPEAL)))
    _criteria(judged)


def _state(judged: Sequence[Criterion]) -> None:
    counts, share = accessibility.counts(judged), accessibility.rate(judged)
    st.header("État de conformité", anchor=False)
    said = f"L'Atlas CTAI est {accessibility.conformity(judged)} au {accessibility.REFERENCE}."
    left = counts[accessibility.NOT_JUDGED]
    if left:
        said += (
            f" {labels.counted(left, 'critère')} sur {len(judged)} ne sont pas encore évalués : rien n'est donc établi."
        )
    if share is not None:
        applying = counts[accessibility.CONFORMING] + counts[accessibility.FAILING]
        said += (
            f" Des {applying} critères évalués qui s'appliquent, {counts[accessibility.CONFORMING]} sont respectés, soit "
            f"{share} %."
        )
    show_html(html_paragraph(said, "lecture"))


def _tests() -> None:
    """What machines can check, with the numbers that the tests hold."""
    axe, keys = accessibility.findings()["axe"], accessibility.findings()["keys"]
    st.header("Ce qui est testé", anchor=False)
    show_html(
        Html("<ul><li>{}</li><li>{}</li><li>{}</li></ul>").format(
            f"Contrôle automatique par axe {axe['version']}, le {labels.day(axe['day'])} : {axe['pages']} pages et "
            f"{axe['states']} états (listes ouvertes, panneaux, messages…), en 1440 et 390 points de large, thème clair et "
            f"sombre demandés : {labels.counted(axe['violations'], 'défaut', 'défauts', 'aucun défaut')}. Un tel contrôle "
            "ne voit qu'une partie des défauts.",
            f"Au clavier seul : comparer trois villes depuis l'accueil en {keys['compare']} touches, ouvrir la source du "
            f"premier chiffre en {keys['source']}, télécharger un jeu de données en {keys['download']}.",
            "Sur chaque page : les repères, l'ordre des titres, le nom de chaque lien et de chaque bouton.",
        )
    )


def _lacking(judged: Sequence[Criterion]) -> None:
    st.header("Contenus non accessibles", anchor=False)
    failing = [each for each in judged if each.verdict == accessibility.FAILING]
    lines = [f"{each.number}. {each.subject} : {each.evidence}" for each in failing]
    if lines:
        show_html(Html("<ul>{}</ul>").format(Html("").join(Html("<li>{}</li>").format(line) for line in lines)))
    else:
        show_html(html_paragraph("Aucun critère n'est jugé non conforme à ce jour."))
    show_html(
        html_paragraph(
            "Aucune dérogation pour charge disproportionnée n'est invoquée. Les documents cités sont ceux de leurs éditeurs : "
            "l'Atlas n'en est pas responsable, et en recopie les chiffres en texte."
        )
    )


def _established() -> None:
    """How it was judged: when, of which pages, made with what, looked at with what."""
    how = accessibility.findings()["statement"]
    st.header("Établissement de cette déclaration", anchor=False)
    said = f"Cette déclaration a été établie le {labels.day(how['day'])}, par une évaluation interne."
    show_html(html_each("<p>{}</p>", [said, *how["judged"]]))
    for title, name in (
        ("Technologies employées", "technologies"),
        ("Environnement de test", "environment"),
        ("Outils", "tools"),
        ("Pages vérifiées", "pages"),
    ):
        st.subheader(title, anchor=False)
        show_html(Html("<ul>{}</ul>").format(html_each("<li>{}</li>", how[name])))


def _criteria(judged: Sequence[Criterion]) -> None:
    st.header(f"Les {len(judged)} critères", anchor=False)
    rows = [
        [each.number, each.subject, each.theme, accessibility.VERDICTS[each.verdict], each.evidence or labels.ABSENT]
        for each in judged
    ]
    table = Table(["Critère", "Ce qu'il demande", "Thème", "Verdict", "Ce qui le montre"], rows)
    show_html(html_table(f"Les {len(judged)} critères du {accessibility.REFERENCE}", table, "criteres"))
