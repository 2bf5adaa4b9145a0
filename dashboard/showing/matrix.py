"""A matrix as a table of signs: each cell leads to what it counts, and says it whole to the pointer and to a reader."""

from dashboard.figures.matrix import Matrix, MatrixCell, MatrixColumn, MatrixRow, Sign
from dashboard.showing.markup import Html, html_each
from dashboard.words.labels import counted

NAMED_FIRST = 4  # of what is in a cell, told to the pointer; the others are one click away
MANY = 6  # columns: more have room for the surest sign of a cell alone, and their names are turned


def html_matrix(title: str, matrix: Matrix) -> Html:
    """The table and the key of its signs. Columns without anything stand hatched from top to bottom, and say why."""
    kind = " serree" if len(matrix.columns) > MANY else ""
    return Html(
        '<div class="matrice{kind}"><table aria-label="{title}">'
        "<thead><tr><td></td>{names}</tr></thead><tbody>{rows}</tbody><tfoot><tr>{total}</tr></tfoot></table>"
        '<ul class="cle">{signs}</ul></div>'
    ).format(
        kind=kind,
        title=title,
        names=html_each("{}", map(_name, matrix.columns)),
        rows=html_each("{}", (_row(matrix, place) for place in range(len(matrix.rows)))),
        total=Html('<th scope="row">{}</th>{}').format(matrix.total[0], html_each("<td>{}</td>", matrix.total[1:])),
        signs=html_each("{}", (_explained(sign, words) for sign, words in matrix.key)),
    )


def _name(column: MatrixColumn) -> Html:
    return Html('<th scope="col"><a href="{}" target="_self" title="{}">{}</a></th>').format(
        column.address, f"Fiche : {column.name}", column.name
    )


def _explained(sign: Sign, words: str) -> Html:
    return Html("<li>{} {}</li>").format(_sign(sign), words)


def _row(matrix: Matrix, place: int) -> Html:
    row: MatrixRow = matrix.rows[place]
    cells = iter(row.cells)
    drawn = [
        (_nothing(column, len(matrix.rows)) if not place else Html("")) if column.nothing else _cell(next(cells))
        for column in matrix.columns
    ]
    kind = Html(' class="marque" aria-current="true"') if row.is_marked else Html("")
    return Html('<tr{}><th scope="row">{}</th>{}</tr>').format(kind, row.name, Html("").join(drawn))


def _nothing(column: MatrixColumn, height: int) -> Html:
    return Html('<td class="hachure" rowspan="{}"><span>{}</span></td>').format(height, column.nothing)


def _cell(cell: MatrixCell) -> Html:
    if not cell.signs:
        return Html('<td class="hachure" role="cell" aria-label="{}"></td>').format(cell.said)
    first, *others = [_sign(sign) for sign in cell.signs]
    seen = first + Html('<span class="autres"> {}</span>').format(Html(" ").join(others)) if others else first
    signs = Html('<span class="vus" aria-hidden="true">{}</span>').format(
        seen
    )  # which the name of the cell says in words
    if not cell.address:
        return Html('<td><span class="contenu" role="img" aria-label="{}">{}{}</span></td>').format(
            cell.said, signs, _bubble(cell)
        )
    said = f"{cell.said}. Voir les actions." if cell.named else f"{cell.said}. Voir la source."
    return Html('<td><a class="contenu" href="{}" target="_self"><span class="entendu">{}</span>{}{}</a></td>').format(
        cell.address, said, signs, _bubble(cell)
    )


def _sign(sign: Sign) -> Html:
    words = Html("<b>{}</b>").format(sign.words) if sign.words else Html("")
    return Html('<i class="signe {}" data-mark="{}"></i>{}').format(sign.form, sign.form, words)


def _bubble(cell: MatrixCell) -> Html:
    """What the pointer, or the keyboard, is told of a cell."""
    shown = cell.named[:NAMED_FIRST]
    others = len(cell.named) - len(shown)
    more = [f"et {counted(others, 'autre')}"] if others else []
    listed = Html("<ul>{}</ul>").format(html_each("<li>{}</li>", [*shown, *more])) if shown else Html("")
    return Html('<span class="bulle" aria-hidden="true">{}{}</span>').format(cell.said, listed)
