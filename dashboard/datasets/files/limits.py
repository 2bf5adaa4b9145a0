"""What a form of file cannot hold: told in French, all at once, and nothing is written."""

from collections.abc import Iterable, Iterator
from datetime import date

import polars as pl

from dashboard.words.labels import number

SHEET_ROWS = 1_048_576
CELL_CHARACTERS = 32_767
WHOLE_NUMBER = 2**53  # beyond, a spreadsheet's number no longer tells one integer from the next
FIRST_DAY = date(1900, 3, 1)  # before, spreadsheets do not agree on the day that a number is
UNWRITABLE = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x{FFFE}\x{FFFF}]"


class CannotBeWritten(ValueError):
    """The dataset does not fit the form; the message has a French sentence for each reason."""

    def __init__(self, sentences: Iterable[str]) -> None:
        super().__init__(" ".join(sentences))


def must_fit_sheets(frames: Iterable[pl.DataFrame]) -> None:
    """Raises CannotBeWritten when a spreadsheet would cut, round or misread something of these tables."""
    _refuse(sentence for frame in frames for sentence in (*_unreadable(frame), *_beyond_sheet(frame)))


def must_fit_layers(frames: Iterable[pl.DataFrame]) -> None:
    """Raises CannotBeWritten when a GeoPackage would cut a text or lose a number of these tables."""
    _refuse(sentence for frame in frames for sentence in _unreadable(frame))


def must_be_numbers(frame: pl.DataFrame) -> None:
    """Raises CannotBeWritten for a number that JSON cannot hold."""
    _refuse(_unfinished(frame))


def _refuse(sentences: Iterable[str]) -> None:
    if found := list(sentences):
        raise CannotBeWritten(found)


def _unreadable(frame: pl.DataFrame) -> Iterator[str]:
    for column in frame.iter_columns():
        if column.dtype == pl.String and column.str.contains(UNWRITABLE).any():
            yield f"Colonne « {column.name} » : trouvé un caractère de commande, que ce format ne peut porter."
    yield from _unfinished(frame)


def _unfinished(frame: pl.DataFrame) -> Iterator[str]:
    for column in frame.iter_columns():
        if column.dtype.is_float() and not column.is_finite().all():
            yield f"Colonne « {column.name} » : attendu des nombres, trouvé un infini ou un résultat sans valeur."


def _beyond_sheet(frame: pl.DataFrame) -> Iterator[str]:
    if frame.height >= SHEET_ROWS:
        yield (
            f"Une feuille de tableur tient {number(SHEET_ROWS - 1)} lignes de données, trouvé {number(frame.height)} : "
            "filtrez, ou prenez le CSV ou le Parquet."
        )
    for column in frame.iter_columns():
        name = f"Colonne « {column.name} »"
        if column.dtype == pl.String and (longest := _longest(column)) > CELL_CHARACTERS:
            most = number(CELL_CHARACTERS)
            yield f"{name} : une cellule de tableur tient {most} caractères, trouvé {number(longest)}."
        if column.dtype.is_integer() and (column.cast(pl.Int128).abs() > WHOLE_NUMBER).any():
            yield f"{name} : un tableur tient exactement les entiers jusqu'à {number(WHOLE_NUMBER)}, trouvé plus grand."
        if column.dtype == pl.Date and not (column >= FIRST_DAY).all():
            yield f"{name} : un tableur tient les dates depuis mars 1900, trouvé avant."


def _longest(column: pl.Series) -> int:
    """The most characters of a cell as spreadsheets count them: those beyond U+FFFF are two."""
    long = column.filter(column.str.len_bytes() > CELL_CHARACTERS)
    return max((len(text.encode("utf-16-le")) // 2 for text in long), default=0)
