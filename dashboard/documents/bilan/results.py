"""The results of a bilan by theme, what is said of them in words, and the decisions that follow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dashboard.bilan.asked import Action, Row
from dashboard.bilan.tables import REALISED, TARGET
from dashboard.bilan.units import TIMES
from dashboard.documents.bilan.exits import cascade, is_step, is_told, leavers
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.synthesis import DECIDED, decisions_asked
from dashboard.documents.document import Block, Heading, Paragraph, PrintedTable
from dashboard.words import labels

OF_EXITS = "3.2"


def results(report: Report) -> Iterator[Block]:
    """What each theme of the contract brought, action by action: what the fiches promise and what the official repertoire
    asks, as far as it is answered; what nobody had to answer, and did not, is one sentence.
    """
    titles = _titles(report)
    found = {section: pairs for section in [*titles, ""] if (pairs := _of_section(report, section))}
    if not found:
        yield Paragraph("Aucun indicateur n'est demandé à ce contrat.")
    for section, pairs in found.items():
        yield Heading(labels.spaced(titles.get(section, "Autres thèmes")), 2)
        silent: dict[str, list[str]] = {}
        for action, rows in pairs:
            own = [row for row in rows if not is_step(row)]
            told = [row for row in own if is_told(report, row)]
            yield from _of_action(report, action, told)
            if not report.numbers.state_not_run(action.key):
                silent[report.short_name(action)] = [str(row.known["Indicateur"]) for row in own if row not in told]
        yield from _unsaid(silent)
        if section == OF_EXITS and leavers(report):
            yield from cascade(report)


def _of_action(report: Report, action: Action, rows: Sequence[Row]) -> Iterator[Block]:
    name = report.name(action)
    if rows:
        told = [_row(report, row) for row in rows]
        headers = ["Indicateur", "Visé", "Atteint", "Taux"]
        yield PrintedTable(labels.spaced(name), headers, told, (8, 2, 3, 2)).without_silent_columns()
        yield from notes_of(report, rows)
    elif state := report.numbers.state_not_run(action.key):
        yield Paragraph(labels.spaced(f"{name} : action {state}."))


def _unsaid(silent: Mapping[str, Sequence[str]]) -> Iterator[Block]:
    """« Facultatif et non renseigné : 1.1.1, participants assidus ; niveau gagné. »"""
    told = [f"{action} : {', '.join(names)}" for action, names in silent.items() if names]
    if told:
        yield Paragraph(labels.spaced(f"Facultatif, et non renseigné. {' ; '.join(told)}."), is_small=True)


def _titles(report: Report) -> dict[str, str]:
    """The sections of results of the official repertoire, by their codes: « 3.2 », « Emploi »."""
    names = dict(report.read("themes_defined").select("theme_id", "label").iter_rows())
    return {section: names.get(theme, section) for section, theme in _themes(report).items()}


def _themes(report: Report) -> dict[str, str]:
    """The theme of each section of results."""
    known = report.read("repertoire_items", document_id=None).select("section", "theme_id").unique(maintain_order=True)
    return {section: theme for section, theme in known.iter_rows() if section.startswith("3")}


def _of_section(report: Report, section: str) -> list[tuple[Action, list[Row]]]:
    """The actions of which something is asked there. What a fiche alone promises stands under the first theme of its
    action; where the repertoire has none, in the section without a code.
    """
    sections = {theme: code for code, theme in reversed(_themes(report).items())}
    found = []
    for action in report.actions():
        is_home = sections.get(next(iter(action.theme_ids), ""), "") == section
        rows = [row for row in report.indicators(action) if _section_of(row) == section or (is_home and _is_own(row))]
        found += [(action, rows)] if rows else []
    return found


def _section_of(row: Row) -> str | None:
    """« 3.2 »; none of what a fiche alone promises."""
    return None if _is_own(row) else row.key.partition("/")[2].partition("-")[0]


def _is_own(row: Row) -> bool:
    """Whether a fiche alone promises it: the repertoire has no such item."""
    return row.key.partition("/")[2].startswith("promis-")


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
    """How much of its target an indicator reached; nothing of a duration or a delay, nor of a target in another unit."""
    if TARGET not in row.questions or REALISED not in row.questions:
        return labels.ABSENT
    unit, aimed_in = (report.numbers.filled.unit(row.questions[column]) for column in (REALISED, TARGET))
    if unit in TIMES or (unit and aimed_in and unit != aimed_in):
        return labels.ABSENT
    return report.numbers.rate(row.key, REALISED, TARGET)


def appreciation(report: Report) -> Iterator[Block]:
    """What is said of the whole, by those who answer, by the State and by the collectivité."""
    for key, title, asked in (
        ("resultats", "Principaux résultats", "ce que la période a changé pour les personnes et pour le territoire"),
        ("difficultes", "Principales difficultés", "ce qui a freiné les actions, et ce qui a été fait"),
        ("appreciation-etat", "Appréciation de l'État", "appréciation de l'État sur la période, en quelques lignes"),
        (
            "appreciation-collectivite",
            "Appréciation de la collectivité",
            "appréciation de la collectivité sur la période",
        ),
    ):
        yield Heading(title, 2)
        yield report.place(key, report.numbers.text(key, "Texte"), asked)


def prospects(report: Report) -> Iterator[Block]:
    """What comes next: what is proposed, what the préfet is asked to decide, and what was decided."""
    yield Heading("Propositions pour la période suivante", 2)
    yield report.place(
        "perspectives", report.numbers.text("perspectives", "Texte"), "propositions pour la période suivante"
    )
    yield Heading("Décisions demandées", 2)
    yield report.place(
        DECIDED,
        decisions_asked(report),
        "versement de la période suivante, report, actions à arrêter ou à changer, avenant",
    )
    yield Heading("Suite donnée aux décisions demandées", 2)
    yield report.place("decisions-prises", "", "décisions prises, avec leur date et l'instance qui les a prises")
