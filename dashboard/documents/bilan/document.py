"""The bilan of a contract as a document: chapters and annexes in their order, and the file in each of its forms."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from dashboard.bilan.answered import Filled
from dashboard.bilan.form import Read
from dashboard.documents.bilan import annexes, cover, execution, finances, perspective, results, synthesis, words
from dashboard.documents.bilan.regeneration import TITLE as CHANGES
from dashboard.documents.bilan.regeneration import Former, annex, hidden
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import Numbers
from dashboard.documents.document import Block, Document, Heading
from dashboard.words import labels

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
FORMS = tuple(MEDIA_TYPES)
Chapter = Callable[[Report], Iterator[Block]]
CHAPTERS: Mapping[str, Chapter] = {
    "1. Rappel du contrat": execution.contract,
    "2. Gouvernance et partenariat": execution.steering,
    "3. Exécution des actions": execution.actions,
    "4. Publics": execution.public,
    "5. Résultats par thème": results.results,
    "6. Bilan financier": finances.finances,
    "7. Appréciation qualitative": results.appreciation,
    "8. Mise en perspective": perspective.perspective,
    "9. Perspectives et décisions": results.prospects,
    "Annexe A. Promis et atteint, action par action": annexes.by_action,
    "Annexe B. Rubriques non renseignées": annexes.not_filled,
    "Annexe C. Façons de compter": annexes.counting,
    "Annexe D. Pièces": annexes.documents,
    "Annexe E. Versions": annexes.versions,
    "Annexe F. Signatures": annexes.signatures,
}
AFTER_SYNTHESIS = "1. Rappel du contrat"  # on a new page: what stands before it is given to the préfet alone


def bilan_bytes(
    filled: Filled, read: Read, data_version: str, form: str, day: date, before: Former | None = None
) -> bytes:
    """The whole file in one of FORMS, the same bytes for the same answers, warehouse and day."""
    return write(document(filled, read, data_version, day, before), form)


def write(made: Document, form: str) -> bytes:
    # Each writer loads its own library: nobody waits for that of another.
    match form:
        case "pdf":
            from dashboard.documents.pdf import pdf_bytes

            return pdf_bytes(made)
        case "odt":
            from dashboard.documents.odt import odt_bytes

            return odt_bytes(made)
        case "docx":
            from dashboard.documents.docx import docx_bytes

            return docx_bytes(made)
    raise ValueError(form)


def document(filled: Filled, read: Read, data_version: str, day: date, before: Former | None = None) -> Document:
    """What the document says, whatever its form; the words of the one `before` are kept, and its numbers compared."""
    report = Report(filled, Numbers(filled), read, data_version, before.texts if before else {})
    chapters = list(_chapters(report))
    contents = [*CHAPTERS]
    if before:
        chapters += annex(before, report.numbers, report.places)
        contents.append(CHANGES)
    chapters.append(hidden(report.numbers.bound.values()))
    prefect = words.prefect(filled.form.contract)
    return Document(
        title=labels.spaced(words.title(filled.form)),
        subtitle=labels.spaced(words.period(filled.form.period_start, filled.form.period_end).capitalize()),
        sender=[prefect, f"Édité le {labels.day(day)}"] if prefect else [f"Édité le {labels.day(day)}"],
        footer=labels.spaced(
            f"Bilan d'exécution {words.years(filled.form)} — {filled.form.contract.territory_name} — édité le "
            f"{labels.day(day)} — Atlas CTAI"
        ),
        dated=day,
        marks=words.marks(filled),
        has_cover=True,
        blocks=[*cover.cover(report, contents), *chapters],
    )


def _chapters(report: Report) -> Iterator[Block]:
    yield from synthesis.synthesis(report)
    for title, chapter in CHAPTERS.items():
        yield Heading(title, starts_page=title == AFTER_SYNTHESIS)
        yield from chapter(report)
