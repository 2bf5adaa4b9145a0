"""A table as markup: what sorts, filters and unfolds it is told to its script (`static/tableaux.js`)."""

from collections.abc import Sequence
from dataclasses import replace

from dashboard.figures.content import Cell, Link, Part, Table, words_of
from dashboard.figures.ordering import told_number
from dashboard.showing.markup import Html, html_of, html_quoting
from dashboard.showing.parts import html_part
from dashboard.showing.telling_apart import told_apart

LONG = 60  # characters: what a narrow column would fold into more than six lines
NARROW = 24  # characters: numbers with more words about them are read as words, from the left
UNFILTERED, FIRST = 10, 12  # rows: of a table that needs no filter, and those of a longer one that are shown first
# The columns whose guillemets hold what a document says.
QUOTING = {
    "clause", "established_by", "note", "other", "passage", "place", "reading", "reason", "remark", "stated", "value",
    "what", "why", "words",
}  # fmt: skip
# Tables of which a phone shows each row as a list, every cell beside its header.
STACKED = ("territoires", "registre", "documents", "pairs")


def html_table(caption: str, table: Table, key: str, part: Part | None = None) -> Html:
    """An accessible table: caption, headers with scope, a region that scrolls with the keyboard.

    What its script (`static/tableaux.js`) needs is said here: which columns are of numbers or of dates, what a cell is
    worth whose words do not say it, what filters a long one and what unfolds it. Of one that is drawn by parts, the server
    finds the rows that are sought, and the ways to the other parts stand with it.
    """
    table = replace(table, rows=told_apart(table.rows))
    columns = [_Column(table, place, key, is_sorted=part is None) for place in range(len(table.headers))]
    numbers = [str(place) for place, column in enumerate(columns, start=1) if column.is_narrow]
    whole = Html(
        '<div class="tableau{stacked}" role="region" tabindex="0" aria-labelledby="legende-{key}"><table{numbers}>'
        '<caption id="legende-{key}">{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    ).format(
        key=key,
        stacked=" empile" if key in STACKED else "",
        numbers=Html(' data-nombres="{}"').format(" ".join(numbers)) if numbers else "",
        caption=caption,
        head=Html("").join(column.header() for column in columns),
        body=Html("").join(_row(place, cells, columns, key) for place, cells in enumerate(table.rows)),
    )
    if part:
        shown = whole if part.is_asked or part.shown <= FIRST else _folded(whole, part.shown, key)
        return html_part(shown, part, key, caption)
    return _long(whole, len(table.rows), key) if table.is_list and len(table.rows) > UNFILTERED else whole


def _long(whole: Html, count: int, key: str) -> Html:
    """A table of many rows, with what filters them; one of more shows its first ones as long as it is folded."""
    return Html(
        '<div class="lignes{folded}"><p class="filtre"><label for="filtre-{key}">Filtrer les lignes</label>'
        '<input type="search" id="filtre-{key}" aria-describedby="legende-{key} trouve-{key}">'
        '<span id="trouve-{key}" role="status"></span></p>'
        "{whole}{unfolds}</div>"
    ).format(
        folded=" pliees" if count > FIRST else "",
        key=key,
        whole=whole,
        unfolds=_unfolds(count, key) if count > FIRST else "",
    )


def _folded(whole: Html, count: int, key: str) -> Html:
    """The first rows of a part that nobody asked for: what is below it on the page is not far."""
    return Html('<div class="lignes pliees">{}{}</div>').format(whole, _unfolds(count, key))


def _unfolds(count: int, key: str) -> Html:
    return Html('<button type="button" class="tout" aria-describedby="legende-{}">{}</button>').format(
        key, f"Afficher les {count} lignes"
    )


class _Column:
    """A column of a table as it is shown: how its header sorts it, how its cells are set and what they are worth."""

    def __init__(self, table: Table, place: int, key: str, is_sorted: bool) -> None:
        self._key = key
        self._header = table.headers[place]
        self._values = table.values.get(place)
        self._is_number = table.is_number(place)
        is_named = place < len(table.column_ids)
        self._id = table.column_ids[place] if is_named else ""
        self.is_quoting = self._id in QUOTING or not table.is_list  # told line by line, it has all of them in one
        self._is_sorted = is_sorted and table.is_list and len(table.rows) > 1 and (is_named or not table.column_ids)
        widest = max((len(words_of(row[place])) for row in table.rows), default=0)
        self.is_narrow = self._is_number and widest <= NARROW

    def header(self) -> Html:
        by = "" if self._values is None else "nombre" if self._is_number else "date"
        attributes = Html(' data-tri="{}"').format(by) if by and self._is_sorted else ""
        name = Html(' value="{}"').format(self._id) if self._id else ""
        of_which = Html(' aria-describedby="legende-{}"').format(self._key)
        button = Html('<button type="button"{}{}>{}</button>').format(name, of_which, self._header)
        return Html('<th scope="col"{}>{}</th>').format(attributes, button if self._is_sorted else self._header)

    def attributes(self, place: int, words: str) -> str:
        """Of a cell: one of many words is given width, so that its row does not become a column of text."""
        long = ' class="long"' if len(words) > LONG else ""
        titled = f' data-titre="{Html.escape(self._header)}"' if self._key in STACKED else ""
        return f"{long}{titled}{self._worth(place, words)}"

    def _worth(self, place: int, words: str) -> str:
        """What the words of a cell do not say: nothing more for « 300 000 € », the date for « 24 juin 2019 »."""
        if self._values is None or not self._is_sorted:
            return ""
        value = self._values[place]
        said = told_number(words) if self._is_number else None
        if said == value:
            return ""
        return Html(' data-tri="{}"').format("" if value is None else value)


def _row(place: int, cells: Sequence[Cell], columns: Sequence[_Column], key: str) -> Html:
    """A row of a table, which may have thousands: put together by hand, six times sooner than by a template."""
    set_out = [column.attributes(place, words_of(cell)) for cell, column in zip(cells, columns, strict=True)]
    shown = (
        html_of(_quoting(cell) if column.is_quoting else cell, key) for cell, column in zip(cells, columns, strict=True)
    )
    first, *rest = zip(shown, set_out, strict=True)
    header = f'<th scope="row"{first[1]}>{first[0]}</th>'
    return Html(f"<tr>{header}{''.join(f'<td{attributes}>{cell}</td>' for cell, attributes in rest)}</tr>")  # noqa: S704  # escaped


def _quoting(cell: Cell) -> Cell:
    return replace(cell, words=html_quoting(cell.words)) if isinstance(cell, Link) else html_quoting(cell)
