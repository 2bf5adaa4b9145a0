"""The annexes of the document of a bilan: each action, what is not answered and why, how it was counted, versions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from dashboard.bilan.asked import STATE_WORDS, Action, Question, Role, Row, Sheet, State, Table
from dashboard.bilan.tables import REALISED, TARGET
from dashboard.documents.bilan import results
from dashboard.documents.bilan.exits import is_told
from dashboard.documents.bilan.report import Report
from dashboard.documents.bilan.told_numbers import NOT_GIVEN
from dashboard.documents.document import Block, Facts, Heading, Paragraph, PrintedTable
from dashboard.words import labels

STATE, COMMUNITY, AUTHOR = "État", "Collectivité", "Organisme qui a fait ce bilan"
ROLES = (Role.COUNTING, Role.SOURCE, Role.COUNTED_ON)
OF_SHEETS = {Sheet.PUBLIC: "personnes", Sheet.ACTORS: "acteurs", Sheet.FINANCES: "coût et programme 104"}
Way = tuple[str, str, str]  # of counting: how, from what, when
Unfilled = tuple[tuple[str, str, str], str, str]  # the action, why, its comment; of what; which column of it
TEXTS_OF_ACTION = (("Faits marquants", "faits"), ("Difficultés", "difficultes"), ("Raison de l'écart", "ecart"))


def by_action(report: Report) -> Iterator[Block]:
    """What was promised and what was reached, a block an action."""
    for action in report.actions():
        yield Heading(labels.spaced(report.name(action)), 2)
        yield Facts([(name, labels.spaced(words)) for name, words in _facts(report, action) if words], is_kept=True)
        rows = [
            [
                labels.spaced(str(row.known["Indicateur"])),
                str(row.known["Demandé par"]).removeprefix("ajout de l'Atlas, "),
                results.aimed(report, row),
                results.reached(report, row),
                results.rate(report, row),
            ]
            for row in report.indicators(action)
            if not report.numbers.state_not_run(row.key) or is_told(report, row)
        ]
        if rows:
            headers = ["Indicateur", "Demandé par", "Visé", "Atteint", "Taux"]
            yield PrintedTable("Promis et atteint", headers, rows, (8, 4, 2, 4, 2)).without_silent_columns()
            yield from results.notes_of(report, report.indicators(action))
        yield from report.notes([("Acteurs", f"{action.key}.acteurs")])
        for column, code in TEXTS_OF_ACTION:
            key, words = f"{action.key}.{code}", report.numbers.text(action.key, column)
            if words or key in report.kept:
                yield report.place(key, words, column.lower(), column)


def _facts(report: Report, action: Action) -> list[tuple[str, str]]:
    numbers = report.numbers
    start, end = numbers.day(action.key, "Début réel"), numbers.day(action.key, "Fin réelle")
    people, actors = f"{action.key}.public", f"{action.key}.acteurs"
    return [
        ("État", report.state(action) or NOT_GIVEN),
        ("Calendrier prévu", action.calendar),
        (
            "Dates réelles",
            start if start == end else " – ".join(filter(None, (start, end or (start and "sans date de fin")))),
        ),
        ("Organisme", report.operator(action)),
        (
            "refugies.info",
            numbers.text(action.key, "Adresse de la page") or numbers.text(action.key, "Sur refugies.info"),
        ),
        ("Personnes visées", numbers.cell(people, TARGET) if numbers.value(people, TARGET) is not None else ""),
        ("Personnes", _counted(report, people, "Total")),
        ("Acteurs visés", numbers.cell(actors, TARGET) if numbers.value(actors, TARGET) is not None else ""),
        ("Acteurs formés", _counted(report, actors, "Acteurs formés")),
        ("Heures de formation", _counted(report, actors, "Heures de formation")),
        ("Outils", numbers.text(actors, "Outils")),
    ]


def _counted(report: Report, key: str, column: str) -> str:
    """A count; nothing of an action whose state alone says that none is expected."""
    if key not in report.numbers.rows:
        return ""
    words = report.numbers.cell(key, column)
    return "" if words == report.numbers.state_not_run(key) else words


def not_filled(report: Report) -> Iterator[Block]:
    """The headings without a value, with the reason that is given, or none."""
    yield from _not_run(report)
    rows: list[Unfilled] = []
    for table, row, question in report.form.questions():
        if report.numbers.state_not_run(row.key):
            continue
        if question.field == Role.VALUE and (why := _why(report, row, question)):
            action, of = short(report, table, row)
            column = "" if question.column == REALISED else question.column
            rows.append(((action, why, report.said_of(row).get(Role.COMMENT, "")), of, column))
    if not rows:
        yield Paragraph("Toutes les rubriques sont renseignées.")
        return
    yield Paragraph(labels.spaced(f"{labels.counted(len(rows), 'rubrique')} sans valeur."), is_kept=True)
    order = [action.number or report.name(action) for action in report.form.actions]
    rows.sort(key=lambda row: order.index(row[0][0]) if row[0][0] in order else len(order))
    lines = [[labels.spaced(cell) for cell in row] for row in _gathered(rows)]
    headers = ["Action", "Rubriques", "Réponse", "Commentaire"]
    yield PrintedTable("", headers, lines, (2, 11, 3, 4), is_small=True).without_silent_columns()


def _not_run(report: Report) -> Iterator[Block]:
    """The actions of which no figure is expected, with why."""
    for action in report.actions():
        if state := report.numbers.state_not_run(action.key):
            reason = report.numbers.text(action.key, "Raison de l'écart").rstrip(".")
            told = f"{report.name(action)} : action {state}, dont aucun chiffre n'est attendu"
            yield Paragraph(labels.spaced(f"{told} ({reason})." if reason else f"{told}."), is_small=True)


def _gathered(rows: Iterable[Unfilled]) -> list[list[str]]:
    """One line for the headings of an action that have the same reason: « personnes : hommes, femmes »."""
    found: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    for reason, of, column in rows:
        columns = found.setdefault(reason, {}).setdefault(of, [])
        columns += [_within(column)] if column else []
    return [
        [action, " ; ".join(f"{of} : {', '.join(each)}" if each else of for of, each in headings.items()), why, comment]
        for (action, why, comment), headings in found.items()
    ]


def _within(column: str) -> str:
    """A heading within a sentence: « femmes », but « BPI femmes »."""
    return f"{column[:1].lower()}{column[1:]}" if column[1:2].islower() else column


def _why(report: Report, row: Row, question: Question) -> str:
    """Why there is no value; empty where there is one."""
    answer = report.filled.answers.get(question.question_id)
    if answer is not None and answer.value is not None:
        return ""
    if answer is not None and answer.state is not State.REPORTED:
        return STATE_WORDS[answer.state]
    state = report.numbers.text(row.key, "État") if question.column == REALISED else ""
    return state if state and state != STATE_WORDS[State.REPORTED] else NOT_GIVEN


def counting(report: Report) -> Iterator[Block]:
    """How the numbers were counted, when, and from what: one line for all that were counted alike."""
    ways: dict[tuple[Sheet, str], set[Way]] = {}
    told = []
    for table, row in report.form.rows():
        said = report.said_of(row)
        way = (said.get(Role.COUNTING, ""), said.get(Role.SOURCE, ""), said.get(Role.COUNTED_ON, ""))
        if any(way):
            action, what = short(report, table, row)
            ways.setdefault((table.sheet, action), set()).add(way)
            told.append((table.sheet, action, what, way))
    found: dict[Way, dict[str, list[str]]] = {}
    for sheet, action, what, way in told:
        is_one = sheet is Sheet.INDICATORS and len(ways[sheet, action]) == 1
        actions = found.setdefault(way, {}).setdefault("indicateurs" if is_one else what, [])
        actions += [] if action in actions else [action]
    if not found:
        yield Paragraph("Le bilan ne dit pas comment ses chiffres ont été comptés.")
        return
    rows = [[_by_actions(each), *(one or labels.ABSENT for one in way)] for way, each in found.items()]
    headers = ["Chiffres, par action", "Façon de compter", "Source", "Compté le"]
    told_rows = [[labels.spaced(cell) for cell in row] for row in rows]
    yield PrintedTable("", headers, told_rows, (10, 3, 4, 3), is_small=True).without_silent_columns()


def _by_actions(named: Mapping[str, Sequence[str]]) -> str:
    """« 1.1.1, 1.1.2 : coût et programme 104 »: what the same actions count stands together."""
    found: dict[str, list[str]] = {}
    for what, actions in named.items():
        found.setdefault(", ".join(actions), []).append(what)
    return " ; ".join(f"{actions} : {', '.join(what)}" for actions, what in found.items())


def short(report: Report, table: Table, row: Row) -> tuple[str, str]:
    """The action of a row by its number, and what of it: « 1.2.4 », « Sorties positives »; of the contract otherwise."""
    what = str(row.known.get("Indicateur") or row.known.get("Rubrique") or OF_SHEETS.get(table.sheet, row.key))
    if row.key.startswith("financeur-"):
        what = f"autre financeur n° {int(row.key.rpartition('-')[2])}"
    for action in report.form.actions:
        if row.key.startswith((f"{action.key}/", f"{action.key}.")):
            return action.number or report.name(action), what
    return "Contrat", what


def documents(report: Report) -> Iterator[Block]:
    yield report.place("pieces", "", "pièces jointes : conventions, comptes, listes d'émargement, comptes rendus")


def versions(report: Report) -> Iterator[Block]:
    filled = report.filled
    pairs = [
        ("Fichier", filled.file_name),
        ("Empreinte du fichier", filled.sha256),
        ("Formulaire", f"version {report.form.form_version}"),
        ("Données du classeur", report.form.data_version),
        ("Données de l'Atlas", report.data_version),
        ("Bilan", report.form.bilan_id),
    ]
    yield Facts([(name, words) for name, words in pairs if words], is_small=True, is_kept=True)


def signatures(report: Report) -> Iterator[Block]:
    """A place to sign for each party that signed the contract, the State first, then for who made the bilan."""
    parties = sorted(report.form.contract.parties, key=lambda party: not party.startswith(STATE))
    rows = [[labels.spaced(name), "", "", ""] for name in [*(parties or (STATE, COMMUNITY)), AUTHOR]]
    yield PrintedTable("", ["Partie", "Fonction", "Date", "Signature"], rows, (5, 5, 3, 5), is_tall=True)
