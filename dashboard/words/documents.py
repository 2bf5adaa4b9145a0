"""A document in French: its title, and what else is said of it where several bear the same one."""

from collections.abc import Callable
from typing import Any

import polars as pl

from dashboard.words import labels

Told = Callable[[dict[str, Any]], str]
SURVEYS = {"public-facts": "premier relevé", "public-facts-2": "second relevé"}
# What is said beside a title that several documents bear, the first that tells them apart.
DETAILS: tuple[Told, ...] = (
    lambda row: SURVEYS.get(row["read_via"], ""),
    lambda row: labels.published(row["published_on"], row["published_label"]),
    lambda row: row["publisher"],
)


def titles(documents: pl.DataFrame) -> dict[str, str]:
    """Titles by document_id, no two the same: « Rapport règlement 2023 (second relevé) »."""
    return _told_apart(documents, lambda row: row["title"])


def names(documents: pl.DataFrame) -> dict[str, str]:
    """Titles with their publishers by document_id, no two the same."""
    return _told_apart(documents, lambda row: f"{row['title']} ({row['publisher']})")


def _told_apart(documents: pl.DataFrame, form: Told) -> dict[str, str]:
    alike: dict[str, list[dict[str, Any]]] = {}
    for row in documents.iter_rows(named=True):
        alike.setdefault(form(row), []).append(row)
    told = {row["document_id"]: form(row) for row in documents.iter_rows(named=True)}
    for words, rows in alike.items():
        if len(rows) > 1:
            told |= {
                row["document_id"]: f"{words} ({detail})" for row, detail in zip(rows, _details(rows), strict=True)
            }
    return told


def _details(rows: list[dict[str, Any]]) -> list[str]:
    """What tells each of these documents from the others; their rank where nothing that is known of them does."""
    for detail in DETAILS:
        said = [detail(row) for row in rows]
        if all(said) and len(set(said)) == len(said):
            return said
    return [f"n° {rank}" for rank in range(1, len(rows) + 1)]
