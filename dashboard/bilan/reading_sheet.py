"""The answers of a sheet: its tables by their header lines, its rows by their keys, its cells by their headers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from textwrap import shorten

from dashboard.bilan.answered import Answer, Place
from dashboard.bilan.asked import KEY, Question, Row, Sheet, Table
from dashboard.bilan.general import LATER_ROWS
from dashboard.bilan.grid import Cell, CellKind, GridSheet, cell_name
from dashboard.bilan.headings import Found, Keyed, Segment, found_in_sheet
from dashboard.bilan.remarks import Remark, Severity, said
from dashboard.bilan.values import GROUPED, answer_of
from dashboard.words import labels
from data.nearest import folded

LABELS = ("Action", "Indicateur", "Rubrique", "Instance")
LONGEST_NAME = 60  # signs
CENT = 0.005
NAMED_BY = ("Action", "Indicateur")  # known cells that tell when keys were sorted apart from their rows
TOTAL = re.compile(r"(sous-)?(total|totaux|somme)\b")
ADD_AN_ACTION = (
    "remettez son repère ; pour une action de plus, redemandez un classeur (page Bilans, « Actions à ajouter », ou "
    "« ctai bilan modele … --actions 1 »), et recopiez-y vos réponses ; sinon, dites en « Commentaire » ce que sont ces chiffres"
)
GIVE_BACK = "remettez-la, telle que l'Atlas l'a donnée"


def label_of(row: Row, column: str = "") -> str:
    """« 1.1.4. Interprétariat, BPI »: the action, the indicator or the heading of a row, and the column."""
    names = [_begun(str(row.known[label])) for label in LABELS if row.known.get(label)]
    return ", ".join([*(names or [row.key]), *([column] if column else [])])


def _begun(name: str) -> str:
    return shorten(name, LONGEST_NAME, placeholder="…")


class SheetReading:
    """What was read of one sheet. `remarks` are in the order of the form."""

    def __init__(self, name: Sheet, sheet: GridSheet, tables: Sequence[Table]) -> None:
        self.name = name
        self.sheet = sheet
        self.answers: dict[str, Answer] = {}
        self.places: dict[str, Place] = {}
        self.remarks: list[Remark] = []
        self._found: Found = found_in_sheet(sheet)
        self._covered = {place: area for area in sheet.merged for place in area.places() if area.size > 1}
        self._told_areas: set[object] = set()
        self._read_rows: set[int] = set()
        for table in tables:
            self._read_table(table)
        self.remarks += self._added(tables)
        self.remarks += self._hidden()

    def _say(
        self, severity: Severity, found: str, expected: str = "", to_do: str = "", cell: str = "", label: str = ""
    ) -> None:
        self.remarks.append(Remark(severity, found, expected, to_do, self.name, cell, label))

    def _read_table(self, table: Table) -> None:
        headers = [folded(column.header) for column in table.columns]
        segment = max(self._found.segments, key=lambda one: _shared(one, headers), default=None)
        if segment is None or _shared(segment, headers) <= len(headers) // 2:
            if asked := sum(len(row.questions) for row in table.rows):
                expected = (
                    f"le tableau « {table.title} » ({asked} réponses), sa ligne d'en-têtes commençant par « {KEY} »"
                )
                self._say(Severity.BLOCKING, "aucune ligne d'en-têtes qui lui réponde", expected, GIVE_BACK)
            return
        self._check_headers(table, segment)
        missing = [row for row in table.rows if not self._read_row(table, row) and row.questions]
        if missing and len(missing) == len([row for row in table.rows if row.questions]):
            self._say(
                Severity.BLOCKING, "aucun des repères attendus", f"les {len(missing)} lignes du tableau « {table.title} »",
                "remettez les repères", cell_name(segment.header_row, segment.key_column),
            )  # fmt: skip
            return
        if optional := [row for row in missing if _is_optional(row)]:
            lines = labels.counted(len(optional), "ligne facultative absente")
            keys = ", ".join(row.key for row in optional)
            self._say(
                Severity.NOTE,
                f"{lines} ({keys})",
                "",
                "rien à faire ; pour y répondre, redemandez le classeur à l'Atlas",
            )
        for row in missing:
            if row in optional:
                continue
            self._say(
                Severity.BLOCKING, "aucune ligne de ce repère", f"le repère « {row.key} »",
                "remettez la ligne, ou son repère", label=label_of(row),
            )  # fmt: skip

    def _check_headers(self, table: Table, segment: Segment) -> None:
        asked = {column for row in table.rows for column in row.questions}
        for column in table.columns:
            if column.header in asked and folded(column.header) not in segment.columns:
                self._say(
                    Severity.BLOCKING, "aucune colonne de ce nom", f"la colonne « {column.header} » du tableau « {table.title} »",
                    "remettez la colonne, ou son en-tête", cell_name(segment.header_row, segment.key_column),
                )  # fmt: skip
            if column.header in segment.doubled:
                self._say(
                    Severity.BLOCKING, f"deux colonnes « {column.header} »", "une seule", "gardez la bonne",
                    cell_name(segment.header_row, segment.columns[folded(column.header)]),
                )  # fmt: skip

    def _read_row(self, table: Table, row: Row) -> bool:
        """Whether the row stands in the file."""
        entries = self._found.keyed.get(folded(row.key), ())
        for entry in entries:
            self._read_rows.add(entry.row)
        if not entries:
            return False
        entry = entries[0]
        for other in entries[1:]:
            self._say(
                Severity.BLOCKING, f"le repère « {row.key} » une seconde fois (ligne {other.row})",
                f"une seule ligne de ce repère (ligne {entry.row})", "gardez la bonne",
                cell_name(other.row, other.segment.key_column), label_of(row),
            )  # fmt: skip
        if _shared(entry.segment, [folded(column.header) for column in table.columns]) <= len(table.columns) // 2:
            self._say(
                Severity.BLOCKING, "une ligne sous les en-têtes d'un autre tableau", f"le tableau « {table.title} »",
                "remettez-la à sa place", cell_name(entry.row, entry.segment.key_column), label_of(row),
            )  # fmt: skip
            return True
        for column, question in row.questions.items():
            self._read_cell(row, question, entry, entry.segment.columns.get(folded(column)))
        if table.sheet is not Sheet.CONTRACT:
            self._compare_known(table, row, entry)
        return True

    def _read_cell(self, row: Row, question: Question, entry: Keyed, column: int | None) -> None:
        if column is None:  # told of the header
            return
        self.places[question.question_id] = Place(self.name, cell_name(entry.row, column))
        label = label_of(row, question.column)
        area = self._covered.get((entry.row, column))
        if area and (entry.row, column) != (area.top, area.left):
            if area not in self._told_areas:
                self._told_areas.add(area)
                self._say(
                    Severity.BLOCKING, f"une cellule fusionnée avec {cell_name(area.top, area.left)}", "une réponse par cellule",
                    "défusionnez, et répondez dans chaque cellule", cell_name(entry.row, column), label,
                )  # fmt: skip
            return
        cell = entry.cells.get(column)
        if cell is None:
            return
        answer, trouble = answer_of(question, cell)
        if trouble:
            self._say(trouble.severity, trouble.found, trouble.expected, trouble.to_do, cell.name, label)
        if answer is not None:
            self.answers[question.question_id] = replace(answer, place=self.places[question.question_id])

    def _compare_known(self, table: Table, row: Row, entry: Keyed) -> None:
        """The name of another row, which tells that rows were mixed up; or a figure of the Atlas's, written over."""
        for column, known in row.known.items():
            place = entry.segment.columns.get(folded(column))
            cell = entry.cells.get(place) if place else None
            if cell is None:
                continue
            label = label_of(row, column)
            if column in NAMED_BY and folded(cell.text) != folded(str(known)) and _names_another(table, column, cell):
                to_do = f"la ligne n'est plus en face de son repère « {row.key} » : triez des lignes entières"
                self._say(Severity.BLOCKING, said(cell.text), said(known), to_do, cell.name, label)
                return
            if isinstance(known, int | float) and not _holds(cell, known):
                to_do = "l'Atlas garde la valeur publiée : dites l'écart en commentaire"
                expected = f"{_plain(known)}, que publie le contrat"
                self._say(Severity.TO_EXPLAIN, said(cell.text), expected, to_do, cell.name, label)

    def _added(self, tables: Sequence[Table]) -> Iterator[Remark]:
        """Rows that bear a key of nobody's, or none: not read. A lone text is a title, or a note beside."""
        known = {folded(row.key) for table in tables for row in table.rows}
        for key, entries in self._found.keyed.items():
            for entry in entries:
                if key not in known and len(entry.cells) > 1:
                    place = cell_name(entry.row, entry.segment.key_column)
                    yield Remark(
                        Severity.BLOCKING, f"le repère {said(entry.key)}, qui n'est pas de ce bilan", "les seules lignes données",
                        "effacez la ligne ; pour une action de plus, redemandez un classeur avec des lignes ajoutées",
                        self.name, place,
                    )  # fmt: skip
        for row, cells in self._found.unkeyed:
            if len(cells) > 1:
                yield self._unnamed(row, cells)

    def _unnamed(self, row: int, cells: Mapping[int, Cell]) -> Remark:
        """A line that somebody put in: its figures are lost, unless they are a total, or its comment says what they are."""
        place = cell_name(row, min(cells))
        segment = max((one for one in self._found.segments if one.header_row < row), key=lambda one: one.header_row)
        comment = segment.columns.get(folded("Commentaire"))
        is_total = TOTAL.match(folded(cells[min(cells)].text))
        if (
            is_total
            or comment in cells
            or not any(_is_figure(cells[one]) for one in segment.columns.values() if one in cells)
        ):
            to_do = "remettez son repère si elle porte des réponses"
            return Remark(Severity.NOTE, "une ligne sans repère, qui n'est pas lue", "", to_do, self.name, place)
        return Remark(
            Severity.TO_EXPLAIN, "une ligne sans repère : ses chiffres ne sont pas lus", "les seules lignes données",
            ADD_AN_ACTION, self.name, place,
        )  # fmt: skip

    def _hidden(self) -> Iterator[Remark]:
        """Hidden rows and columns are read as the others, and it is said."""
        rows = self._read_rows & self.sheet.hidden_rows
        letters = {place for segment in self._found.segments for place in segment.columns.values()}
        columns = letters & self.sheet.hidden_columns
        for places, kind in ((rows, "ligne"), (columns, "colonne")):
            if places:
                plural = "s" if len(places) > 1 else ""
                words = f"{len(places)} {kind}{plural} masquée{plural}, lue{plural} comme les autres"
                yield Remark(Severity.NOTE, words, "", "affichez-les pour les vérifier", self.name)
        if self.sheet.is_hidden:
            yield Remark(Severity.NOTE, "la feuille est masquée, et lue comme les autres", "", "affichez-la", self.name)


def _is_optional(row: Row) -> bool:
    """What the Atlas adds: a workbook may be older than the addition."""
    if row.key in LATER_ROWS:
        return True
    asked = [question.asked for question in row.questions.values() if question.asked]
    return bool(asked) and all(one.is_addition for one in asked)


def _shared(segment: Segment, headers: Sequence[str]) -> int:
    return sum(header in segment.columns for header in headers)


def _names_another(table: Table, column: str, cell: Cell) -> bool:
    return any(folded(str(row.known.get(column, ""))) == folded(cell.text) for row in table.rows)


def _is_figure(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER or bool(GROUPED.fullmatch(cell.text.strip()))


def _holds(cell: Cell, known: float) -> bool:
    return cell.number is not None and abs(float(cell.number) - known) < CENT


def _plain(number: float) -> str:
    return f"{number:,.2f}".removesuffix(".00").replace(",", "\u202f").replace(".", ",")
