"""What is wrong with a curated file, said so that it can be put right: where, what was found, what was expected."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    line: int
    column: str
    found: str
    expected: str

    def __str__(self) -> str:
        place = f"{self.file}, ligne {self.line}" + (f", colonne « {self.column} »" if self.column else "")
        return f"{place} : trouvé {self.found}, attendu {self.expected}"


def quoted(found: object) -> str:
    """A cell's content as it is shown in a problem."""
    return "une cellule vide" if found in (None, "") else f"« {found} »"
