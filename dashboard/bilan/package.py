"""The parts of an XLSX file, of which a few are changed and all others are written back as they came."""

import io
import posixpath
import zipfile
from pathlib import Path

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CONTENT_TYPES = "[Content_Types].xml"


class Package:
    """Parts by their names. A part that was asked for as XML is written anew; the others stay the same bytes."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self._infos = {info.filename: info for info in archive.infolist()}
            self.parts = {name: archive.read(name) for name in self._infos}
        self._opened: dict[str, etree._Element] = {}

    def xml(self, name: str) -> etree._Element:
        """The root of a part, to be changed."""
        if name not in self._opened:
            self._opened[name] = self._parsed(name)
        return self._opened[name]

    def _parsed(self, name: str) -> etree._Element:
        """The root of a part, to be read only."""
        if name in self._opened:
            return self._opened[name]
        parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
        return etree.fromstring(self.parts[name], parser)

    def add_xml(self, name: str, root: etree._Element, content_type: str) -> None:
        """A part that was not there."""
        self._opened[name] = root
        self.parts[name] = b""
        types = self.xml(CONTENT_TYPES)
        etree.SubElement(types, f"{{{TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)

    def add_extension(self, extension: str, content_type: str) -> None:
        types = self.xml(CONTENT_TYPES)
        known = {each.get("Extension", "").lower() for each in types.iterfind(f"{{{TYPES}}}Default")}
        if extension not in known:
            types.insert(0, etree.Element(f"{{{TYPES}}}Default", Extension=extension, ContentType=content_type))

    def related(self, name: str, kind: str) -> list[tuple[str, str]]:
        """The relations of a part of one kind: their ids, and the parts that they lead to."""
        relations = _relations(name)
        if relations not in self.parts:
            return []
        return [
            (each.get("Id", ""), _resolved(name, each.get("Target", "")))
            for each in self._parsed(relations)
            if each.get("Type", "").endswith(f"/{kind}") and each.get("TargetMode") != "External"
        ]

    def relate(self, name: str, kind: str, target: str) -> str:
        """A new relation of a part, by its id."""
        relations = _relations(name)
        if relations not in self.parts:
            self._opened[relations] = etree.Element(f"{{{PACKAGE}}}Relationships", nsmap={None: PACKAGE})
            self.parts[relations] = b""
        root = self.xml(relations)
        taken = {each.get("Id") for each in root}
        number = next(each for each in range(1, len(taken) + 2) if f"rIdCtai{each}" not in taken)
        etree.SubElement(
            root, f"{{{PACKAGE}}}Relationship", Id=f"rIdCtai{number}", Type=f"{DOCUMENT}/{kind}", Target=f"/{target}"
        )
        return f"rIdCtai{number}"

    def free(self, pattern: str) -> str:
        """A name that no part has."""
        taken = {name.lower() for name in self.parts}
        return next(
            name for number in range(1, len(taken) + 2) if (name := pattern.format(number)).lower() not in taken
        )

    def packed(self) -> bytes:
        for name, root in self._opened.items():
            self.parts[name] = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in self.parts.items():
                archive.writestr(self._infos.get(name, name), content, zipfile.ZIP_DEFLATED)
        return out.getvalue()


def _relations(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def _resolved(name: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))
