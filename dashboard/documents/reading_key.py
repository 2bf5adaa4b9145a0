"""What the words and signs of a printed sheet mean, for a reader who has not seen the Atlas."""

from dashboard.figures.content import EXTRACT_MARK
from dashboard.words import grades, labels

NATURES = (
    "ce que le document dit d'un montant : un maximum (plafond), un engagement (engagé), une prévision (prévu), une demande "
    "(demandé), un paiement (versé). Des natures différentes ne s'ajoutent pas et ne se classent pas"
)
KEY = (
    *((name, f"d'un montant par personne, {grades.MEANINGS[code]}") for code, name in grades.NAMES.items()),
    ("Nature", NATURES),
    ("Sous condition", "le document publie une condition à ce montant"),
    ("Inconnu", "aucun document lu ne le dit"),
    (
        f"{labels.ABSENT} ou case vide",
        "rien n'est publié, ou rien ne se calcule : ce n'est jamais un zéro, qui s'écrit 0",
    ),
    (EXTRACT_MARK, "chiffre d'un document lu par extraits, et non en entier"),
    ("[1]", "numéro de la source, dans la liste qui suit"),
)


def key() -> list[tuple[str, str]]:
    return [(name, labels.spaced(f"{words}.")) for name, words in KEY]
