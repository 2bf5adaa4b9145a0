"""The numbers of a text as readers see them, and whether a frame holds them."""

import re
from math import ceil, floor

import polars as pl

from dashboard.words.typography import typeset

FRENCH_NUMBER = re.compile(r"\d{1,3}(?:\u202f\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
PLACE = r"_ids?$|locator"
PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def found_in(french: str, numbers: set[float], words: set[str]) -> bool:
    """Whether a French number is one of these, rounded as it is shown, or a bound of a ratio, or in words."""
    plain = french.replace("\u202f", "").replace(",", ".")
    half = 0.5 * 10 ** -len(plain.partition(".")[2]) + 1e-9
    shown = float(plain)
    is_number = any(abs(number - shown) <= half or shown in (floor(number), ceil(number)) for number in numbers)
    return is_number or plain in words


def places_of(frame: pl.DataFrame) -> list[str]:
    """Whole identifiers and places of a document, which hold digits that are no figures; the longest first."""
    named = [column for column in frame.iter_columns() if re.search(PLACE, column.name) and column.dtype == pl.String]
    return sorted({typeset(cell) for column in named for cell in column.drop_nulls()}, key=len, reverse=True)


def without_places(text: str, places: list[str]) -> str:
    for place in places:
        text = text.replace(place, "")
    return text


def numbers_of(frame: pl.DataFrame) -> tuple[set[float], set[str]]:
    """Numbers of the number cells, and those written inside the text cells that are no identifier."""
    numbers: set[float] = set()
    words: set[str] = set()
    for column in frame.iter_columns():
        if column.dtype.is_numeric():
            numbers |= {abs(float(value)) for value in column.drop_nulls()}
        elif column.dtype == pl.String and not re.search(PLACE, column.name):
            for text in column.drop_nulls():
                digits = re.findall(r"\d+", text)
                words |= {
                    *PLAIN_NUMBER.findall(text.replace(",", ".")),
                    *digits,
                    *(each.lstrip("0") for each in digits),
                }
    return numbers, words
