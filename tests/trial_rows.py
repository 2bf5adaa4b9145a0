"""Curated rows written for a test: figures, and the contradictions that they declare."""

import csv
import shutil
from pathlib import Path


def write_rows(path: Path, rows: list[dict[str, str]]) -> None:
    """A curated file with the columns that its rows have."""
    columns = list(dict.fromkeys(name for row in rows for name in row))
    with path.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def set_data_files_aside(root: Path) -> None:
    """The figures that each département has, whatever a trial says of it; those that others name stay."""
    named = (root / "data" / "reference" / "reconciliations.csv").read_text(encoding="utf-8")
    for plan in root.glob("data/documents/*/plan.toml"):
        table = plan.parent / "observations.csv"
        if plan.parent.name not in named:
            shutil.rmtree(plan.parent)
            continue
        with table.open(encoding="utf-8", newline="") as opened:
            rows = [row for row in csv.DictReader(opened) if row["observation_id"] in named]
        write_rows(table, rows)


def printed(said: dict[str, str]) -> str:
    """A passage in which the figure can be read."""
    return "le chiffre publié " + " et ".join(
        said[name] for name in ("value", "value_low", "value_high") if name in said
    )


def declare_contradictions(root: Path, contradictions: dict[str, list[str]]) -> None:
    """A line of reconciliations.csv for each: two that print the same number of different things are declared so."""
    path = root / "data" / "reference" / "reconciliations.csv"
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    for code, (left, right) in contradictions.items():
        same_number = code == "dep-10"
        row = {
            "reconciliation_id": f"essai-{code}",
            "kind": "identical_across_scopes" if same_number else "same_fact",
            "territory_id": code,
            "what": "Essai",
            "left_ids": left,
            "right_ids": right,
            "operator": "!=" if same_number else "=",
            "tolerance": "0",
            "finding": "gap",
            "reason": "Essai.",
            "treatment": rows[0]["treatment"],
        }
        rows.append(row)
    write_rows(path, rows)
