"""Where figures were printed, as lines of a list of sources."""

import re
from collections.abc import Callable, Iterable, Sequence

import polars as pl

from dashboard import labels
from dashboard.figures.content import Source

Read = Callable[..., pl.DataFrame]


def cited_ids(*columns: Iterable[Sequence[str] | str | None]) -> tuple[str, ...]:
    """Ids cited by columns of ids or of lists of ids, each once, in order."""
    cells = (cell for column in columns for cell in column if cell is not None)
    cited = (identifier for cell in cells for identifier in ([cell] if isinstance(cell, str) else cell))
    return tuple(dict.fromkeys(cited))


def sources(read: Read, frame: pl.DataFrame, *columns: str) -> list[Source]:
    """The sources of the figures that these columns of a frame cite."""
    cited = cited_ids(*(frame[column] for column in columns))
    return figure_lines(read("figure_sources", observation_ids=cited))


def divergences(read: Read, frame: pl.DataFrame, *columns: str) -> list[str]:
    """The declared discrepancies that touch the figures cited by these columns of a frame."""
    cited = cited_ids(*(frame[column] for column in columns))
    found = read("discrepancies_of_figures", observation_ids=cited)
    return [f"Divergence — {row['what']} : {row['reason']}" for row in found.iter_rows(named=True)]


def figure_lines(sources: pl.DataFrame) -> list[Source]:
    """One line per figure. `sources` answers `reads/figure_sources.sql`."""
    return [
        Source(
            document(row),
            f"{row['locator']} : {passage(row)}",
            f"{_via(row)}confiance {labels.CONFIDENCES[row['confidence']]}, {address(row['url'])}",
            row["observation_id"],
            is_surveyed(row),
        )
        for row in sources.iter_rows(named=True)
    ]


def document(row: dict) -> str:
    """« Contrat territorial d'accueil (Préfecture, 2019) »."""
    return (
        f"{row['document_title']} ({row['publisher']}, {labels.published(row['published_on'], row['published_label'])})"
    )


def action_lines(sources: pl.DataFrame) -> list[Source]:
    """One line per action. `sources` answers `reads/action_sources.sql`."""
    return [
        Source(
            document(row),
            f"{row['locator']} : {row['title']} ({row['territory_name']})",
            f"document {labels.COMPLETENESSES[row['completeness']]}, {address(row['url'])}",
            row["action_id"],
        )
        for row in sources.iter_rows(named=True)
    ]


def axis_lines(axes: pl.DataFrame) -> list[Source]:
    """One line per axis that a source names. `axes` answers `reads/axes_announced.sql`."""
    return [
        Source(
            document(row),
            f"{row['locator']} : {passage(row)}",
            f"{_via(row)}{address(row['url'])}",
            f"{row['contract_id']}, axe {row['position']}",
        )
        for row in axes.iter_rows(named=True)
    ]


def document_lines(rows: pl.DataFrame, key: str) -> list[Source]:
    """One line per row that a document establishes; `key` names the column of its identifier."""
    return [
        Source(
            document(row),
            " : ".join(words for words in (row["locator"], passage(row)) if words),
            address(row["url"]),
            row[key],
        )
        for row in rows.iter_rows(named=True)
    ]


# Between the cells of a row, where the reading of a text leaves bars; an empty cell says nothing.
BARS = re.compile(r"\s*\|(?:\s*\|)*\s*")


def unmarked(words: str) -> str:
    """Words without the marks of emphasis and of tables that the reading of the text left in them."""
    return BARS.sub(" · ", words.replace("**", "")).strip(" ·")


UNVERIFIED = "D'après un relevé, passage non vérifié"


def passage(row: dict) -> str:
    """What the document prints, between guillemets, and what a survey says of it, which is no quotation."""
    return told(row.get("as_printed"), row.get("survey_note"))


def told(as_printed: str | None, survey_note: str | None) -> str:
    """« …300 000 euros… », or what the survey says, or both; without the marks that the reading of a text left."""
    quoted = f"« {unmarked(as_printed)} »" if as_printed else None
    noted = f"{UNVERIFIED} : {survey_note}" if survey_note else None
    return ". ".join(words for words in (quoted, noted) if words)


def address(url: str | None) -> str:
    return url or "adresse publique non connue"


def is_surveyed(row: dict) -> bool:
    """Whether the page was read through a survey of public pages, by extracts, and not in its whole text."""
    return row["read_via"].startswith("public-facts")


def _via(row: dict) -> str:
    return "lu par un relevé de pages publiques, " if is_surveyed(row) else ""
