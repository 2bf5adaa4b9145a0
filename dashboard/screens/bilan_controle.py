"""What is made of a filled workbook, step by step: its check, its document, its entry into the Atlas.

The script of the page (`static/bilan.js`) sends the file and puts each answer at its step.
"""

import streamlit as st

from dashboard.bilan.limits import MEGABYTE, MOST_BYTES
from dashboard.bilan.permission import may
from dashboard.showing import present
from dashboard.showing.accepted_bilans import html_known
from dashboard.showing.markup import Html, html_folded, html_paragraph, html_to_copy, show_html
from queries.rights import Right
from queries.warehouse import home

SAID = (
    "Tout ce qui ne va pas est dit à la fois, avec sa cellule et quoi faire. Le classeur est gardé une heure, sans que "
    "personne d'autre puisse le lire, puis effacé."
)
FIELD = Html(
    '<div class="bilan-etape" data-limite="{limit}"><div class="bilan-choix">'
    '<input id="bilan-fichier" type="file" multiple accept=".xlsx,.ods" aria-describedby="bilan-fichier-nom bilan-controle">'
    '<label for="bilan-fichier">Choisir un classeur</label>'
    '<span class="bilan-nom" id="bilan-fichier-nom">En .xlsx ou en .ods, {megabytes}&nbsp;Mo au plus ; '
    "les parties d'un bilan, ensemble</span>"
    '<button type="button" data-fait="controle" disabled>Contrôler</button></div>'
    '<div id="bilan-controle" class="bilan-reponse" role="status" aria-live="polite"></div></div>'
)
NOT_YET = "Un classeur se contrôle, et entre dans l'Atlas, une fois connecté, avec un compte qui en a le rôle."
NO_ROLE = (
    "Un classeur se contrôle, et entre dans l'Atlas, avec un compte qui en a le rôle. Donnez le numéro du vôtre, "
    "{account}, à qui administre l'Atlas de votre service."
)
STEP = Html(
    '<div class="bilan-etape"><div id="{name}" class="bilan-reponse" aria-live="polite"><p>{waiting}</p></div>'
    "{more}</div>"
)
NO_DOCUMENT = "Une fois le classeur contrôlé : en ODT, en DOCX et en PDF, d'après ce classeur même."
NO_IMPORT = "Une fois le classeur contrôlé, sans point bloquant."
ELSEWHERE = (
    "Ici, l'acceptation n'est pas ouverte. Qui a installé l'Atlas de votre service (souvent le service informatique ou la "
    "mission intégration de la préfecture) la fait : envoyez-lui le classeur contrôlé, par votre messagerie. Rien ne part "
    "de cette page."
)
KEPT_HERE = "Pour qui tient cet Atlas"
COMMAND = "ctai bilan importer bilan.xlsx"
IN_FORCE = Html('<div id="bilan-en-vigueur">{}</div>')


def show() -> None:
    """The steps after the workbook is filled; each answer takes the place of the words that wait for it."""
    person = present.person()
    st.header("2. Contrôler le classeur rempli", anchor=False)
    if not may(person, Right.CHECK):
        st.markdown(NO_ROLE.format(account=person.account_id) if person.account_id else NOT_YET)
        return
    st.markdown(SAID)
    show_html(FIELD.format(limit=MOST_BYTES, megabytes=MOST_BYTES // MEGABYTE))
    st.header("3. Écrire le document", anchor=False)
    show_html(STEP.format(name="bilan-document-ecrit", waiting=NO_DOCUMENT, more=""))
    st.header("4. Faire entrer le bilan dans l'Atlas", anchor=False)
    if may(person, Right.IMPORT):
        in_force = IN_FORCE.format(html_known(home(), person))
        show_html(STEP.format(name="bilan-import", waiting=NO_IMPORT, more=in_force))
    else:
        st.markdown(ELSEWHERE)
        how = html_paragraph("Le guide docs/bilan.md dit ce que l'import vérifie, et comment retirer un bilan.")
        show_html(html_folded(KEPT_HERE, html_to_copy(COMMAND, "La commande d'import") + how))
        if may(person, Right.READ_UNPUBLISHED):
            show_html(IN_FORCE.format(html_known(home(), person)))
