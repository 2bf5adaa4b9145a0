"""Where figures were printed, as lines of a list of sources."""

from collections.abc import Iterable

import polars as pl

from dashboard import labels


def cited_ids(*columns: Iterable[str | None]) -> tuple[str, ...]:
    """Observation ids cited by columns such as « id ; id », each once, in order."""
    cited = (identifier for column in columns for cell in column if cell for identifier in cell.split(" ; "))
    return tuple(dict.fromkeys(cited))


def figure_lines(sources: pl.DataFrame) -> list[str]:
    """One line per figure. `sources` answers `reads/figure_sources.sql`."""
    return [
        f"{row['document_title']} ({row['publisher']}, {labels.published(row['published_on'], row['published_label'])}), "
        f"{row['locator']} : « {unmarked(row['as_printed'])} » — {_via(row)}confiance {labels.CONFIDENCES[row['confidence']]}, "
        f"{address(row['url'])} [{row['observation_id']}]"
        for row in sources.iter_rows(named=True)
    ]


def action_lines(sources: pl.DataFrame) -> list[str]:
    """One line per action. `sources` answers `reads/action_sources.sql`."""
    return [
        f"{row['territory_name']}, {row['title']} — {row['document_title']} ({row['publisher']}, "
        f"{labels.published(row['published_on'], row['published_label'])}, "
        f"{labels.COMPLETENESSES[row['completeness']]}), {row['locator']}, {address(row['url'])} [{row['action_id']}]"
        for row in sources.iter_rows(named=True)
    ]


def unmarked(passage: str) -> str:
    """The passage without the marks of emphasis that the reading of the text left in it."""
    return passage.replace("**", "")


def address(url: str | None) -> str:
    return url or "adresse publique non connue"


def _via(row: dict) -> str:
    return "lu par un relevé de pages publiques, " if row["read_via"] == "public-facts" else ""
