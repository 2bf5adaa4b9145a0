"""The markup that pages write themselves: escaped once, here."""

from html import escape as escape_html

from dashboard.figures.content import Cell, Link, Table
from dashboard.words import labels

LONG = 60  # characters: what a narrow column would fold into more than six lines


def html_table(caption: str, table: Table, key: str) -> str:
    """An accessible table: caption, headers with scope, a region that scrolls with the keyboard."""
    head = "".join(f'<th scope="col">{escape(header)}</th>' for header in table.headers)
    body = "".join(
        f'<tr><th scope="row">{html_of(first)}</th>{"".join(_data(cell) for cell in rest)}</tr>'
        for first, *rest in table.rows
    )
    identifier = f"legende-{escape(key)}"
    return (
        f'<div class="tableau" role="region" tabindex="0" aria-labelledby="{identifier}"><table>'
        f'<caption id="{identifier}">{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _data(cell: Cell) -> str:
    """A cell of many words is given width, so that its row does not become a column of text."""
    words = cell.words if isinstance(cell, Link) else cell
    kind = ' class="long"' if len(words) > LONG else ""
    return f"<td{kind}>{html_of(cell)}</td>"


def html_of(cell: Cell) -> str:
    """A cell: words, or a link that says itself whole to those who do not see the row."""
    if isinstance(cell, Link):
        label = f' aria-label="{escape(cell.label)}"' if cell.label else ""
        return f'<a href="{escape_html(cell.address)}" target="_self"{label}>{escape(cell.words)}</a>'
    return escape(cell)


def html_to_copy(text: str, label: str) -> str:
    """Words to take along as they are, with the button that copies them; `label` says what they are."""
    return (
        f'<div class="a-copier"><pre tabindex="0" aria-label="{escape(label)}"><code>{escape_html(text)}</code></pre>'
        f'<button type="button" aria-label="Copier : {escape(label)}">Copier</button></div>'
    )


def escape(text: str) -> str:
    """Words as HTML, with the spaces of French typography."""
    return escape_html(labels.spaced(text))
