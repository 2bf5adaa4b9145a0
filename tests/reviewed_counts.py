"""What of the live corpus is reviewed in tests/golden/: how much of it there is, and its declared discrepancies."""

import polars as pl

from queries.warehouse import Warehouse
from tests.catalogue import find

COUNTED = ["contracts", "contract_parties", "contract_events", "contract_axes", "contract_conditions", "actions",
           "action_themes", "action_indicators", "observations", "repertoire", "left_out",
           "territory_characteristics"]  # fmt: skip


def counts_by_document(warehouse: Warehouse) -> pl.DataFrame:
    """Rows of each table by document: counts.csv."""
    return pl.concat(_counts(warehouse, table) for table in COUNTED).sort("document_id", "table")


def _counts(warehouse: Warehouse, table: str) -> pl.DataFrame:
    """Rows of a table by document; parties, events and themes are their contract's or action's document's."""
    rows = warehouse.table(table)
    if "document_id" not in rows.columns:
        key, owners = ("action_id", "actions") if "action_id" in rows.columns else ("contract_id", "contracts")
        rows = rows.join(warehouse.table(owners).select(key, "document_id"), on=key)
    counts = rows.group_by("document_id").agg(rows=pl.len())
    return counts.select("document_id", pl.lit(table).alias("table"), "rows")


def discrepancies(warehouse: Warehouse) -> pl.DataFrame:
    """Figures that ought to agree and do not, with their gap: discrepancies.csv."""
    found = warehouse.table("discrepancies").select("reconciliation_id", "kind", pl.col("gap").round(2))
    return found.sort("reconciliation_id")


# What practitioners type.
SEARCHED = (
    "permis de conduire", "santé mentale", "colocation", "interprète", "crèche", "cours de français", "parrainage",
    "logement", "emploi restauration", "accès aux droits", "sport",
)  # fmt: skip
COUNTED_OF_A_SHEET = ("contracts", "actions", "observations")
SHEETS = ("com-63113", "com-57463", "fra")


def live_counts(warehouse: Warehouse) -> pl.DataFrame:
    """How many rows the tables hold, how many actions a search finds and which first, what a sheet and two filters count:
    live_counts.csv.
    """
    tables = sorted([*COUNTED, "documents", "reconciliations"])
    counts = [("table", name, warehouse.table(name).height, "") for name in tables]
    for text, found in ((text, find(warehouse, text)) for text in SEARCHED):
        counts.append(("search", text, found.height, found["action_id"][0]))
    for territory_id in SHEETS:
        row = warehouse.read("sheet_territory", territory_id=territory_id).row(0, named=True)
        counts += [("sheet", f"{territory_id} {name}", int(row[f"{name}_count"]), "") for name in COUNTED_OF_A_SHEET]
    levels = warehouse.read("dataset_choices").filter(field="niveau", code="region")
    counts += [
        ("stage", "proposed", find(warehouse, "", stage="proposed").height, ""),
        ("level", "region", levels["figures_count"].item(), ""),
    ]
    parts = {
        "actions": find(warehouse, ""),
        "sport": find(warehouse, "sport"),
        "proposed": find(warehouse, "", stage="proposed"),
    }
    counts += [("parts", name, found["parent_action_id"].count(), "") for name, found in parts.items()]
    return pl.DataFrame(counts, schema=["kind", "counted", "rows", "first"], orient="row")
