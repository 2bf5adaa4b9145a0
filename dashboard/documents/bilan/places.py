"""Which places of the document of a bilan wait for words: said before it is written, with where they are to be written."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.bilan.answered import Filled
from dashboard.bilan.asked import Sheet
from dashboard.bilan.general import SUMMARY
from dashboard.bilan.remarks import typeset
from dashboard.documents.bilan import words
from dashboard.documents.bilan.synthesis import DECISIONS

# The places that no cell of the workbook fills, by their keys.
BY_HAND = {
    "couverture-services": "services et organismes qui ont fait le bilan (page de couverture)",
    "gouvernance": "partenariat (chapitre 2)",
    "decisions-prises": "suite donnée aux décisions demandées (chapitre 9)",
    "pieces": "pièces jointes (annexe D)",
}
PREFECTURE, GAPS, DECIDED = "couverture-prefecture", "ecarts-financiers", "decisions"
OF_SUMMARY = ("appreciation-etat", "resultats", "difficultes", "appreciation-collectivite", "perspectives")


@dataclass(frozen=True)
class Empty:
    """A place by its key, what it waits for, and the cell to write it in; none is written in the document itself."""

    key: str
    words: str
    cell: str = ""


def empty(filled: Filled) -> Iterator[Empty]:
    """The places that nothing in the workbook fills."""
    if not words.prefect(filled.form.contract):
        yield Empty(PREFECTURE, "préfecture (page de couverture)")
    for key, told in BY_HAND.items():
        yield Empty(key, told)
    costs = [f"{action.key}.finances/Commentaire" for action in filled.form.actions]
    if not any(filled.text(one).strip() for one in costs):
        yield Empty(GAPS, "explication des montants", f"{Sheet.FINANCES}, colonne Commentaire")
    for key in OF_SUMMARY:
        if not filled.text(f"{key}/Texte").strip():
            yield Empty(key, SUMMARY[key].lower(), _cell(filled, key))
    if not any(filled.text(f"{key}/Texte").strip() for key in DECISIONS):
        yield Empty(DECIDED, "décisions demandées", _cell(filled, DECISIONS[0]))


def _cell(filled: Filled, key: str) -> str:
    place = filled.places.get(f"{key}/Texte")
    return f"{Sheet.SUMMARY} {place.cell}" if place else str(Sheet.SUMMARY)


def told(filled: Filled) -> list[str]:
    """What waits for words, in one or two sentences: in the workbook, then in the document."""
    found = list(empty(filled))
    cells = [f"{one.words} ({one.cell})" for one in found if one.cell]
    by_hand = [one.words for one in found if not one.cell]
    lines = [f"Le classeur laisse vide : {' ; '.join(cells)}."] if cells else []
    if by_hand:
        count = f"{len(by_hand)} cadre{'s' * (len(by_hand) > 1)} « [à compléter] »"
        lines.append(
            f"{count} s'écrivent à la main, dans l'ODT ou le DOCX, et restent vides dans le PDF : {' ; '.join(by_hand)}."
        )
    return [typeset(line) for line in lines]
