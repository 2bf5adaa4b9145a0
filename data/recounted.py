"""Counts the figures of data files again, where their table is at hand: `<document_id>.csv`, read through the plan that the
folder of the document keeps.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from data.counted import Figure
from data.counted_documents import number, vocabulary
from data.counting import read_counted
from data.curation import Curated
from data.files import ORIGIN
from data.plans import read_plan
from data.problems import Problem, quoted
from data.raw import DOCUMENTS, PLAN

SMALL = range(1, 11)


@dataclass
class Recounted:
    """How many figures and classes were counted again, hidden ones among them, in how many tables; documents without."""

    figures: int = 0
    hidden: int = 0
    tables: int = 0
    classes: int = 0
    without_table: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        lacking = f" ; sans table : {', '.join(self.without_table)}" if self.without_table else ""
        tables = f"{self.tables} table{'s' if self.tables > 1 else ''}"
        figures = f"{self.figures} chiffres, dont {self.hidden} tus, et {self.classes} caractéristiques"
        return f"{figures} recomptés dans {tables}{lacking}."


def recount(folder: Path, curated: Curated, root: Path) -> Recounted:
    """Every document that has a plan. Raises CardsRefused, or OSError."""
    done = Recounted()
    plans = sorted((root / DOCUMENTS).glob(f"*/{PLAN}"))
    words = vocabulary(root) if plans else None
    for path in plans:
        table = folder / f"{path.parent.name}.csv"
        if words is None or not table.is_file():
            done.without_table.append(path.parent.name)
            continue
        plan, problems = read_plan(path, words)
        done.problems += problems
        if plan is None:
            continue
        counted = read_counted(plan, table, words)
        done.problems += counted.problems
        number(counted, plan, root)
        done.tables += 1
        done.problems += _compared(counted.figures, plan.document_id, curated, done)
        done.problems += _other_classes(counted.classes, plan.document_id, curated, done)
    return done


def _compared(figures: list[Figure], document_id: str, curated: Curated, done: Recounted) -> Iterator[Problem]:
    """Figures of the document that the table does not give, or gives otherwise."""
    rows = curated.tables["observations"].hstack(curated.origins["observations"].select(ORIGIN))
    counted = {figure.observation_id: figure for figure in figures}
    for row in rows.filter(document_id=document_id).iter_rows(named=True):
        figure = counted.pop(row["observation_id"], None)
        done.figures += 1
        done.hidden += row["conf_status"] != "F"
        if figure is None:
            yield Problem(
                row["file"], row["line"], "observation_id", quoted(row["observation_id"]), "un chiffre de la table"
            )
        elif wrong := _wrong(figure, row):
            yield Problem(row["file"], row["line"], *wrong)
    for figure in counted.values():
        place = f"{document_id}.csv"
        yield Problem(
            place, figure.row or 1, figure.column, "un chiffre que le document n'a pas", "le même nombre de chiffres"
        )


def _other_classes(
    classes: list[dict[str, str]], document_id: str, curated: Curated, done: Recounted
) -> Iterator[Problem]:
    """Characteristics of the document that the table gives otherwise, or not at all."""
    table = curated.tables["territory_characteristics"]
    rows = table.hstack(curated.origins["territory_characteristics"].select(ORIGIN)).filter(document_id=document_id)
    counted = {(one["territory_id"], one["characteristic_id"]): one["code"] for one in classes}
    for row in rows.iter_rows(named=True):
        done.classes += 1
        code = counted.get((row["territory_id"], row["characteristic_id"]))
        if code != row["code"]:
            yield Problem(row["file"], row["line"], "code", quoted(row["code"]), f"{quoted(code)}, lu dans la table")


def _wrong(figure: Figure, row: dict) -> tuple[str, str, str] | None:
    """The column, what the document says and what the table gives, where they differ. What is hidden is shown nowhere."""
    if row["conf_status"] == "C" and (figure.value is None or figure.value not in SMALL):
        return "conf_status", quoted("C"), "F ou N : le compte n'est pas de 1 à 10"
    if row["conf_status"] != "F":
        return None
    if row["missing_reason"] != figure.cells.get("missing_reason"):
        return "missing_reason", quoted(row["missing_reason"]), quoted(figure.cells.get("missing_reason"))
    if figure.value is not None and float(figure.value) != row["value"]:
        return "value", quoted(f"{row['value']:.15g}"), f"{figure.value:f}, compté dans la table"
    return None
