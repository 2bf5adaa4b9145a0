"""One message for one cause: problems that follow from another are kept back, and those of a default name its line."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from data.problems import Problem, quoted
from data.raw import Fill, Raw

SHOWN_LINES = 5
OWN_ID = "l'identifiant du document"  # what the rules say of an identifier that does not begin with its document's


def misnamed(problems: Iterable[Problem]) -> set[str]:
    """CSV files with a column of an unknown name: the column it stands for is missing in each of their rows."""
    return {one.file for one in problems if one.file.endswith(".csv") and one.line == 1 and one.column}


def without_consequences(problems: list[Problem], raw: Raw) -> list[Problem]:
    """A `document.toml` out of form may take its defaults away, and a misnamed column its cells: what is empty then is
    not to blame; nor are the identifiers of a folder whose own name is refused. A compulsory column that a file has
    not at all is told once, unless the rule admits another column of the file in its place.
    """
    folders = {Path(one.file).parent for one in raw.problems if one.file.endswith("/document.toml")}
    doubtful = misnamed(raw.problems)
    misnamed_folders = {Path(one.file).parent for one in problems if one.column == "document_id"}
    told: dict[Problem, None] = {}
    for one in problems:
        empty = one.found == quoted(None)
        header = raw.headers.get(one.file, {one.column})
        absent = empty and one.column not in header and not set(one.expected.split()) & set(header)
        if empty and (Path(one.file).parent in folders or (absent and one.file in doubtful)):
            continue
        if one.expected.startswith(OWN_ID) and Path(one.file).parent in misnamed_folders:
            continue
        if absent:
            one = Problem(
                one.file, 1, one.column, "aucune colonne de ce nom", f"« {one.column} », remplie à chaque ligne"
            )
        told.setdefault(one)
    return list(told)


def told_at_source(problems: list[Problem], fills: list[Fill]) -> list[Problem]:
    """A default that several rows, or all, have wrong is told once, where it is written, with these rows.

    A row that is alone to have it wrong needs a value of its own, and says that this one is a default.
    """
    fill_of = {(fill.file, fill.column): fill for fill in fills}
    rows: dict[tuple[str, str, str, str], set[int]] = defaultdict(set)
    for one in problems:
        rows[one.file, one.column, one.found, one.expected].add(one.line)
    told: dict[Problem, None] = {}
    for one in problems:
        fill = fill_of.get((one.file, one.column))
        if fill and one.line in fill.lines:
            accused = rows[one.file, one.column, one.found, one.expected] & fill.lines
            if len(accused) > 1 or accused == fill.lines:
                taken = f"{one.found} (valeur par défaut de {Path(one.file).name}, {_listed(sorted(accused))})"
                one = replace(one, file=fill.source, line=fill.source_line, found=taken)
            else:
                one = replace(one, found=f"{one.found} (valeur par défaut de document.toml)")
        told.setdefault(one)
    return list(told)


def _listed(lines: list[int]) -> str:
    """« ligne 2 », « lignes 2, 3, 4 et 5 autres »."""
    if len(lines) == 1:
        return f"ligne {lines[0]}"
    first = ", ".join(str(line) for line in lines[:SHOWN_LINES])
    rest = len(lines) - SHOWN_LINES
    return f"lignes {first}" + (f" et {rest} autre{'s' if rest > 1 else ''}" if rest > 0 else "")
