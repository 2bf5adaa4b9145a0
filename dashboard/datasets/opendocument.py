"""The package of an OpenDocument file, whatever it holds. No clock, no machine: the same bytes for the same words."""

import io
import zipfile

import odfdo

# The first moment that a zip file can tell.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)
META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.4">'
    "<office:meta/></office:document-meta>"
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.4">'
    '<manifest:file-entry manifest:full-path="/" manifest:version="1.4" manifest:media-type="{mimetype}"/>'
    "</manifest:manifest>"
)


def empty(mimetype: str, content: bytes, styles: bytes, title: str) -> odfdo.Document:
    """A file made of our own parts; the library's template would bring a clock and a screen."""
    container = odfdo.Container()
    container.set_part("mimetype", mimetype.encode())
    container.set_part("content.xml", content)
    container.set_part("styles.xml", styles)
    container.set_part("meta.xml", META.encode())
    container.set_part("META-INF/manifest.xml", MANIFEST.format(mimetype=mimetype).encode())
    document = odfdo.Document(container)
    document.meta.title = title
    document.meta.language = "fr-FR"
    document.meta.generator = "Atlas CTAI"
    return document


def packed(document: odfdo.Document, others: dict[str, bytes]) -> bytes:
    """The file. All parts are of one moment; the kind of document comes first, readable; `others` are pictures and XML.

    A part of `others` takes the place of the document's own.
    """
    texts = {"content.xml": document.content, "styles.xml": document.styles, "meta.xml": document.meta}
    for path in {**texts, **others}:
        document.manifest.add_full_path(path, "image/png" if path.endswith(".png") else "text/xml")
    parts = {
        "mimetype": document.mimetype.encode(),
        **{path: part.serialize() for path, part in texts.items()},
        **others,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, part in (parts | {"META-INF/manifest.xml": document.manifest.serialize()}).items():
            entry = zipfile.ZipInfo(path, NO_MOMENT)
            entry.create_system = 3
            archive.writestr(entry, part, zipfile.ZIP_STORED if path == "mimetype" else zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
