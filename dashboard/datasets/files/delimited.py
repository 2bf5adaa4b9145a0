"""A dataset as CSV: for programs, never altered, and for a spreadsheet set to French."""

import io

import polars as pl

from dashboard.datasets.dataset import Dataset
from dashboard.datasets.files.limits import CannotBeWritten
from queries.flat import BETWEEN_VALUES
from queries.flat import flat as flat_text

# What a spreadsheet would run; the apostrophes before are counted too, so that taking one away gives the text back.
RUN_BY_SPREADSHEETS = r"^'*[=+\-@\t\r]"


def open_data(dataset: Dataset) -> bytes:
    """UTF-8, comma, decimal point, ISO dates; nothing between two commas is null, `""` is an empty text."""
    return open_data_bytes(dataset.frame)


def open_data_bytes(frame: pl.DataFrame) -> bytes:
    """The same for a frame that is no dataset."""
    buffer = io.BytesIO()
    flat(frame).write_csv(buffer)
    return buffer.getvalue()


def french(dataset: Dataset) -> bytes:
    """Semicolon, decimal comma, BOM, CRLF, VRAI and FAUX, an apostrophe before what a spreadsheet would run."""
    return french_bytes(dataset.frame)


def french_bytes(frame: pl.DataFrame) -> bytes:
    """The same for a frame that is no dataset."""
    texts = pl.col(pl.String)
    guarded = pl.when(texts.str.contains(RUN_BY_SPREADSHEETS)).then(pl.lit("'") + texts).otherwise(texts)
    written = flat(frame).with_columns(
        guarded.name.keep(), pl.col(pl.Boolean).replace_strict({True: "VRAI", False: "FAUX"}, return_dtype=pl.String)
    )
    buffer = io.BytesIO()
    written.write_csv(buffer, separator=";", decimal_comma=True, line_terminator="\r\n", include_bom=True)
    return buffer.getvalue()


def flat(frame: pl.DataFrame) -> pl.DataFrame:
    """Lists as one text, values joined by « ; »; raises CannotBeWritten where that could not be undone."""
    unclear = [
        f"Colonne « {column.name} » : attendu des listes de textes remplis sans « {BETWEEN_VALUES.strip()} » entre espaces."
        for column in frame.iter_columns()
        if column.dtype == pl.List(pl.String)
        and column.explode(empty_as_null=False).str.contains(f"{BETWEEN_VALUES}|^$").any()
    ]
    if unclear:
        raise CannotBeWritten(unclear)
    return flat_text(frame)
