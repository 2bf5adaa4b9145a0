"""What is to be said of a workbook that came back: where, what was found, what was expected, what to do."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dashboard.bilan.asked import Sheet
from data.personal import SHOWN, found_in
from data.problems import MOST_TOLD, quoted
from data.signs import shown


class Severity(StrEnum):
    """How much a remark weighs: the bilan waits, somebody has to say why, or it is good to know."""

    BLOCKING = "blocking"
    TO_EXPLAIN = "to_explain"
    NOTE = "note"


SEVERITY_WORDS = {
    Severity.BLOCKING: ("bloquant", "bloquants"),
    Severity.TO_EXPLAIN: ("à expliquer", "à expliquer"),
    Severity.NOTE: ("pour information", "pour information"),
}


SHEETS = {str(sheet): place for place, sheet in enumerate(Sheet, start=1)}  # the whole file comes before them
CELL = re.compile(r"([A-Z]+)(\d+)")


@dataclass(frozen=True)
class Remark:
    """One thing to say. `sheet` and `cell` are empty for what concerns the whole file, whose `found` may be a sentence."""

    severity: Severity
    found: str
    expected: str = ""
    to_do: str = ""
    sheet: str = ""
    cell: str = ""
    label: str = ""

    @property
    def place(self) -> str:
        """« feuille « Public », cellule E7 (1.1.4. Interprétariat, BPI) »."""
        parts = [f"feuille « {self.sheet} »" if self.sheet else "", f"cellule {self.cell}" if self.cell else ""]
        where = ", ".join(part for part in parts if part) or "classeur"
        return f"{where} ({self.label})" if self.label else where

    def __str__(self) -> str:
        """One sentence, on one line, without a sign that a terminal would obey."""
        if self.found.endswith("."):
            return shown(typeset(self.found))
        place = self.place[0].upper() + self.place[1:]
        wanted = f", attendu {self.expected}" if self.expected else ""
        ending = f" ; {self.to_do}." if self.to_do else "."
        sentence = f"{place} : trouvé {self.found}{wanted}{ending}"
        return shown(typeset(sentence.replace("\n", " ⏎ ").replace("\t", " ")))


def typeset(text: str) -> str:
    """With the no-break spaces of French typography before : and ; and within guillemets."""
    for sign in (";", "!", "?"):
        text = text.replace(f" {sign}", f"\u202f{sign}")
    text = text.replace(" :", "\u00a0:").replace(" %", "\u00a0%").replace(" €", "\u00a0€")
    return text.replace("« ", "«\u00a0").replace(" »", "\u00a0»")


def said(found: object) -> str:
    """A cell's content in guillemets; of what looks personal, its first signs only."""
    for kind, passage in found_in(str(found)):
        return f"{kind}, « {passage[:SHOWN].strip()}… »"
    return quoted(found)


def in_order(remarks: Iterable[Remark]) -> list[Remark]:
    """As the workbook is gone through: sheet by sheet, line by line, cell by cell."""
    return sorted(remarks, key=_stands)


def _stands(remark: Remark) -> tuple[int, int, int, str]:
    column, row = found.groups() if (found := CELL.match(remark.cell)) else ("", 0)
    return SHEETS.get(remark.sheet, 0), int(row), len(column), column


def of_severity(remarks: Iterable[Remark], severity: Severity) -> list[Remark]:
    return [remark for remark in remarks if remark.severity is severity]


def is_acceptable(remarks: Iterable[Remark]) -> bool:
    """Whether nothing blocks."""
    return not of_severity(remarks, Severity.BLOCKING)


def tally(remarks: Sequence[Remark]) -> str:
    """« 2 points bloquants, 1 point à expliquer, 3 points pour information »."""
    counts = [(len(of_severity(remarks, severity)), words) for severity, words in SEVERITY_WORDS.items()]
    told = [f"{count} point{'s' * (count > 1)} {words[count > 1]}" for count, words in counts if count]
    return ", ".join(told) or "rien à reprendre"


def told(remarks: Sequence[Remark]) -> list[str]:
    """The first hundred, the gravest first, and how many are not told."""
    ordered = [remark for severity in Severity for remark in of_severity(remarks, severity)]
    lines = [str(remark) for remark in ordered[:MOST_TOLD]]
    if (rest := len(ordered) - MOST_TOLD) > 0:
        lines.append(f"… et {rest} de plus : seuls les {MOST_TOLD} premiers sont montrés.")
    return lines
