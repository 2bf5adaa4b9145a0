"""The words that the screen no longer says, and where the language still needs them."""

import re

GONE = re.compile(
    r"\b[Ii]mprim(?:é|e\b|ent\b|ait)"  # what a document publishes
    r"|(?<![-\w/])(?<!par )[Rr]apports?\b(?!-| des opérateurs| d'activité)"  # an amount per person
    r"|\b[Dd]egrés? [ABC]\b|[Dd]egré de comparabilité"  # a base that fits, a reserve, a bound
    r"|(?<![Ss]trictement )\b[Cc]omparables?\s*:|montant par personne comparable|● Comparable"  # said of one amount
    r"|\b[Rr]eçus?\b"  # where a figure comes from
    r"|par qui diviser|cartographiée?s?\b|Lignes dessinées|Aucun intervalle n'est montré"
)
CODES = re.compile(r"(?<![\w?&/.#-])[a-z_]{3,}=[A-Za-z0-9_]+\b")  # « sex=M », as data and addresses have it


def old_words(text: str) -> list[str]:
    """What of a text is said in a word given up, each with its neighbours."""
    return [text[max(0, found.start() - 30) : found.end() + 30] for found in GONE.finditer(text)]
