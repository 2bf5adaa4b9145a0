"""The workbook of a bilan for LibreOffice: the same sheets, colours, rules and comments as the one for Excel.

NOTE: odfdo makes all but the sheets, as for the datasets: cell by cell, it takes seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from dashboard.bilan import workbook_lists
from dashboard.bilan.asked import Kind
from dashboard.bilan.workbook_layout import COLOURS, FRAME, GREY_INK, INK, UNLOCKED, Cell, Look, Page
from dashboard.bilan.workbook_lists import long_lists, page_of
from dashboard.bilan.workbook_rules import FIRST_DAY, LAST_DAY, Rule
from dashboard.datasets.files.ods import CHARACTER_CM, text_paragraphs

MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
CONTENT = Path(__file__).with_name("workbook_content.xml")
STYLES = Path(__file__).with_name("workbook_styles.xml")
SETTINGS = Path(__file__).with_name("workbook_settings.xml")
NO_DAY = date(1899, 12, 30)  # the day that a spreadsheet numbers 0
DATA_STYLES = {Kind.COUNT: "Whole", Kind.NUMBER: "General", Kind.MONEY: "Euros", Kind.DATE: "FrenchDate"}
AS_TEXT = "AsText"
# By look: what is said of its cells, then of its letters.
LOOKS: Mapping[Look, tuple[str, str]] = {
    Look.TITLE: ("", f'fo:font-weight="bold" fo:font-size="14pt" fo:color="{INK}"'),
    Look.HEADING: ('fo:wrap-option="wrap"', f'fo:font-weight="bold" fo:color="{INK}"'),
    Look.WORDS: ('fo:wrap-option="wrap"', ""),
    Look.ADVICE: ("", f'fo:font-style="italic" fo:color="{GREY_INK}"'),
    Look.HEAD: ("", 'fo:font-weight="bold"'),
    Look.KEY: ("", f'fo:font-size="8pt" fo:color="{GREY_INK}"'),
}
# What the protection, which has no password, lets be done all the same: LibreOffice's own words.
PROTECTION = (
    '<loext:table-protection loext:select-protected-cells="true" loext:select-unprotected-cells="true" '
    'loext:insert-rows="true" loext:delete-rows="true"/>'
)


def written(pages: Sequence[Page], properties: Mapping[str, str], day: datetime) -> bytes:
    """The whole file, of which `properties` say the title and what it is of. No clock: the day is given."""
    from dashboard.datasets.opendocument import empty, packed

    styles = STYLES.read_text(encoding="utf-8").replace("{title}", escape(properties["title"]))
    book = empty(MIMETYPE, CONTENT.read_bytes(), styles.encode(), properties["title"])
    book.meta.subject = properties["subject"]
    book.meta.description = properties["comments"]
    book.meta.creation_date = day
    return packed(book, {"content.xml": _content(pages).encode(), "settings.xml": _settings(pages).encode()})


def _content(pages: Sequence[Page]) -> str:
    lists = long_lists(pages)
    rules = _Rules(pages, lists)
    pages = [*pages, *page_of(lists)]
    before, after = CONTENT.read_text(encoding="utf-8").split("<office:spreadsheet/>")
    head, body = before.split("</office:automatic-styles>")
    parts = [
        *(head, *_styles(pages), "</office:automatic-styles>", body, "<office:spreadsheet>", rules.declared()),
        *(_sheet(page, rules) for page in pages),
        *("</office:spreadsheet>", after),
    ]
    return "".join(parts)


def _styles(pages: Sequence[Page]) -> Iterator[str]:
    """Those of the columns, then of the cells that there are."""
    for width in sorted({width for page in pages for width in page.widths}):
        yield (
            f'<style:style style:name="W{width}" style:family="table-column"><style:table-column-properties '
            f'style:column-width="{width * CHARACTER_CM:.1f}cm"/></style:style>'
        )
    cells = {
        (cell.look, DATA_STYLES.get(cell.kind, AS_TEXT)) for page in pages for cells in page.lines for cell in cells
    }
    for look, data_style in sorted(cells):
        yield _cell_style(look, data_style)


def _cell_style(look: Look, data_style: str) -> str:
    of_cell, of_letters = LOOKS.get(look, ("", ""))
    if look in COLOURS:
        of_cell = f'fo:background-color="{COLOURS[look]}" fo:border="0.5pt solid {FRAME}" fo:wrap-option="wrap"'
    protection = "none" if look in UNLOCKED else "protected"
    return (
        f'<style:style style:name="{_style_name(look, data_style)}" style:family="table-cell" '
        f'style:parent-style-name="Default" style:data-style-name="{data_style}">'
        f'<style:table-cell-properties {of_cell} style:cell-protect="{protection}"/>'
        f"<style:text-properties {of_letters}/></style:style>"
    )


def _style_name(look: Look, data_style: str) -> str:
    return f"{look.capitalize()}{data_style}"


class _Rules:
    """The rules of the workbook, each declared once, for the first cell that it is of."""

    def __init__(self, pages: Sequence[Page], lists: Mapping[Rule, int]) -> None:
        self._lists = lists
        self._names: dict[tuple[str, Rule], str] = {}
        self._first: dict[tuple[str, Rule], str] = {}
        for page in pages:
            for line, cells in enumerate(page.lines, start=1):
                for column, cell in enumerate(cells):
                    if cell.rule and (page.name, cell.rule) not in self._names:
                        self._names[page.name, cell.rule] = f"rule{len(self._names) + 1}"
                        self._first[page.name, cell.rule] = f"{_letters(column)}{line}"

    def name(self, sheet: str, rule: Rule) -> str:
        return self._names[sheet, rule]

    def declared(self) -> str:
        rules = "".join(self._declared(*named) for named in self._names)
        return f"<table:content-validations>{rules}</table:content-validations>" if rules else ""

    def _declared(self, sheet: str, rule: Rule) -> str:
        first = self._first[sheet, rule]
        condition = _in_sheet(rule, self._lists[rule]) if rule in self._lists else _condition(rule, first)
        of_cell = quoteattr(f"$'{sheet}'.{first}")
        shown = ' table:display-list="unsorted"' if rule.choices else ""
        kind = "warning" if rule.is_warning else "stop"
        return (
            f'<table:content-validation table:name="{self._names[sheet, rule]}" '
            f'table:condition={quoteattr(condition)} table:allow-empty-cell="true"{shown} '
            f"table:base-cell-address={of_cell}>"
            f'<table:error-message table:message-type="{kind}" table:title={quoteattr(rule.title)} table:display="true">'
            f"<text:p>{escape(rule.message)}</text:p></table:error-message></table:content-validation>"
        )


def _in_sheet(rule: Rule, column: int) -> str:
    """NOTE: Calc holds a list of any length in the rule, and loses it when it saves the file for Excel."""
    letters = _letters(column)
    return f"of:cell-content-is-in-list([${workbook_lists.NAME}.${letters}$1:.${letters}${len(rule.choices)}])"


def _condition(rule: Rule, cell: str) -> str:
    if rule.choices:
        return f"of:cell-content-is-in-list({';'.join(map(_quoted, rule.choices))})"
    if rule.words:
        whole = f";INT([.{cell}])=[.{cell}]" if rule.kind is Kind.COUNT else ""
        words = ";".join(f"[.{cell}]={_quoted(word)}" for word in rule.words)
        return f"of:is-true-formula(IF(ISNUMBER([.{cell}]);AND([.{cell}]>=0{whole});OR({words})))"
    if rule.kind is Kind.DATE:
        between = f"{(FIRST_DAY - NO_DAY).days},{(LAST_DAY - NO_DAY).days}"
        return f"of:cell-content-is-date() and cell-content-is-between({between})"
    number = "whole" if rule.kind is Kind.COUNT else "decimal"
    return f"of:cell-content-is-{number}-number() and cell-content()>=0"


def _quoted(words: str) -> str:
    return '"{}"'.format(words.replace('"', '""'))


def _letters(column: int) -> str:
    """« A », as no sheet has more than twenty-six columns."""
    return chr(ord("A") + column)


def _sheet(page: Page, rules: _Rules) -> str:
    columns = "".join(f'<table:table-column table:style-name="W{width}"/>' for width in page.widths)
    lines = [_line(page, cells, rules) for cells in page.lines]
    if page.head is not None:
        lines[page.head] = f"<table:table-header-rows>{lines[page.head]}</table:table-header-rows>"
    look = f"{_kind(page)}Sheet"
    return (
        f'<table:table table:name={quoteattr(page.name)} table:style-name="{look}" table:protected="true">'
        f"{PROTECTION}{columns}{''.join(lines)}</table:table>"
    )


def _kind(page: Page) -> str:
    if page.is_hidden:
        return "Hidden"
    if page.is_large:
        return "Large"
    return "Read" if page.is_read else ""


def _line(page: Page, cells: Sequence[Cell], rules: _Rules) -> str:
    written_cells = "".join(_cell(cell, page.name, rules) for cell in cells) or "<table:table-cell/>"
    return f'<table:table-row table:style-name="Row">{written_cells}</table:table-row>'


def _cell(cell: Cell, sheet: str, rules: _Rules) -> str:
    attributes = f'table:style-name="{_style_name(cell.look, DATA_STYLES.get(cell.kind, AS_TEXT))}"'
    if cell.rule:
        attributes += f' table:content-validation-name="{rules.name(sheet, cell.rule)}"'
    value, words = cell.value, ""
    if isinstance(value, str):
        said, words = text_paragraphs(value)
        attributes += f' office:value-type="string"{said}'
    elif isinstance(value, int | float):
        attributes += f' office:value-type="float" office:value="{value!r}"'
    elif value is not None:
        attributes += f' office:value-type="date" office:date-value="{value.isoformat()}"'
    return f"<table:table-cell {attributes}>{_note(cell)}{words}</table:table-cell>"


def _note(cell: Cell) -> str:
    if not cell.note:
        return ""
    return (
        '<office:annotation office:display="false" svg:width="9cm" svg:height="3cm"><dc:creator>Atlas CTAI</dc:creator>'
        f"<text:p>{escape(cell.note)}</text:p></office:annotation>"
    )


def _settings(pages: Sequence[Page]) -> str:
    """What stays in sight of each sheet, and the first one, which is shown."""
    before, after = SETTINGS.read_text(encoding="utf-8").split("<config:config-item-map-named/>")
    entries = "".join(_in_sight(page) for page in pages)
    shown = f'<config:config-item config:name="ActiveTable" config:type="string">{pages[0].name}</config:config-item>'
    return f'{before}<config:config-item-map-named config:name="Tables">{entries}</config:config-item-map-named>{shown}{after}'


def _in_sight(page: Page) -> str:
    rows = 0 if page.head is None else page.head + 1
    items = {
        "HorizontalSplitMode": ("short", 2 if page.frozen_columns else 0),
        "VerticalSplitMode": ("short", 2 if rows else 0),
        "HorizontalSplitPosition": ("int", page.frozen_columns),
        "VerticalSplitPosition": ("int", rows),
        "ActiveSplitRange": ("short", 3 if rows and page.frozen_columns else 2 if rows else 1),
        "PositionLeft": ("int", 0),
        "PositionRight": ("int", page.frozen_columns),
        "PositionTop": ("int", 0),
        "PositionBottom": ("int", rows),
        "ShowGrid": ("boolean", "false"),
    }
    told = "".join(
        f'<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>'
        for name, (kind, value) in items.items()
    )
    return f'<config:config-item-map-entry config:name="{page.name}">{told}</config:config-item-map-entry>'
