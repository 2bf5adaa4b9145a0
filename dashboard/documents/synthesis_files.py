"""The files of the synthesis: PDF and ODT of a page, an editable slide, and the picture of it."""

from datetime import date

from dashboard.documents.synthesis_document import Synthesis, document, to_write
from dashboard.figures.spec import Answer

MEDIA_TYPES = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
}


def written(answer: Answer, version: str, form: str, day: date, here: str = "") -> bytes:
    """The synthesis in one of its forms; the same bytes for the same day and version. `here` is where the Atlas is."""
    return WRITERS[form](to_write(answer, version, here), day)


def _pdf(made: Synthesis, day: date) -> bytes:
    from dashboard.documents.pdf import pdf_bytes

    return pdf_bytes(document(made, day))


def _odt(made: Synthesis, day: date) -> bytes:
    from dashboard.documents.odt import odt_bytes

    return odt_bytes(document(made, day))


def _pptx(made: Synthesis, day: date) -> bytes:
    from dashboard.documents.synthesis_slide import slide_bytes

    return slide_bytes(made, day)


def _png(made: Synthesis, _day: date) -> bytes:
    from dashboard.documents.synthesis_picture import picture_bytes

    return picture_bytes(made)


WRITERS = {"pdf": _pdf, "odt": _odt, "pptx": _pptx, "png": _png}
