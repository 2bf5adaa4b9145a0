"""The results of a bilan by theme, what is said of them in words, and the decisions that follow."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from dashboard.bilan.asked import Action, Row
from dashboard.bilan.tables import REALISED, TARGET
from dashboard.documents.bilan.exits import cascade, is_step, leavers
from dashboard.documents.bilan.report import Report
from dashboard.documents.document import Block, Heading, Paragraph, PrintedTable
from dashboard.words import labels

OF_EXITS = "3.2"


def results(report: Report) -> Iterator[Block]:
    """The official indicators of each theme of the contract, action by action."""
    themes = _themes(report)
    found = {section: rows for section in themes if (rows := _of_section(report, section))}
    if not found:
        yield Paragraph("Aucun indicateur du répertoire officiel n'est demandé à ce contrat.")
    for section, rows in found.items():
        yield Heading(labels.spaced(themes[section]), 2)
        for action, pairs in groupby(rows, lambda pair: pair[0]):
            own = [row for _action, row in pairs if not is_step(row)]
            if own:
                headers = ["Indicateur", "Visé", "Atteint", "Taux"]
                told = [_row(report, row) for row in own]
                yield PrintedTable(labels.spaced(report.name(action)), headers, told, (8, 2, 3, 2))
                yield from notes_of(report, own)
        if section == OF_EXITS and leavers(report):
            yield from cascade(report)


def _themes(report: Report) -> dict[str, str]:
    """The sections of results of the official repertoire, by their codes: « 3.2 », « Emploi »."""
    names = dict(report.read("themes_defined").select("theme_id", "label").iter_rows())
    items = report.read("repertoire_items", document_id=None).filter(answer="none").iter_rows(named=True)
    titles = {row["section"]: row["label"] for row in items}
    known = report.read("repertoire_items", document_id=None).select("section", "theme_id").unique(maintain_order=True)
    return {
        section: titles.get(section) or names.get(theme, section)
        for section, theme in known.iter_rows()
        if section.startswith("3")
    }


def _of_section(report: Report, section: str) -> list[tuple[Action, Row]]:
    return [
        (action, row)
        for action in report.actions()
        for row in report.indicators(action)
        if row.key.partition("/")[2].startswith(f"{section}-")
    ]


def _row(report: Report, row: Row) -> list[str]:
    return [
        labels.spaced(str(row.known["Indicateur"])),
        aimed(report, row),
        reached(report, row),
        rate(report, row),
    ]


def notes_of(report: Report, rows: Iterable[Row]) -> Iterator[Paragraph]:
    """What the workbook says of indicators, under their table."""
    return report.notes((str(row.known["Indicateur"]), row.key) for row in rows)


def aimed(report: Report, row: Row) -> str:
    """What an indicator aimed at, with its unit."""
    is_said = report.numbers.value(row.key, TARGET) is not None
    return labels.spaced(report.numbers.cell_with_unit(row.key, TARGET)) if is_said else labels.ABSENT


def reached(report: Report, row: Row) -> str:
    """What an indicator reached, with its unit; of a text, its words."""
    return labels.spaced(report.numbers.cell_with_unit(row.key, REALISED))


def rate(report: Report, row: Row) -> str:
    return report.numbers.rate(row.key, REALISED, TARGET) if TARGET in row.questions else labels.ABSENT


def appreciation(report: Report) -> Iterator[Block]:
    """What is said of the whole, by those who answer and by the collectivité; the State speaks on the first page."""
    for key, title, asked in (
        ("resultats", "Principaux résultats", "ce que la période a changé pour les personnes et pour le territoire"),
        ("difficultes", "Principales difficultés", "ce qui a freiné les actions, et ce qui a été fait"),
        (
            "appreciation-collectivite",
            "Appréciation de la collectivité",
            "appréciation de la collectivité sur la période",
        ),
    ):
        yield Heading(title, 2)
        yield report.place(key, report.numbers.text(key, "Texte"), asked)


def prospects(report: Report) -> Iterator[Block]:
    """What comes next; the decisions asked stand on the page for the préfet, and here what is decided."""
    yield Heading("Propositions pour la période suivante", 2)
    yield report.place(
        "perspectives", report.numbers.text("perspectives", "Texte"), "propositions pour la période suivante"
    )
    yield Heading("Suite donnée aux décisions demandées", 2)
    yield report.place("decisions-prises", "", "décisions prises, avec leur date et l'instance qui les a prises")
