"""What Streamlit's scripts say in English, and what they say instead: one table, applied where they are served.

A string stands here as its script has it, between its signs, so that nothing else of that script is touched. A test holds
that each is found in the scripts of the installed version; another, that no page and no state of one says an English word.

Left in English, for no page of the Atlas can show it: the menu of developers, « Deploy », the sidebar, what is said of a
script that failed (`client.toolbarMode`, `client.showErrorDetails`), and the scripts of elements that no page has.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """A string of a script of Streamlit's (`script` is the name of its file, up to the first stop)."""

    script: str
    english: str
    french: str
    shown: str  # where, and to whom


TABLE = (
    Said("index", "`Skip to main content`", "`Aller au contenu`", "first link of every page"),
    Said("index", "`Running...`", "`Mise à jour en cours…`", "name of the sign that a page is being drawn"),
    Said("index", "`Please wait...`", "`Chargement…`", "a page before its first element"),
    Said("index", "_O=`Connecting`", "_O=`Connexion`", "sign of the connection"),
    Said("index", "`Connecting to Streamlit server`", "`Connexion au serveur`", "tooltip of that sign"),
    Said("index", "bO=`Error`", "bO=`Erreur`", "sign of the connection"),
    Said("index", "`Unable to connect to Streamlit server`", "`Le serveur ne répond pas`", "tooltip of that sign"),
    Said("index", "`Connection error`", "`Connexion perdue`", "title of the dialog of a lost connection"),
    Said("index", "`Connection timed out.`", "`Le serveur n’a pas répondu à temps.`", "words of that dialog"),
    Said("index", "`Bad message format`", "`Message illisible`", "title of a dialog"),
    Said("index", "`Page not found`", "`Page introuvable`", "title of a dialog"),
    Said(
        "index",
        "`The page that you have requested does not seem to exist`",
        "`La page demandée n’existe pas`",
        "words of that dialog",
    ),
    Said("index", "Running the app's main page.", "Voici l’accueil.", "words of that dialog"),
    Said("index", "`Try again`", "`Réessayer`", "button of a dialog"),
    Said("index", "`Continue anyway`", "`Continuer quand même`", "button of a dialog"),
    Said("index", ":`Close`", ":`Fermer`", "button of dialogs, of messages"),
    Said(
        "index",
        "`Connection lost. Please wait for the app to reconnect, then try again.`",
        "`Connexion perdue. Attendez qu’elle soit rétablie, puis recommencez.`",
        "a file that could not be sent",
    ),
    Said("StreamlitMarkdown", "`Help`:`Help for $", "`Aide`:`Aide\u00a0: $", "name of a question mark"),
    Said("StreamlitMarkdown", "`Link to heading`", "`Lien vers ce titre`", "name of the link beside a title"),
    Said("InputInstructions", "`submit form`:`apply`", "`envoyer`:`valider`", "below a field, as one types"),
    Said("InputInstructions", "+Enter to $", "+Entrée pour $", "below a field of several lines"),
    Said("InputInstructions", "`Press $", "`$", "below a field of several lines"),
    Said("InputInstructions", "`Press Enter to $", "`Entrée pour $", "below a field, as one types"),
    Said("TextInput", "`Invalid input.`", "`Saisie refusée.`", "a field that refuses what is typed"),
    Said("utils", "`Choose an option`", "`Choisissez`", "an empty list"),
    Said("utils", "`Choose options`", "`Choisissez`", "an empty list of several choices"),
    Said("utils", "`Choose or add an option`", "`Choisissez ou ajoutez`", "an empty list that takes what is typed"),
    Said("utils", "`Choose or add options`", "`Choisissez ou ajoutez`", "the same, of several choices"),
    Said("utils", "`Add an option`", "`Ajoutez`", "a list without an offer that takes what is typed"),
    Said("utils", "`Add options`", "`Ajoutez`", "the same, of several choices"),
    Said("utils", "`No options to select`", "`Rien à choisir`", "a list without an offer"),
    Said("Multiselect", "`No results`", "`Aucun résultat`", "a list in which nothing is found"),
    Said("Multiselect", "`Clear all`", "`Tout effacer`", "name of a cross"),
    Said("Multiselect", "`Open`", "`Ouvrir`", "name of an arrow"),
    Said("Multiselect", "`Remove $", "`Retirer $", "name of the cross of a choice"),
    Said("Multiselect", "`Selected values`", "`Choix faits`", "name of the choices made"),
    Said(
        "Multiselect",
        "`Add: $",
        "`Chercher, et ajouter si quelque chose en est publié\u00a0: $",
        "what is typed, as an offer",
    ),
    Said("Multiselect", "`Select all`", "`Tout choisir`", "an offer"),
    Said("Multiselect", "`Select ${p.length} matches`", "`Choisir les ${p.length} trouvés`", "an offer"),
    Said("Multiselect", "`option`:`options`", "`choix`:`choix`", "a list of which no more may be chosen"),
    Said(
        "Multiselect",
        "`You can only select up to ${t.maxSelections} ${e}. Remove an option first.`",
        "`Pas plus de ${t.maxSelections} ${e}. Retirez-en un d’abord.`",
        "the same list",
    ),
    Said("Multiselect", "`en-US`", "`fr-FR`", "what is said of a list by its library, which knows French"),
    Said("Selectbox", "`Add: $", "`Chercher\u00a0: $", "what is typed, as an offer"),
    Said("Selectbox", "`No results`", "`Aucun résultat`", "a list in which nothing is found"),
    Said("Selectbox", "`Open`", "`Ouvrir`", "name of an arrow"),
    Said("Selectbox", "`Clear value`", "`Effacer`", "name of a cross"),
    Said("Selectbox", "`en-US`", "`fr-FR`", "what is said of a list by its library, which knows French"),
    Said("Toolbar", "`Fullscreen`,icon", "`Plein écran`,icon", "button above the relief"),
    Said("Toolbar", "`${e}: ${", "`${e}\u00a0: ${", "the same, with what it enlarges"),
    Said("Toolbar", "`Close fullscreen`", "`Quitter le plein écran`", "the same, once it is open"),
    Said("useCopyToClipboard", "`Copied`", "`Copié`", "name of the button beside a code"),
    Said("useCopyToClipboard", "`Copy to clipboard`", "`Copier`", "the same, before"),
    Said("useFloatingOverlay", "`Dismiss`", "`Fermer`", "button of a popover, for screen readers"),
)


def _by_script() -> Mapping[str, Mapping[bytes, bytes]]:
    told: dict[str, dict[bytes, bytes]] = {}
    for said in TABLE:
        told.setdefault(said.script, {})[said.english.encode()] = said.french.encode()
    return told


BY_SCRIPT = _by_script()


def in_french(script: str, content: bytes) -> bytes:
    """The content of a script of this name, with what it says in French."""
    for english, french in BY_SCRIPT.get(script, {}).items():
        content = content.replace(english, french)
    return content
