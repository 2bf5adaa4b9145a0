"""To check a filled workbook: a section of the page of bilans. Its script (`static/bilan.js`) sends the file."""

import streamlit as st

from dashboard.bilan.limits import MEGABYTE, MOST_BYTES
from dashboard.showing.markup import Html, show_html
from dashboard.words import labels

HEADING = "2. Contrôler le classeur rempli"
SAID = (
    "Tout ce qui ne va pas est dit à la fois : la feuille, la cellule, ce qui est trouvé, ce qui est attendu, quoi faire. "
    "Le classeur n'est pas gardé ; une copie marquée, colorée et commentée, peut être téléchargée pendant une heure."
)
FIELD = Html(
    '<div class="bilan-controle" data-adresse="/bilans/controle" data-limite="{limit}">'
    "<p>Classeur rempli, en .xlsx ou en .ods ({megabytes}&nbsp;Mo au plus)</p>"
    '<div class="bilan-choix"><input id="bilan-fichier" type="file" accept=".xlsx,.ods">'
    '<label for="bilan-fichier">Choisir un classeur</label><span class="bilan-nom">Aucun classeur choisi</span></div>'
    '<button type="button" disabled>Contrôler</button>'
    '<div class="bilan-reponse" role="status" aria-live="polite"></div></div>'
)


def show() -> None:
    """The field, and what is answered below it."""
    st.header(labels.spaced(HEADING), anchor=False)
    st.markdown(labels.spaced(SAID))
    show_html(FIELD.format(limit=MOST_BYTES, megabytes=MOST_BYTES // MEGABYTE))
