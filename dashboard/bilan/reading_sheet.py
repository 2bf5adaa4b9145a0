"""The answers of a sheet: its tables by their header lines, its rows by their keys, its cells by their headers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.bilan.answered import Answer, Place
from dashboard.bilan.asked import KEY, Question, Row, Sheet, Table
from dashboard.bilan.grid import Cell, CellKind, GridSheet, cell_name
from dashboard.bilan.headings import Found, Line, Segment, found_in_sheet, headers_of
from dashboard.bilan.remarks import Remark, Severity, said
from dashboard.bilan.row_names import NAMED_BY, bears, is_optional, label_of, names_another
from dashboard.bilan.values import GROUPED, answer_of
from dashboard.words import labels
from data.nearest import folded

CENT = 0.005
TOTAL = re.compile(r"(sous-)?(total|totaux|somme)\b")
MOST_NAMED = 8
ADD_AN_ACTION = (
    "remettez son repère ; pour une action de plus, redemandez un classeur (page Bilans, « Actions à ajouter », ou "
    "« ctai bilan modele … --actions 1 »), et recopiez-y vos réponses ; sinon, dites en « Commentaire » ce que sont ces chiffres"
)
GIVE_BACK = "remettez-la, telle que l'Atlas l'a donnée"


class SheetReading:
    """What was read of one sheet. `remarks` are in the order of the form; one slip is told once, however many rows it
    touches.
    """

    def __init__(self, name: Sheet, sheet: GridSheet, tables: Sequence[Table]) -> None:
        self.name = name
        self.sheet = sheet
        self.answers: dict[str, Answer] = {}
        self.places: dict[str, Place] = {}
        self.remarks: list[Remark] = []
        self._found: Found = found_in_sheet(sheet, headers_of(tables))
        self._covered = {place: area for area in sheet.merged for place in area.places() if area.size > 1}
        self._told_areas: set[object] = set()
        self._told_rows: set[int] = set()
        self._read_rows: set[int] = set()
        self._doubled: list[tuple[Row, Line, Line]] = []
        self._mixed: list[tuple[Row, str, Cell]] = []
        known = {folded(row.key) for table in tables for row in table.rows}
        self._strays = [line for key, lines in self._found.keyed.items() if key not in known for line in lines]
        self._strays += self._found.unkeyed
        self._headless = [table for table in tables if not self._segments_of(table)]
        self._say_headless()
        for table in tables:
            if table not in self._headless:
                self._read_table(table)
        self._say_doubled()
        self._say_mixed()
        self.remarks += self._added()
        self.remarks += self._hidden()

    def _say(
        self, severity: Severity, found: str, expected: str = "", to_do: str = "", cell: str = "", label: str = ""
    ) -> None:
        self.remarks.append(Remark(severity, found, expected, to_do, self.name, cell, label))

    def _segments_of(self, table: Table) -> list[Segment]:
        (headers,) = headers_of([table])
        return sorted((one for one in self._found.segments if one.is_of(headers)), key=lambda one: -one.shared(headers))

    def _say_headless(self) -> None:
        lacking = [table for table in self._headless if _asks(table)]
        if lacking:
            names = ", ".join(f"« {table.title} »" for table in lacking)
            which, own = ("les tableaux", "leurs lignes") if len(lacking) > 1 else ("le tableau", "sa ligne")
            expected = (
                f"{which} {names} ({sum(map(_asks, lacking))} réponses), {own} d'en-têtes commençant par « {KEY} »"
            )
            self._say(Severity.BLOCKING, "aucune ligne d'en-têtes qui lui réponde", expected, GIVE_BACK)

    def _read_table(self, table: Table) -> None:
        segment = self._segments_of(table)[0]
        self._check_headers(table, segment)
        missing = [row for row in table.rows if not self._read_row(table, row) and row.questions]
        if missing and len(missing) == len([row for row in table.rows if row.questions]):
            strays = {line.row for line in self._strays if line.segment is segment and len(line.cells) > 1}
            if strays or not all(map(is_optional, missing)):
                self._told_rows |= strays
                self._say(
                    Severity.BLOCKING, "aucun des repères attendus", f"les {len(missing)} lignes du tableau « {table.title} »",
                    "remettez les repères", cell_name(segment.header_row, segment.key_column),
                )  # fmt: skip
                return
        self._say_missing([row for row in missing if not self._tell_other_key(row)])

    def _say_missing(self, missing: Sequence[Row]) -> None:
        if optional := [row for row in missing if is_optional(row)]:
            lines = labels.counted(len(optional), "ligne facultative absente")
            keys = ", ".join(row.key for row in optional)
            to_do = "rien à faire ; pour y répondre, redemandez le classeur à l'Atlas"
            self._say(Severity.NOTE, f"{lines} ({keys})", "", to_do)
        owed = [row for row in missing if row not in optional]
        if len(owed) == 1:
            self._say(
                Severity.BLOCKING, "aucune ligne de ce repère", f"le repère « {owed[0].key} »",
                "remettez la ligne, ou son repère", label=label_of(owed[0]),
            )  # fmt: skip
        elif owed:
            keys = _listed([f"« {row.key} »" for row in owed])
            self._say(
                Severity.BLOCKING, f"aucune ligne de {len(owed)} repères", keys, "remettez les lignes, ou leurs repères"
            )

    def _tell_other_key(self, row: Row) -> bool:
        """Whether the row stands in the file all the same, by the names that the Atlas wrote there, under no key or
        another one: told there.
        """
        lines = [*self._strays, *(other for _row, other, _first in self._doubled)]
        own = [line for line in lines if line.row not in self._told_rows and bears(line, row)]
        if len(own) != 1:
            return False
        self._told_rows.add(own[0].row)
        found = said(own[0].key) if own[0].key else "une cellule vide"
        self._say(Severity.BLOCKING, found, f"le repère « {row.key} »", "remettez-le", own[0].key_cell, label_of(row))
        return True

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
        """Whether the row stands in the file. Of one that no longer faces its key nothing is read: whose it is nobody knows."""
        lines = sorted(self._found.keyed.get(folded(row.key), ()), key=lambda line: not bears(line, row))
        self._read_rows |= {line.row for line in lines}
        if not lines:
            return False
        line = lines[0]
        self._doubled += [(row, other, line) for other in lines[1:]]
        (headers,) = headers_of([table])
        if not line.segment.is_of(headers):
            self._say(
                Severity.BLOCKING, "une ligne sous les en-têtes d'un autre tableau", f"le tableau « {table.title} »",
                "remettez-la à sa place", line.key_cell, label_of(row),
            )  # fmt: skip
            return True
        for column in NAMED_BY:
            cell = line.below(column)
            if cell and names_another(table, row, column, cell):
                self._mixed.append((row, column, cell))
                return True
        for column, question in row.questions.items():
            self._read_cell(row, question, line, line.segment.columns.get(folded(column)))
        if table.sheet is not Sheet.CONTRACT:
            self._compare_published(row, line)
        return True

    def _read_cell(self, row: Row, question: Question, line: Line, column: int | None) -> None:
        if column is None:  # told of the header
            return
        self.places[question.question_id] = Place(self.name, cell_name(line.row, column))
        label = label_of(row, question.column)
        area = self._covered.get((line.row, column))
        if area and (line.row, column) != (area.top, area.left):
            if area not in self._told_areas:
                self._told_areas.add(area)
                self._say(
                    Severity.BLOCKING, f"une cellule fusionnée avec {cell_name(area.top, area.left)}", "une réponse par cellule",
                    "défusionnez, et répondez dans chaque cellule", cell_name(line.row, column), label,
                )  # fmt: skip
            return
        cell = line.cells.get(column)
        if cell is None:
            return
        answer, trouble = answer_of(question, cell)
        if trouble:
            self._say(trouble.severity, trouble.found, trouble.expected, trouble.to_do, cell.name, label)
        if answer is not None:
            self.answers[question.question_id] = replace(answer, place=self.places[question.question_id])

    def _compare_published(self, row: Row, line: Line) -> None:
        """A figure of the Atlas's, written over."""
        for column, known in row.known.items():
            cell = line.below(column)
            if cell is not None and isinstance(known, int | float) and not _holds(cell, known):
                to_do = "l'Atlas garde la valeur publiée : dites l'écart en commentaire"
                expected = f"{_plain(known)}, que publie le contrat"
                self._say(Severity.TO_EXPLAIN, said(cell.text), expected, to_do, cell.name, label_of(row, column))

    def _say_doubled(self) -> None:
        doubled = [one for one in self._doubled if one[1].row not in self._told_rows]
        if not doubled:
            return
        row, other, first = doubled[0]
        found = f"le repère « {row.key} » une seconde fois (ligne {other.row})"
        if len(doubled) > 1:
            found = f"{len(doubled)} repères une seconde fois (lignes {_listed([str(one[1].row) for one in doubled])})"
        expected = f"une seule ligne de ce repère (ligne {first.row})" if len(doubled) == 1 else "une ligne par repère"
        label = label_of(row) if len(doubled) == 1 else ""
        self._say(Severity.BLOCKING, found, expected, "gardez la bonne", other.key_cell, label)

    def _say_mixed(self) -> None:
        """The name of another row, which tells that rows were mixed up."""
        if not self._mixed:
            return
        (row, column, cell), *others = sorted(self._mixed, key=lambda one: one[2].row)
        also = f", ni {len(others)} de plus ({_listed([one[2].name for one in others])})" if others else ""
        to_do = f"la ligne n'est plus en face de son repère « {row.key} »{also} : triez des lignes entières"
        self._say(Severity.BLOCKING, said(cell.text), said(row.known[column]), to_do, cell.name, label_of(row, column))

    def _added(self) -> Iterator[Remark]:
        """Rows that bear a key of nobody's, or none: not read. A lone text is a title, or a note beside."""
        for line in self._strays:
            if len(line.cells) < 2 or line.row in self._told_rows:
                continue
            if not line.key:
                yield self._unnamed(line)
            elif not self._is_header_line(line):
                yield Remark(
                    Severity.BLOCKING, f"le repère {said(line.key)}, qui n'est pas de ce bilan", "les seules lignes données",
                    "effacez la ligne ; pour une action de plus, redemandez un classeur avec des lignes ajoutées",
                    self.name, line.key_cell,
                )  # fmt: skip

    def _is_header_line(self, line: Line) -> bool:
        """Whether it is one that lacks its « Repère », or most of its headers: told of its table."""
        texts = {folded(cell.text) for cell in line.cells.values()}
        return any(len(texts.intersection(headers)) > 1 for headers in headers_of(self._headless))

    def _unnamed(self, line: Line) -> Remark:
        """A line that somebody put in: its figures are lost, unless they are a total, or its comment says what they are."""
        first = line.cells[min(line.cells)]
        has_figures = any(_is_figure(line.cells[one]) for one in line.segment.columns.values() if one in line.cells)
        if TOTAL.match(folded(first.text)) or line.below("Commentaire") or not has_figures:
            to_do = "remettez son repère si elle porte des réponses"
            return Remark(Severity.NOTE, "une ligne sans repère, qui n'est pas lue", "", to_do, self.name, first.name)
        return Remark(
            Severity.TO_EXPLAIN, "une ligne sans repère : ses chiffres ne sont pas lus", "les seules lignes données",
            ADD_AN_ACTION, self.name, first.name,
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


def _asks(table: Table) -> int:
    return sum(len(row.questions) for row in table.rows)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST_NAMED
    return ", ".join([*names[:MOST_NAMED], *([f"et {more} de plus"] if more > 0 else [])])


def _is_figure(cell: Cell) -> bool:
    return cell.kind is CellKind.NUMBER or bool(GROUPED.fullmatch(cell.text.strip()))


def _holds(cell: Cell, known: float) -> bool:
    return cell.number is not None and abs(float(cell.number) - known) < CENT


def _plain(number: float) -> str:
    return f"{number:,.2f}".removesuffix(".00").replace(",", "\u202f").replace(".", ",")
