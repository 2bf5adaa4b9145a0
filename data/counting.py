"""Reads a table through a plan: the figures of a document, and everything that is wrong with the table.

An empty cell is missing, for the reason that the plan says, and never zero. Nothing is hidden here: who may read what is
no matter of reading.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from data.counted import Counted, Figure, unit_of
from data.files import read_table
from data.nearest import suggestion
from data.plan_keys import STATUSES
from data.plan_rules import PLACE, Vocabulary
from data.plans import Class, Plan, Planned
from data.problems import Problem, quoted
from data.raw import MOST_SHARED_ROWS
from data.reading import named

WHOLE_NUMBERS = {
    "person",
    "household",
    "place",
    "dwelling",
    "contract",
    "action",
    "project",
    "structure",
    "pair",
    "count",
}
PERCENT = 100
EMPTY = ", ou la raison de son absence dans « missing » du plan : une cellule vide n'est pas un zéro"
Number = Decimal | str | None  # a text says why there is no number; None is neither, which is told


def read_counted(plan: Plan, path: Path, words: Vocabulary) -> Counted:
    """The figures that the plan makes of a table, each row judged; all problems, sorted."""
    name = named(path, path.parent)
    needed = _columns(plan)
    accepted = list(dict.fromkeys([*needed, *plan.ignored]))
    frame, problems = read_table(path, path.parent, accepted, False, MOST_SHARED_ROWS, plan.delimiter)
    reading = _Reading(plan, words, name)
    reading.counted.problems += problems
    absent = [column for column in needed if frame.columns and column not in frame.columns]
    for column in absent:
        reading.tell(1, column, "aucune colonne", quoted(column))
    if not frame.is_empty() and not absent:
        ragged = {problem.line for problem in problems if problem.line > 1}
        reading.read([row for row in frame.iter_rows(named=True) if row["line"] not in ragged])
    reading.counted.problems.sort()
    return reading.counted


def _columns(plan: Plan) -> list[str]:
    """The columns that a plan reads, each once."""
    said = [plan.filter, plan.territory_filter, *plan.defaults.values()]
    read = [plan.territory_column] if plan.territory_column else []
    read += [*plan.kept, *(column for _line, cells in plan.absent for column in cells)]
    for figure in plan.figures:
        read += figure.columns
        said += [figure.filter, *figure.cells.values()]
    for whole, parts in plan.sums:
        read += [whole, *parts]
    for one in plan.classes:
        read.append(one.column)
        said.append(one.filter)
    read += [column for column, _cell, _cells in plan.exceptions]
    read += [column for text in said for column in PLACE.findall(text)]
    return list(dict.fromkeys(read))


class _Reading:
    """One table read through one plan."""

    def __init__(self, plan: Plan, words: Vocabulary, name: str) -> None:
        self.plan, self.words, self.name = plan, words, name
        self.counted = Counted()
        self.totals: dict[int, Decimal | None] = {}
        self.lacking: set[int] = set()

    def tell(self, line: int, column: str, found: str, expected: str, file: str = "") -> None:
        self.counted.problems.append(Problem(file or self.name, line, column, found, expected))

    def read(self, table: list[dict]) -> None:
        rows = list(self._kept(table))
        empty = dict.fromkeys(table[0]) if table else {}
        rows += [{**empty, **cells, "file": self.plan.file, "line": line} for line, cells in self.plan.absent]
        for row in rows:
            self._row(row)
        self.counted.rows = len(rows)
        self._repeated()
        self._wholes(rows)
        self._larger_parts()

    def _kept(self, table: list[dict]) -> Iterator[dict]:
        """The rows that the plan takes; a value that it names and that no row has is told."""
        for column, codes in self.plan.kept.items():
            there = {row[column] for row in table}
            for code in codes:
                if code not in there:
                    near = suggestion(code, dict.fromkeys((one for one in there if one), ""))
                    self.tell(1, column, "aucune ligne", f"une ligne où se lit « {code} »{near}")
        for row in table:
            if all(row[column] in codes for column, codes in self.plan.kept.items()):
                yield {column: self.plan.words.get(column, {}).get(cell, cell) for column, cell in row.items()}
            else:
                self.counted.left += 1

    def _row(self, row: dict) -> None:
        territory = self._territory(row)
        for planned in self.plan.figures:
            numbers = [self._number(planned, row, column) for column in planned.columns]
            self._add_up(planned, numbers)
            if territory and not planned.is_whole:
                self.counted.figures.append(self._figure(planned, row, territory, numbers))
        for one in self.plan.classes:
            if territory:
                self._class(one, row, territory)
        for whole, parts in self.plan.sums:
            self._judge_sum(row, whole, parts)

    def _class(self, one: Class, row: dict, territory: str) -> None:
        """The class of a territory: a code that the plan has words for, or one that it leaves without."""
        code = row[one.column] or ""
        if not code or (one.labels and code not in one.labels):
            expected = f"un code parmi {', '.join(one.labels)}" if one.labels else "un code"
            self.tell(row["line"], one.column, quoted(code), expected, row["file"])
            return
        parts = [_filled(text, row) for text in (self.plan.filter, self.plan.territory_filter, one.filter) if text]
        self.counted.classes.append(
            {
                "territory_id": territory,
                "characteristic_id": one.characteristic_id,
                "code": code,
                "label": one.labels.get(code, code),
                "as_of": one.as_of,
                "locator": " ; ".join(parts),
            }
        )

    def _territory(self, row: dict) -> str | None:
        """The territory of a row: that of its code, or the one that the plan says."""
        column = self.plan.territory_column
        if not column:
            return self.plan.territory_id
        code = row[column] or ""
        territory = self.plan.territory_codes.get(code, self.plan.territory_prefix + code)
        if territory in self.words.territories:
            return territory
        near = suggestion(territory, self.words.territories) if code else ""
        expected = f"un code connu, ou dit dans [territory.codes] du plan{near}"
        self.tell(row["line"], column, quoted(code), expected, row["file"])
        return None

    def _number(self, planned: Planned, row: dict, column: str) -> Number:
        text, sign = row[column] or "", self.plan.decimal
        if text in planned.missing:
            return text
        if re.fullmatch(rf"-?[0-9]{{1,15}}({re.escape(sign)}[0-9]{{1,15}})?", text):
            return Decimal(text.replace(sign, "."))
        expected = f"un nombre ({'à virgule' if sign == ',' else 'à point décimal'}, sans espace ni unité)"
        self.tell(row["line"], column, quoted(text), expected + ("" if text else EMPTY), row["file"])
        return None

    def _add_up(self, planned: Planned, numbers: list[Number]) -> None:
        """The sum of the rows, none once a cell cannot be read; what lacks a number that there ought to be is remembered."""
        total = self.totals.setdefault(planned.number, Decimal(0))
        for number in numbers:
            if isinstance(number, str):
                self.lacking |= {planned.number} if planned.missing[number] != "not_applicable" else set()
            else:
                total = None if number is None or total is None else total + number
        self.totals[planned.number] = total

    def _figure(self, planned: Planned, row: dict, territory: str, numbers: list[Number]) -> Figure:
        """One figure of a row: added up when several columns make it, missing as soon as one of them is."""
        cells = self._cells(planned, row, territory, self.plan.territory_filter)
        figure = Figure(planned, row["line"], cells, None)
        self._judge_breakdown(figure)
        reason = next((planned.missing[text] for text in numbers if isinstance(text, str)), None)
        if reason:
            cells |= {"obs_status": STATUSES[reason], "missing_reason": reason}
            cells |= {"note": planned.missing_note} if planned.missing_note else {}
        elif None not in numbers:
            value = sum((number for number in numbers if isinstance(number, Decimal)), Decimal(0))
            figure.value = value if planned.decimals is None else round(value, planned.decimals)
            if wrong := _impossible(figure.value, unit_of(figure, self.words)):
                self.tell(row["line"], figure.column, quoted(f"{figure.value:f}"), wrong)
        return figure

    def _judge_breakdown(self, figure: Figure) -> None:
        """The codes that the row says: those that the plan says by itself were judged with it."""
        if not (said := figure.cells.get("breakdown")):
            return
        pairs = [pair.partition("=") for pair in said.split(";")]
        if any((dimension, code) not in self.words.parents for dimension, _sign, code in pairs):
            figure.cells["breakdown"] = ""
            self.tell(figure.row, figure.column, quoted(said), "une ventilation de data/reference/dimension_codes.csv")

    def _cells(self, planned: Planned, row: Mapping[str, object], territory: str, place: str) -> dict[str, str]:
        """What the plan says of a figure, each « {column} » as the row says it."""
        said = {**self.plan.defaults, **planned.cells}
        for column, cell, own in self.plan.exceptions:
            said |= own if row.get(column) == cell else {}
        cells = {name: _filled(text, row) for name, text in said.items()}
        parts = [_filled(text, row) for text in (self.plan.filter, place, planned.filter) if text]
        return cells | {"territory_id": territory, "locator": " ; ".join(parts)}

    def _judge_sum(self, row: dict, whole: str, parts: tuple[str, ...]) -> None:
        """A total of a row that its parts do not make; nothing is said of rows where one of them is no number."""
        try:
            numbers = [Decimal((row[column] or "").replace(self.plan.decimal, ".")) for column in (whole, *parts)]
        except InvalidOperation:
            return
        if numbers[0] != sum(numbers[1:]):
            expected = f"{sum(numbers[1:]):f}, la somme de {', '.join(parts)}"
            self.tell(row["line"], whole, quoted(row[whole]), expected, row["file"])

    def _repeated(self) -> None:
        """Two rows of one fact: the same territory twice, or columns of which nothing says how they differ."""
        seen: dict[tuple[str, ...], Figure] = {}
        for figure in self.counted.figures:
            first = seen.setdefault(figure.fact, figure)
            if first is not figure:
                place = f"la colonne « {first.column} » de la ligne {first.row} ({figure.cells['territory_id']})"
                self.tell(figure.row, figure.column, f"le même fait que {place}", "un fait par ligne et par colonne")

    def _wholes(self, rows: list[dict]) -> None:
        """The figures of all rows together, before the others; a sum that is not the one declared is told."""
        alike = {
            column: rows[0][column] for column in (rows[0] if rows else {}) if len({row[column] for row in rows}) == 1
        }
        wholes = []
        for planned in self.plan.figures:
            total = self.totals.get(planned.number)
            if planned.total is None or total is None:
                continue
            column = planned.columns[0]
            if total != Decimal(str(planned.total)):
                self.tell(1, column, f"une somme de {total:f}", f"{planned.total}, le total que dit le plan")
            if self.plan.whole_territory and planned.number in self.lacking:
                expected = "un nombre à chaque ligne (« not_applicable » à part) : le total en est un chiffre"
                self.tell(1, column, "des nombres qui manquent", expected)
            elif self.plan.whole_territory:
                self._judge_places(planned, alike)
                cells = self._cells(planned, alike, self.plan.whole_territory, "")
                wholes.append(Figure(planned, 0, cells, total))
        self.counted.figures = wholes + self.counted.figures

    def _judge_places(self, planned: Planned, alike: Mapping[str, object]) -> None:
        """What the rows say each in its own way is nothing that can be said of all of them."""
        said = [self.plan.filter, planned.filter, *self.plan.defaults.values(), *planned.cells.values()]
        for column in dict.fromkeys(column for text in said for column in PLACE.findall(text)):
            if column not in alike:
                self.tell(1, column, "des cellules différentes", "la même à chaque ligne : un total la dit")

    def _larger_parts(self) -> None:
        """A part that is larger than its whole, in one row."""
        for whole, part in self.counted.parts(self.words):
            if whole.value is not None and part.value is not None and part.value > whole.value >= 0:
                expected = f"au plus {whole.value:f}, de la colonne « {whole.column} »"
                self.tell(part.row or 1, part.column, quoted(f"{part.value:f}"), expected)


def _filled(text: str, row: Mapping[str, object]) -> str:
    return PLACE.sub(lambda place: str(row.get(place[1]) or ""), text)


def _impossible(value: Decimal, unit: str) -> str | None:
    """What a number of this unit must be, when it is not."""
    if unit in WHOLE_NUMBERS and (value < 0 or value != value.to_integral_value()):
        return "un nombre entier, zéro compris"
    if unit == "pct" and not 0 <= value <= PERCENT:
        return "un pourcentage entre 0 et 100"
    return None
