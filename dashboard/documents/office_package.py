"""A package of Word or PowerPoint, the same bytes for the same day: their libraries write the clock into it."""

import io
import zipfile
from typing import Protocol

from dashboard.datasets.opendocument import NO_MOMENT


class Saved(Protocol):
    """A document or a presentation of their libraries."""

    def save(self, path_or_stream: io.BytesIO, /) -> None: ...


def packed(made: Saved) -> bytes:
    """The package without the moment of its writing, its parts in the order in which it has them."""
    written, again = io.BytesIO(), io.BytesIO()
    made.save(written)
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as taken:
        for name in given.namelist():
            entry = zipfile.ZipInfo(name, NO_MOMENT)
            entry.create_system = 3
            taken.writestr(entry, given.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
