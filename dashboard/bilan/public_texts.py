"""The free texts of a bilan that everybody would read: for who accepts it to read them again, as no pattern knows a name."""

from collections.abc import Iterator

from dashboard.bilan.accepting import is_published, is_validated
from dashboard.bilan.answered import Filled
from dashboard.bilan.asked import Kind, Question
from dashboard.words import labels

ADDRESS = "page_url"
MOST_PLACES = 3
READ_AGAIN = (
    "Relisez-les avant d'accepter : un prénom et un nom sans « M. » ni « Mme » ne sont pas toujours reconnus, et rien de "
    "nominatif ne doit y rester."
)


def to_read_again(filled: Filled) -> Iterator[str]:
    """Each text once, whole, with the cells where it stands; nothing of a bilan of which nothing is public."""
    if not (is_validated(filled) and is_published(filled)):
        return
    texts: dict[str, list[str]] = {}
    for _table, _row, question in filled.form.questions():
        text = " ".join(filled.text(question.question_id).split())
        if text and question.kind is Kind.TEXT and question.field != ADDRESS:
            texts.setdefault(text, []).append(_place(filled, question))
    if texts:
        yield f"{labels.counted(len(texts), 'texte libre sera public', 'textes libres seront publics')}. {READ_AGAIN}"
    yield from (f"  « {text} » ({_told(places)})" for text, places in texts.items())


def _place(filled: Filled, question: Question) -> str:
    """« Actions M10 »; by its row and column where the file has no place for it."""
    place = filled.places.get(question.question_id)
    return f"{place.sheet} {place.cell}" if place else f"{question.row}, {question.column}"


def _told(places: list[str]) -> str:
    more = len(places) - MOST_PLACES
    rest = f" ; et {labels.counted(more, 'autre cellule', 'autres cellules')}" if more > 0 else ""
    return f"{' ; '.join(places[:MOST_PLACES])}{rest}"
