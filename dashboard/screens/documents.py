"""Sources et méthode, all documents: what was read, and how much was taken from each."""

from dataclasses import replace

import polars as pl

from dashboard import labels
from dashboard.choices.fields import Selection
from dashboard.figure import show_content
from dashboard.figures import provenance
from dashboard.figures.content import Content, Link, Table
from queries.warehouse import Warehouse


def show(warehouse: Warehouse, documents: pl.DataFrame, chosen: Selection) -> None:
    show_content(
        warehouse,
        Content(
            key="documents",
            title="Documents lus",
            frame=documents,
            reading=(
                "Ce qui a été tiré de chaque document, et ce qui y a été lu puis laissé de côté. Un document lu par extraits "
                "l'a été au travers d'un relevé de pages publiques. Le titre mène à la page du document, table par table."
            ),
            table=Table(
                ["Document", "Éditeur", "Date", "Fiabilité", "Étendue", "Chiffres", "Actions", "Laissés de côté", "Adresse"],
                [
                    [
                        Link(row["title"], address(chosen, row["document_id"])),
                        row["publisher"],
                        labels.published(row["published_on"], row["published_label"]),
                        labels.RELIABILITIES[row["reliability"]],
                        labels.COMPLETENESSES[row["completeness"]],
                        labels.number(row["observations_count"]),
                        labels.number(row["actions_count"]),
                        labels.number(row["left_out_count"]),
                        provenance.address(row["url"]),
                    ]
                    for row in documents.iter_rows(named=True)
                ],
            ),
        )
    )  # fmt: skip


def address(chosen: Selection, document_id: str) -> str:
    """The page of one document."""
    return f"/sources?{replace(chosen, rubrique='documents', document=document_id).query()}"
