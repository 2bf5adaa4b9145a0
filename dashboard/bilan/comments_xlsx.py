"""Comments added to a sheet of an XLSX file, beside those that it has: their words, and the frames that show them."""

from lxml import etree
from openpyxl.utils import coordinate_to_tuple

from dashboard.bilan.marks import AUTHOR, Mark, written
from dashboard.bilan.package import DOCUMENT, MAIN, Package

COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
AFTER_FRAMES = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
FIRST_SHAPE = 98 * 1024 + 1  # beyond the numbers that spreadsheets give to theirs, which go by blocks of 1024
SPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
DRAWING = f'<xml {SPACES}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="98"/></o:shapelayout></xml>'
SHAPE = "_x0000_t202"
# What a frame needs is said within it: the drawing that it joins may name these spaces otherwise.
KIND = (
    f'<v:shapetype {SPACES} id="{SHAPE}" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
FRAME = (
    f'<v:shape {SPACES} id="_x0000_s{{number}}" type="#{SHAPE}" '
    'style="position:absolute;margin-left:80pt;margin-top:2pt;width:260pt;height:110pt;z-index:{number};visibility:hidden" '
    'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{left}, 15, {top}, 2, {right}, 15, {bottom}, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def add_comments(package: Package, sheet: str, marks: dict[str, Mark]) -> None:
    """One for each mark; of a cell that has a comment, its comment goes on with ours."""
    root = _comments(package, sheet)
    authors, each = (_first(root, name) for name in ("authors", "commentList"))
    etree.SubElement(authors, f"{{{MAIN}}}author").text = AUTHOR
    author = str(len(authors) - 1)
    known = {comment.get("ref"): comment for comment in each}
    new = []
    for name, mark in marks.items():
        if name in known:
            text = _first(known[name], "text")
            _run(text, f"\n{AUTHOR}\u00a0: {mark.text}")
        else:
            comment = etree.SubElement(each, f"{{{MAIN}}}comment", ref=name, authorId=author)
            _run(etree.SubElement(comment, f"{{{MAIN}}}text"), mark.text)
            new.append(name)
    each[:] = sorted(each, key=lambda comment: coordinate_to_tuple(comment.get("ref", "A1")))
    if new:
        _add_frames(package, sheet, new)


def _first(root: etree._Element, name: str) -> etree._Element:
    found = root.find(f"{{{MAIN}}}{name}")
    return etree.SubElement(root, f"{{{MAIN}}}{name}") if found is None else found


def _run(text: etree._Element, words: str) -> None:
    """Words after those that there are, which stay as they are: a plain text becomes a run."""
    for plain in text.findall(f"{{{MAIN}}}t"):
        run = etree.Element(f"{{{MAIN}}}r")
        text.replace(plain, run)
        run.append(plain)
    added = etree.SubElement(etree.SubElement(text, f"{{{MAIN}}}r"), f"{{{MAIN}}}t")
    added.text = written(words)
    added.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _comments(package: Package, sheet: str) -> etree._Element:
    known = [part for _id, part in package.related(sheet, "comments") if part in package.parts]
    if known:
        return package.xml(known[0])
    part = package.free("xl/commentsCtai{}.xml")
    package.add_xml(part, etree.Element(f"{{{MAIN}}}comments", nsmap={None: MAIN}), COMMENTS_TYPE)
    package.relate(sheet, "comments", part)
    return package.xml(part)


def _add_frames(package: Package, sheet: str, names: list[str]) -> None:
    root = package.xml(sheet)
    drawing = root.find(f"{{{MAIN}}}legacyDrawing")
    parts = dict(package.related(sheet, "vmlDrawing"))
    part = parts.get(drawing.get(f"{{{DOCUMENT}}}id", ""), "") if drawing is not None else ""
    if part not in package.parts:
        part = package.free("xl/drawings/vmlDrawingCtai{}.vml")
        package.parts[part] = DRAWING.encode()
        package.add_extension("vml", DRAWING_TYPE)
        if drawing is None:
            drawing = etree.Element(f"{{{MAIN}}}legacyDrawing")
            after = [child for child in root if etree.QName(child).localname in AFTER_FRAMES]
            root.insert(root.index(after[0]) if after else len(root), drawing)
        drawing.set(f"{{{DOCUMENT}}}id", package.relate(sheet, "vmlDrawing", part))
    frames = "".join(_frame(name, number) for number, name in enumerate(names, FIRST_SHAPE))
    if SHAPE.encode() not in package.parts[part]:
        frames = KIND + frames
    before, _, after_them = package.parts[part].rpartition(b"</xml>")
    package.parts[part] = before + frames.encode() + b"</xml>" + after_them


def _frame(name: str, number: int) -> str:
    row, column = coordinate_to_tuple(name)
    return FRAME.format(
        number=number, left=column, right=column + 4, top=max(0, row - 2), bottom=row + 6, row=row - 1,
        column=column - 1,
    )  # fmt: skip
