"""Which places of the document of a bilan wait for words: said before it is written, with where they are to be written."""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.bilan.answered import Filled
from dashboard.bilan.asked import Sheet
from dashboard.bilan.general import SUMMARY
from dashboard.bilan.remarks import typeset
from dashboard.bilan.tables import GRANTED, REALISED, WHOLE_CONTRACT
from dashboard.documents.bilan import words
from dashboard.documents.bilan.exits import EXITS, POSITIVE
from dashboard.documents.bilan.synthesis import COMMITTED, DECIDED, DECISIONS, WHOLE

# The places that no cell of the workbook fills, by their keys.
BY_HAND = {
    "couverture-services": "services et organismes qui ont fait le bilan (page de couverture)",
    "gouvernance": "partenariat (chapitre 2)",
    "decisions-prises": "suite donnée aux décisions demandées (chapitre 9)",
    "pieces": "pièces jointes (annexe D)",
}
PREFECTURE, GAPS = "couverture-prefecture", "ecarts-financiers"
# What the key figures of the page for the préfet are read from, where no sum of actions gives it.
OF_CONTRACT = {
    f"{WHOLE}/Total": "personnes accompagnées, chacune comptée une fois",
    f"{WHOLE}/BPI": "BPI parmi elles",
    f"{COMMITTED}/Montant": "P104 engagé, faute de P104 accordé à chaque action",
}
EXITS_OF_CONTRACT = {
    f"{WHOLE_CONTRACT}/{EXITS}/{REALISED}": "sorties du parcours",
    f"{WHOLE_CONTRACT}/{POSITIVE}/{REALISED}": "sorties positives, chaque personne comptée une fois",
}
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


def key_figures(filled: Filled) -> Iterator[Empty]:
    """The cells, all optional, without which a key figure of the page for the préfet says nothing."""
    asked = {one.question_id: (table.sheet, one) for table, _row, one in filled.form.questions()}
    granted = [key for key in asked if key.endswith(f".finances/{GRANTED}")]
    needed = dict(OF_CONTRACT)
    if all(filled.number(key) is not None for key in granted):
        del needed[f"{COMMITTED}/Montant"]
    if not any(_counts_exits(filled, action.key) for action in filled.form.actions):
        needed |= EXITS_OF_CONTRACT
    for question_id, told in needed.items():
        if question_id in asked and question_id not in filled.answers:
            yield Empty(question_id, told, _place(filled, question_id, asked[question_id][0]))


def _counts_exits(filled: Filled, key: str) -> bool:
    """Whether an action says who left and who left well: their sum over actions stands where nobody counted each once."""
    return all(filled.number(f"{key}/{code}/{REALISED}") is not None for code in (EXITS, POSITIVE))


def _cell(filled: Filled, key: str) -> str:
    return _place(filled, f"{key}/Texte", Sheet.SUMMARY)


def _place(filled: Filled, question_id: str, sheet: Sheet) -> str:
    place = filled.places.get(question_id)
    return f"{sheet} {place.cell}" if place else str(sheet)


def told(filled: Filled) -> list[str]:
    """What is left empty, in one to three sentences: figures and words of the workbook, then words of the document."""
    found = list(empty(filled))
    cells = [f"{one.words} ({one.cell})" for one in found if one.cell]
    by_hand = [one.words for one in found if not one.cell]
    lines = [f"Le classeur laisse vide : {' ; '.join(cells)}."] if cells else []
    if lacking := [f"{one.words} ({one.cell})" for one in key_figures(filled)]:
        lines.insert(0, f"Le classeur laisse vide, et la page du préfet ne pourra pas le dire : {' ; '.join(lacking)}.")
    if by_hand:
        count = f"{len(by_hand)} cadre{'s' * (len(by_hand) > 1)} « [à compléter] »"
        lines.append(
            f"{count} s'écrivent à la main, dans l'ODT ou le DOCX, et restent vides dans le PDF : {' ; '.join(by_hand)}."
        )
    return [typeset(line) for line in lines]
