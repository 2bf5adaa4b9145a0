"""Where figures were printed, as lines of a list of sources."""

from collections.abc import Callable

import polars as pl

from dashboard.figures.content import Quoting, Source
from dashboard.words import grammar, labels, passages
from queries.cited import cited_ids

ALL_OF_THEM = "qui se lisent toutes à la rubrique Divergences de la page Sources et méthode"
Read = Callable[..., pl.DataFrame]


def sources(read: Read, frame: pl.DataFrame, *columns: str) -> list[Source]:
    """The sources of the figures that these columns of a frame cite."""
    cited = cited_ids(*(frame[column] for column in columns))
    return figure_lines(read("figure_sources", observation_ids=cited))


def divergences(read: Read, frame: pl.DataFrame, *columns: str) -> list[Quoting]:
    """The declared discrepancies that touch the figures cited by these columns of a frame."""
    cited = cited_ids(*(frame[column] for column in columns))
    found = read("discrepancies_of_figures", observation_ids=cited)
    told = [Quoting(f"Divergence — {row['what']} : {row['reason']}") for row in found.iter_rows(named=True)]
    named = grammar.some(told)
    return told if named is told else [*told[: len(named) - 1], Quoting(f"Divergences — {named[-1]}, {ALL_OF_THEM}.")]


def figure_lines(sources: pl.DataFrame) -> list[Source]:
    """One line per figure. `sources` answers `reads/figure_sources.sql`."""
    return [
        Source(
            document(row),
            _told(row),
            f"{_via(row)}{passages.confidence(row)}, {passages.address(row['url'])}",
            row["observation_id"],
            is_surveyed(row),
            passages.place(row),
            row["url"],
        )
        for row in sources.iter_rows(named=True)
    ]


def _told(row: dict) -> str:
    """The place and the passage; of a figure that was counted, how it was, and under which licence."""
    if passages.is_counted(row):
        return f"{passages.COUNTED}, {passages.place(row)} ({row['licence']})"
    return f"{row['locator']} : {passages.passage(row)}"


def document(row: dict) -> str:
    """« Contrat territorial d'accueil (Préfecture, 2019) »."""
    return (
        f"{row['document_title']} ({row['publisher']}, {labels.published(row['published_on'], row['published_label'])})"
    )


def place(row: dict) -> str:
    """« Contrat territorial d'accueil (Préfecture), article 3 »."""
    return f"{row['document_title']} ({row['publisher']}), {row['locator']}"


def action_lines(sources: pl.DataFrame) -> list[Source]:
    """One line per action. `sources` answers `reads/action_sources.sql`."""
    return [
        Source(
            document(row),
            f"{row['locator']} : {row['title']} ({row['territory_name']})",
            f"document {labels.COMPLETENESSES[row['completeness']]}, {passages.address(row['url'])}",
            row["action_id"],
            locator=row["locator"],
            url=row["url"],
        )
        for row in sources.iter_rows(named=True)
    ]


def axis_lines(axes: pl.DataFrame) -> list[Source]:
    """One line per axis that a source names. `axes` answers `reads/axes_announced.sql`."""
    return [
        Source(
            document(row),
            f"{row['locator']} : {passages.passage(row)}",
            f"{_via(row)}{passages.address(row['url'])}",
            f"{row['contract_id']}, axe {row['position']}",
            locator=row["locator"],
            url=row["url"],
        )
        for row in axes.iter_rows(named=True)
    ]


def document_lines(rows: pl.DataFrame, key: str) -> list[Source]:
    """One line per row that a document establishes; `key` names the column of its identifier."""
    return [
        Source(
            document(row),
            " : ".join(words for words in (row["locator"], passages.passage(row)) if words),
            passages.address(row["url"]),
            row[key],
            locator=row["locator"],
            url=row["url"],
        )
        for row in rows.iter_rows(named=True)
    ]


def is_surveyed(row: dict) -> bool:
    """Whether the page was read through a survey of public pages, by extracts, and not in its whole text."""
    return row["read_via"].startswith("public-facts")


def _via(row: dict) -> str:
    return "lu par un relevé de pages publiques, " if is_surveyed(row) else ""
