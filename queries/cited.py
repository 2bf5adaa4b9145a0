"""Which figures and documents the rows of an answer cite."""

from collections.abc import Iterable, Sequence


def cited_ids(*columns: Iterable[Sequence[str] | str | None]) -> tuple[str, ...]:
    """Ids cited by columns of ids or of lists of ids, each once, in order."""
    cells = (cell for column in columns for cell in column if cell is not None)
    cited = (identifier for cell in cells for identifier in ([cell] if isinstance(cell, str) else cell))
    return tuple(dict.fromkeys(cited))
