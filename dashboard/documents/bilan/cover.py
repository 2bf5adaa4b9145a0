"""The cover of the document of a bilan."""

from collections.abc import Iterator

from dashboard.documents.bilan import words
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import counts_few
from dashboard.documents.document import Block, Contents, Facts, Heading, Paragraph
from dashboard.words import labels


def cover(report: Report, chapters: list[str]) -> Iterator[Block]:
    """What is reported on, for whom, and what follows."""
    form, filled = report.form, report.filled
    yield Facts([(name, labels.spaced(told)) for name, told in _identity(report) if told])
    prefecture = "" if words.prefect(form.contract) else "préfecture de …"
    if prefecture:
        yield report.place("couverture-prefecture", "", prefecture)
    yield report.place("couverture-services", "", "services et organismes qui ont fait ce bilan, par leur fonction")
    if words.RESTRICTED in words.marks(filled):
        yield Paragraph(labels.spaced(_restricted(report)))
    yield Heading("Sommaire")
    yield Contents(chapters)


def _identity(report: Report) -> list[tuple[str, str]]:
    form, numbers = report.form, report.numbers
    contract = form.contract
    status = words.status(report.filled)
    validated = numbers.day("bilan-valide", "Réponse") if status == words.VALIDATED else ""
    return [
        ("Période", words.period(form.period_start, form.period_end)),
        ("Contrat", contract.title),
        ("Signataires", " ; ".join(contract.parties)),
        ("État du bilan", f"{status} (comité de pilotage du {validated})" if validated else status),
        ("Remis le", numbers.day("bilan-remis", "Réponse")),
        ("Auteur", numbers.text("bilan-auteur", "Réponse")),
        ("Organisme", form.operator and f"{form.operator} : ses seules actions"),
    ]


def _restricted(report: Report) -> str:
    why = [] if words.is_published(report.filled) else ["ce bilan n'est pas publié"]
    if counts_few(report.filled):
        subject = "il" if why else "ce bilan"
        why.append(f"{subject} compte, au moins une fois, de 1 à 10 personnes, que l'on pourrait reconnaître")
    return f"{words.RESTRICTED} : {' ; '.join(why)}."
