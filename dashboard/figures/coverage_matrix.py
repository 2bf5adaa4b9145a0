"""The matrix of coverage: territory × theme, a sign per stage, the surest first, and how many actions beside it."""

from collections.abc import Sequence

import polars as pl

from dashboard.choices.address import address
from dashboard.choices.fields import Selection
from dashboard.figures import coverage_reading
from dashboard.figures.matrix import Matrix, MatrixCell, MatrixColumn, MatrixRow, Sign
from dashboard.figures.spec import Row
from dashboard.words import grammar, labels

# From the surest: the form of the sign, what it says of an action and of several.
STAGES = {
    "contracted": ("inscrite au contrat", "inscrites au contrat"),
    "running": ("en place ou menée", "en place ou menées"),
    "proposed": ("proposée", "proposées"),
    "without_contract": ("hors contrat", "hors contrat"),
}
KEY = {stage: told for stage, (told, _several) in STAGES.items()} | {
    "announced": "axe annoncé, sans action publiée",
    "none": "aucune action trouvée",
    "unread": "aucune action publiée",
}
# In letters that pictures have, which lack the half-filled square.
BESIDE = {"running": f"menées{labels.NBSP}", "proposed": f"□{labels.NBSP}", "without_contract": f"○{labels.NBSP}"}
WITHOUT_CONTRACT = "dont hors contrat seulement"
UNREAD, OTHER_STAGES = "aucun document d'actions", "aucune action de cette étape"


def _counts(row: Row) -> list[tuple[str, int]]:
    """The stages of the actions of a cell, from the surest, with how many there are."""
    return [(stage, row[f"{stage}_count"]) for stage in STAGES if row[f"{stage}_count"]]


def stages(row: Row) -> str:
    """« 2 actions en place ou menées, 1 action proposée »; empty where there is none."""
    return ", ".join(
        f"{labels.counted(count, 'action')} {grammar.plural(count, *STAGES[stage])}" for stage, count in _counts(row)
    )


def says(row: Row) -> str:
    """The cell as a sentence: « Metz, Emploi : 2 actions inscrites au contrat »."""
    return f"{row['territory_name']}, {row['theme_label']} : {_content(row)}"


def beside(row: Row) -> str:
    """What a picture, which draws the surest sign alone, writes beside it: its number, then those of other stages."""
    counts = _counts(row)
    signs = ["", *(BESIDE[stage] for stage, _count in counts[1:])]
    return " ".join(f"{sign}{labels.number(count)}" for sign, (_stage, count) in zip(signs, counts, strict=False))


def _unsigned(row: Row) -> str:
    """« , signature non publiée »: of the actions of a cell that stand in a contract, what is not known of it."""
    count = row["unsigned_count"]
    if count == row["contracted_count"]:
        return ", signature non publiée"
    return f", dont {labels.number(count)} à un contrat sans signature publiée" if count else ""


def _content(row: Row) -> str:
    if row["actions_count"]:
        return stages(row) + _unsigned(row)
    if row["announced_axes"]:
        return f"axe annoncé ({' ; '.join(row['announced_axes'])}), aucune action publiée"
    return "aucune action trouvée dans les documents lus" if row["has_actions"] else "aucune action publiée"


def matrix(frame: pl.DataFrame, chosen: Selection, receipts: Sequence[str]) -> Matrix:
    """`receipts` are the addresses of what stands behind each row of the frame."""
    territories = frame.unique("territory_id", maintain_order=True)
    columns = [_column(row, frame, chosen) for row in territories.iter_rows(named=True)]
    named = [row["territory_id"] for row, column in zip(territories.iter_rows(named=True), columns, strict=True)
             if not column.nothing]  # fmt: skip
    cells = {
        (row["territory_id"], row["theme_label"]): _cell(row, chosen, receipt)
        for row, receipt in zip(frame.iter_rows(named=True), receipts, strict=True)
    }
    marked = coverage_reading.marked(frame, chosen)
    themes = frame["theme_label"].unique(maintain_order=True)
    rows = [MatrixRow(theme, [cells[territory, theme] for territory in named], theme in marked) for theme in themes]
    cells_shown = [cell for row in rows for cell in row.cells]
    there = {sign.form for cell in cells_shown for sign in cell.signs or [Sign("unread")]}
    return Matrix(
        columns,
        rows,
        _totals(territories),
        [(Sign(form), told) for form, told in KEY.items() if form in there],
        coverage_reading.nothing_asked(frame, chosen),
    )


def _column(territory: Row, frame: pl.DataFrame, chosen: Selection) -> MatrixColumn:
    """A territory, its name leading to its sheet; one without anything to show says why once."""
    sheet = address("territoires", chosen, volet="fiche", fiche=territory["territory_id"])
    stages_of = frame.filter(territory_id=territory["territory_id"])["best_stage"]
    if (stages_of != "unread").any():
        return MatrixColumn(territory["territory_name"], sheet)
    return MatrixColumn(territory["territory_name"], sheet, OTHER_STAGES if territory["is_documented"] else UNREAD)


def _cell(row: Row, chosen: Selection, receipt: str) -> MatrixCell:
    if row["actions_count"]:
        signs = _signs(row, chosen)
        figure = f"{signs[0].words}, " if chosen.compte != "actions" else ""
        total = labels.number(row["actions_count"]) if len(signs) > 1 else ""
        return MatrixCell(signs, says(row), f"{figure}{_content(row)}", row["action_titles"], receipt, total)
    if row["best_stage"] == "unread":
        return MatrixCell([], says(row), _content(row))
    leads = receipt if row["announced_axes"] else ""
    return MatrixCell([Sign(row["best_stage"])], says(row), _content(row), address=leads)


def _signs(row: Row, chosen: Selection) -> list[Sign]:
    """A sign per stage with its number; of costs and shares, which are of one stage, the figure."""
    if chosen.compte == "argent":
        return [Sign(row["best_stage"], labels.euros(row["planned_cost_eur"]))]
    if chosen.compte == "part":
        return [Sign(row["best_stage"], labels.rate(row["actions_share_pct"]))]
    return [Sign(stage, labels.number(count)) for stage, count in _counts(row)]


def _totals(territories: pl.DataFrame) -> list[list[str]]:
    """How many themes each territory bears; below, where some are, how many of them by no action of a contract."""
    rows = list(territories.iter_rows(named=True))
    without = [
        labels.number(row["covered_without_contract_count"]) if row["has_actions"] else labels.ABSENT for row in rows
    ]
    covered = [["Thèmes portés", *map(_covered, rows)]]
    return covered + ([[WITHOUT_CONTRACT, *without]] if territories["covered_without_contract_count"].sum() else [])


def _covered(territory: Row) -> str:
    """How many of the themes; a minimum where some may be missing, a document not claiming to be exhaustive."""
    if not territory["has_actions"]:
        return labels.ABSENT
    is_whole = territory["is_exhaustive"] or territory["covered_count"] == territory["themes_count"]
    return f"{'' if is_whole else f'≥{labels.NBSP}'}{territory['covered_count']}"
