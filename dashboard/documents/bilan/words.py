"""What the document of a bilan is called, of which territory, by whom, and how widely it may be read."""

import re
from collections.abc import Sequence
from datetime import date

from dashboard.bilan.answered import Filled
from dashboard.bilan.asked import Contract, Form
from dashboard.documents.bilan.told_numbers import counts_few
from dashboard.words import bilan_words, labels
from dashboard.words.grammar import SINGULAR_BELOW
from dashboard.words.territories import with_article

RESTRICTED, DRAFT_MARK, FICTITIOUS = "Diffusion restreinte", "Projet", "Données fictives"
DRAFT, VALIDATED = bilan_words.STATUSES["draft"], bilan_words.STATUSES["validated"]
WHOLE_NAMES = {
    "ctai": "contrat territorial d'accueil et d'intégration",
    "ctair": "contrat territorial d'accueil et d'intégration des réfugiés",
    "ptai": "plan territorial d'accueil et d'intégration",
    "cti": "contrat territorial d'intégration",
}
LONGEST_KEPT = 24  # signs of a place that stands on one line of the title with the word before it
LINE_END = re.compile(r"\s*\n\s*")
LITTLE = re.compile(
    r"(?:[\s,;:.]+(?:et|ou|de|du|des|la|les?|une?|en|à|aux?|par|pour|sur|dans|avec|sa|son|ses)?)+$", re.IGNORECASE
)
TRIAL = re.compile(r"\bficti(f|ve)s?\b", re.IGNORECASE)
STATE = re.compile(r"État \((?P<who>.+)\)")
AXIS = re.compile(r"(?P<axis>Axe)\s*(?:n°)?\s*(?P<number>\d+)", re.IGNORECASE)


def cut(words: str, longest: int) -> str:
    """On one line, as much of it as there is room for; it ends on no « et », « de la »."""
    line = LINE_END.sub(" ", words).strip()
    return line if len(line) <= longest else f"{LITTLE.sub('', line[:longest].rpartition(' ')[0])}…"


def title(form: Form) -> str:
    """« Bilan d'exécution 2023 du contrat territorial d'accueil et d'intégration de Metz »; a short name takes the word
    before it along to its line.
    """
    what = WHOLE_NAMES.get(form.contract.programme, "contrat")
    place = of_place(form.contract.territory_name)
    told = f"{what} {place}" if len(place) > LONGEST_KEPT else labels.NBSP.join([what, *place.split(" ")])
    return f"Bilan d'exécution {years(form)} du {told}"


def years(form: Form) -> str:
    first, last = form.period_start.year, form.period_end.year
    return str(first) if first == last else f"{first}-{last}"


def period(start: date, end: date) -> str:
    """« du 1er janvier 2023 au 31 décembre 2023 »."""
    return f"du {labels.day(start)} au {labels.day(end)}"


def of_place(name: str) -> str:
    """« de Metz », « d'Anizy-le-Grand », « du Havre », « de la CC Thiers Dore et Montagne »."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d'{name}" if name[:1] in "AEIOUYÀÂÉÈÊËÎÏÔÙÛH" and name[:1] != "H" else f"de {with_article(name)}"


def prefect(contract: Contract) -> str:
    """« Préfet de la Moselle », as the contract names who signs for the State; empty when nobody is known."""
    for party in contract.parties:
        if (found := STATE.fullmatch(party)) and found["who"].startswith("préf"):
            return found["who"][:1].upper() + found["who"][1:]
    return ""


def short_axis(axis: str) -> str:
    """« Axe 1 » of an axis that has a number; else its words."""
    found = AXIS.match(axis)
    return f"Axe{labels.NBSP}{found['number']}" if found else axis or "Sans axe"


def agreed(state: str, count: int) -> str:
    """The state of so many actions: « réalisées en partie », « non commencée », « sans état renseigné »."""
    return (state if count < SINGULAR_BELOW else state.replace("ée", "ées")) or "sans état renseigné"


def status(filled: Filled) -> str:
    return filled.text("bilan-statut/Réponse") or DRAFT


def is_published(filled: Filled) -> bool:
    return filled.text("bilan-publication/Réponse") == bilan_words.YES


def why_restricted(filled: Filled) -> list[str]:
    """Why it may not be read by everybody; nothing when it may."""
    few = ["un effectif de 1 à 10 personnes ou ménages y figure"] if counts_few(filled) else []
    return few + ([] if is_published(filled) else ["le bilan n'est pas publié"])


def is_fictitious(filled: Filled) -> bool:
    """Whether who answers says so, where the function of the author is asked: « agent (fictif) »."""
    return bool(TRIAL.search(filled.text("bilan-auteur/Réponse")))


def marks(filled: Filled) -> list[str]:
    """What stands on every page: that its answers are of a trial, how widely it may be read, and that it is a draft."""
    told = [FICTITIOUS] if is_fictitious(filled) else []
    told += [RESTRICTED] if why_restricted(filled) else []
    return as_draft(told) if status(filled) == DRAFT else told


def as_draft(marks: Sequence[str]) -> list[str]:
    """The marks of a draft, whatever they were."""
    return [*(mark for mark in marks if mark != DRAFT_MARK), DRAFT_MARK]
