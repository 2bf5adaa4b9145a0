"""Makes the folder of a document out of what was counted in a table, and keeps what is hidden out of it.

The folder holds the plan as it was given, so that the table can be counted again.
"""

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from data.cards import Card, load_cards
from data.counted import FACT, Counted, Figure, unit_of
from data.plan_rules import FIXED, Vocabulary
from data.plans import Plan
from data.raw import DOCUMENTS, PLAN, read_raw
from data.writing import forget, new_folder, put_in_place, write_whole

UNFINISHED = ".jeu."
PUBLISHED = "F"
RESERVED = ("observation_id", "value")


def vocabulary(root: Path) -> Vocabulary:
    """What a plan of this checkout may name. Raises CardsRefused."""
    cards = load_cards(root / "data" / "cards")
    raw = read_raw(root, cards)
    codes = raw.frame("dimension_codes").select("dimension", "code", "parent_code")
    measures, territories = raw.frame("measures"), raw.frame("territories")
    return Vocabulary(
        cards=cards,
        measures=dict(measures.select("measure_id", "unit").iter_rows()),
        labels=dict(measures.select("measure_id", "label").iter_rows()),
        parents={(dimension, code): parent for dimension, code, parent in codes.iter_rows()},
        territories=dict(territories.select("territory_id", "name").iter_rows()),
    )


def number(counted: Counted, plan: Plan, root: Path) -> None:
    """Gives each figure its identifier: the one that its fact already has, or the next one."""
    known = _known(root / DOCUMENTS / plan.document_id, plan)
    last = max((int(identifier[-4:]) for identifier in known.values()), default=0)
    for figure in counted.figures:
        identifier = known.get(figure.fact)
        if identifier is None:
            last += 1
            identifier = f"{plan.document_id}.{last:04d}"
        figure.observation_id = identifier
    counted.figures.sort(key=lambda figure: figure.observation_id)


@dataclass(frozen=True)
class Committed:
    """A figure of the document that stands: its count, or that of the reserve, and its status (F, C or N)."""

    count: int | None
    status: str


def committed(plan: Plan, root: Path, reserve: Path) -> dict[str, Committed]:
    """The figures of the document that stands, by identifier; one that is hidden may have lost its count."""
    kept = {row["observation_id"]: row["value"] for row in _rows(reserve / f"{plan.document_id}.csv")}
    return {
        row["observation_id"]: Committed(
            _whole(row.get("value") or kept.get(row["observation_id"])), status or PUBLISHED
        )
        for row in _rows(root / DOCUMENTS / plan.document_id / "observations.csv")
        for status in [row.get("conf_status")]
    }


def _rows(table: Path) -> list[dict[str, str]]:
    if not table.is_file():
        return []
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() else None


def _known(folder: Path, plan: Plan) -> dict[tuple[str, ...], str]:
    """The identifiers that the document gave, by fact."""
    given = _rows(folder / "observations.csv")
    rows = [{**plan.defaults, **{name: cell for name, cell in row.items() if cell}} for row in given]
    return {tuple(row.get(name, "") for name in FACT): row["observation_id"] for row in rows}


def files(plan: Plan, source: bytes, counted: Counted, hidden: Mapping[str, str], card: Card) -> dict[str, bytes]:
    """The files of the folder. `hidden` says the status of each figure that is not published (C or N)."""
    rows = [_row(figure, hidden.get(figure.observation_id, PUBLISHED), plan) for figure in counted.figures]
    columns = [name for name in card.names if any(row.get(name) for row in rows)]
    content = {"document.toml": _document(plan, bool(rows)).encode(), PLAN: source}
    if rows:
        content["observations.csv"] = _csv(columns, ([row.get(name, "") for name in columns] for row in rows))
    if counted.classes:
        content["territory_characteristics.csv"] = _csv(counted.classes[0], (one.values() for one in counted.classes))
    return content


def reserved(counted: Counted, hidden: Mapping[str, str], words: Vocabulary) -> bytes:
    """The counts that are in no file that everybody reads; nothing when none is hidden. Percentages follow from them."""
    counts = [one for one in counted.figures if one.observation_id in hidden and unit_of(one, words) != "pct"]
    rows = [[one.observation_id, f"{one.value:f}"] for one in counts]
    return _csv(RESERVED, rows) if rows else b""


def put(folder: Path, content: Mapping[str, bytes], may_replace: bool) -> None:
    """The folder, whole or not at all; the one that it replaces is there until it is. Raises OSError."""
    prefix = f"{UNFINISHED}{folder.name}."  # what another document left is not ours to forget
    forget(folder.parent, prefix)
    new = new_folder(folder.parent, prefix)
    for name, bytes_ in content.items():
        (new / name).write_bytes(bytes_)
    if may_replace and folder.is_dir():
        folder.rename(new_folder(folder.parent, prefix) / folder.name)
    put_in_place(new, folder)
    forget(folder.parent, prefix)


def put_aside(reserve: Path, content: bytes, document_id: str) -> None:
    """The hidden values, which their owner alone may read. Raises OSError."""
    reserve.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = reserve / f"{document_id}.csv"
    if not content:
        path.unlink(missing_ok=True)
        return
    opened = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)  # the file has its rights before it has its content
    os.fchmod(opened, 0o600)
    os.close(opened)
    write_whole(content, path)


def _row(figure: Figure, status: str, plan: Plan) -> dict[str, str]:
    """The cells that the defaults of the document do not say."""
    cells = {name: cell for name, cell in figure.cells.items() if cell != plan.defaults.get(name)}
    cells["observation_id"] = figure.observation_id
    if status != PUBLISHED:
        return cells | {"obs_status": "Q", "missing_reason": "suppressed", "conf_status": status}
    return cells | ({"value": f"{figure.value:f}"} if figure.value is not None else {})


def _document(plan: Plan, has_figures: bool) -> str:
    cells = {**plan.document, **FIXED}
    lines = [f"{name} = {_quoted(cell)}" for name, cell in cells.items()]
    said = {name: cell for name, cell in plan.defaults.items() if "{" not in cell and has_figures}
    lines += (
        ["", "[defaults.observations]", *(f"{name} = {_quoted(cell)}" for name, cell in said.items())] if said else []
    )
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string of TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _csv(header: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([list(header), *map(list, rows)])
    return text.getvalue().encode()
