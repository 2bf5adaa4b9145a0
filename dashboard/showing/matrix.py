"""A matrix as a table of signs: each cell leads to what it counts, and says it whole to the pointer and to a reader.

A phone has no room for it: there it is a list, row by row, of the columns with their sign and its words.
"""

from collections.abc import Sequence

from dashboard.figures.matrix import Matrix, MatrixCell, MatrixColumn, MatrixRow, Sign
from dashboard.showing.markup import Html, html_each
from dashboard.words.labels import counted

NAMED_FIRST = 4  # of what is in a cell, told to the pointer; the others are one click away
FEW = 3  # columns: of more, a phone would be scrolled through their list without end
MANY = 6  # columns: more have room for the signs of a cell and one number, their sum, and their names are turned
OF_ALL_STAGES = "Plusieurs signes : le nombre compte les actions de ces étapes ensemble."


def html_matrix(title: str, matrix: Matrix) -> Html:
    """The table and the key of its signs. Columns without anything stand hatched from top to bottom, and say why."""
    if matrix.nothing:
        return Html("<p>{}</p>").format(matrix.nothing)
    kind = " serree" if _is_narrow(matrix) else ""
    whole = Html(
        '<div class="matrice{kind}"><table aria-label="{title}">'
        "<thead><tr><td></td>{names}</tr></thead><tbody>{rows}</tbody><tfoot>{totals}</tfoot></table>"
        '<ul class="cle">{signs}</ul></div>'
    ).format(
        kind=kind,
        title=title,
        names=html_each("{}", map(_name, matrix.columns)),
        rows=html_each("{}", (_row(matrix, place) for place in range(len(matrix.rows)))),
        totals=html_each("<tr>{}</tr>", map(_total, matrix.totals)),
        signs=html_each("{}", [*(_explained(sign, words) for sign, words in matrix.key), *_summed(matrix)]),
    )
    return whole + _listed(title, matrix)


def _listed(title: str, matrix: Matrix) -> Html:
    """Row by row, the signs of all columns in the heading, each below its name; unfolded where they are few, or where the
    reader asks for it.
    """
    is_few = len(matrix.columns) <= FEW
    known = [column for column in matrix.columns if not column.nothing]
    rows = [
        Html('<details class="pli{}"{}><summary><b>{}</b> <span aria-hidden="true">{}</span></summary><ul>{}</ul></details>')
        .format(
            " marque" if row.is_marked else "", Html(" open") if is_few or row.is_marked else Html(""), row.name,
            Html("").join(_first_sign(cell) for cell in row.cells),
            Html("").join(map(_line, known, row.cells)),
        )
        for row in matrix.rows
    ]  # fmt: skip
    nothing = [f"{column.name} : {column.nothing}." for column in matrix.columns if column.nothing]
    names = Html('<p class="noms" aria-hidden="true">{}</p>').format(
        html_each("<span>{}</span>", (each.name for each in known))
    )
    totals = [
        Html("{} : {}").format(name, Html(", ").join(map(_sheet, matrix.columns, counts)))
        for name, *counts in matrix.totals
    ]
    return Html('<div class="liste-matrice" role="group" aria-label="{}">{}{}{}{}</div>').format(
        title, html_each("<p>{}</p>", nothing), names, Html("").join(rows), html_each("<p>{}.</p>", totals)
    )


def _total(words: Sequence[str]) -> Html:
    return Html('<th scope="row">{}</th>{}').format(words[0], html_each("<td>{}</td>", words[1:]))


def _sheet(column: MatrixColumn, total: str) -> Html:
    return Html('<a href="{}" target="_self">{}</a> {}').format(column.address, column.name, total)


def _first_sign(cell: MatrixCell) -> Html:
    return _form(cell.signs[0].form if cell.signs else "unread")


def _line(column: MatrixColumn, cell: MatrixCell) -> Html:
    link = Html('<a href="{}" target="_self" aria-label="{}">{}</a>')
    name = link.format(cell.address, _says(cell), column.name) if cell.address else column.name
    return Html("<li>{} <span>{} : {}</span></li>").format(_first_sign(cell), name, cell.told)


def _name(column: MatrixColumn) -> Html:
    return Html('<th scope="col"><a href="{}" target="_self" title="{}">{}</a></th>').format(
        column.address, f"Fiche : {column.name}", column.name
    )


def _is_narrow(matrix: Matrix) -> bool:
    return len(matrix.columns) > MANY


def _summed(matrix: Matrix) -> list[Html]:
    """What the one number beside several signs counts."""
    is_there = _is_narrow(matrix) and any(cell.total for row in matrix.rows for cell in row.cells)
    return [Html("<li>{}</li>").format(OF_ALL_STAGES)] if is_there else []


def _explained(sign: Sign, words: str) -> Html:
    return Html("<li>{} {}</li>").format(_sign(sign), words)


def _row(matrix: Matrix, place: int) -> Html:
    row: MatrixRow = matrix.rows[place]
    cells = iter(row.cells)
    drawn = [
        (_nothing(column, len(matrix.rows)) if not place else Html(""))
        if column.nothing
        else _cell(next(cells), _is_narrow(matrix))
        for column in matrix.columns
    ]
    kind = Html(' class="marque" aria-current="true"') if row.is_marked else Html("")
    return Html('<tr{}><th scope="row">{}</th>{}</tr>').format(kind, row.name, Html("").join(drawn))


def _nothing(column: MatrixColumn, height: int) -> Html:
    return Html('<td class="hachure" rowspan="{}"><span>{}</span></td>').format(height, column.nothing)


def _cell(cell: MatrixCell, is_narrow: bool) -> Html:
    if not cell.signs:
        return Html('<td class="hachure"><span class="entendu">{}</span></td>').format(cell.said)
    first, *others = [_sign(sign) for sign in cell.signs]
    beside, is_summed = Html(""), bool(others) and is_narrow
    if is_summed:
        first = html_each("{}", (_sign(Sign(sign.form)) for sign in cell.signs)) + Html("<b>{}</b>").format(cell.total)
    elif others:  # beside the link: a name holds what is seen of a link as it is seen, and « 4 1 » is said by nobody
        beside = Html('<span class="autres" aria-hidden="true">{}</span>').format(Html(" ").join(others))
    signs = Html('<span class="vus" aria-hidden="true">{}</span>').format(first)  # the name says them in words
    if not cell.address:
        return Html('<td><span class="contenu" title="{0}"><span class="entendu">{0}</span> {1}</span></td>').format(
            cell.said, signs
        )
    told = _says(cell, cell.total if is_summed else "")
    return Html(
        '<td><a class="contenu" href="{}" target="_self"><span class="entendu">{}</span> {}{}</a>{}</td>'
    ).format(cell.address, told, signs, _bubble(cell), beside)


def _says(cell: MatrixCell, total: str = "") -> str:
    summed = f", {total} en tout" if total else ""
    return f"{cell.said}{summed}. {'Voir les actions.' if cell.named else 'Voir la source.'}"


def _sign(sign: Sign) -> Html:
    words = Html("<b>{}</b>").format(sign.words) if sign.words else Html("")
    return _form(sign.form) + words


def _form(form: str) -> Html:
    return Html('<i class="signe {}" data-mark="{}"></i>').format(form, form)


def _bubble(cell: MatrixCell) -> Html:
    """What the pointer, or the keyboard, is told of a cell."""
    shown = cell.named[:NAMED_FIRST]
    others = len(cell.named) - len(shown)
    more = [f"et {counted(others, 'autre')}"] if others else []
    listed = Html("<ul>{}</ul>").format(html_each("<li>{}</li>", [*shown, *more])) if shown else Html("")
    return Html('<div class="bulle" aria-hidden="true">{}{}</div>').format(cell.said, listed)
