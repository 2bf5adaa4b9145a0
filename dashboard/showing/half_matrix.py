"""Every pair of a selection as a small square, in half a matrix: its form and colour say how near it is to a comparison.

A click opens what separates the two, without asking the server.
"""

import polars as pl

from dashboard.figures import verdict
from dashboard.showing.markup import Html, html_each

MOST_ON_PHONE = 7  # territories: of more, squares that a phone holds are narrower than 24 pixels
CAPTION = (
    "Chaque paire de territoires, et si on peut la comparer. Chaque ligne est un territoire et porte son numéro ; les "
    "colonnes sont les mêmes territoires, dont la dernière ligne donne les numéros. Le tableau est une demi-grille : une "
    "paire n'y est qu'une fois, à la ligne du territoire au plus grand numéro."
)
SIGNS = {"comparable": "●", "same_base": "◆", "same_base_bound": "▷", "other_bases": "≠", "no_ratio": "·"}


def half_matrix(pairs: pl.DataFrame) -> Html:
    """The matrix with its legend; the nearest pair is open."""
    names = verdict.names(pairs)
    found = {(row["territory_name"], row["other_territory_name"]): row for row in pairs.iter_rows(named=True)}
    opened = verdict.nearest(pairs)
    rows = [
        Html('<tr><th scope="row"><b>{}</b> {}</th>{}</tr>').format(
            number + 1, name, Html("").join(_cell(found[other, name], opened) for other in names[:number])
        )
        for number, name in enumerate(names)
    ]
    heads = html_each('<th scope="col">{}</th>', range(1, len(names)))
    table = Html("<table><caption>{}</caption><tbody>{}</tbody><tfoot><tr><td></td>{}</tr></tfoot></table>").format(
        CAPTION, Html("").join(rows), heads
    )
    is_many = len(names) > MOST_ON_PHONE
    longest = max(len(_words(row)) + len(row["differences"] or "") for row in pairs.iter_rows(named=True))
    return Html('<div class="paires{}" style="--paires:{};--signes:{}">{}{}{}</div>').format(
        " nombreuses" if is_many else "",
        len(names) - 1,
        longest,
        table,
        _legend(pairs),
        _listed(pairs) if is_many else "",
    )


def _listed(pairs: pl.DataFrame) -> Html:
    """Where squares would be too small for a finger: the pairs of each state, the nearest unfolded."""
    found = {state: list(pairs.filter(closeness=state).iter_rows(named=True)) for state in verdict.STATES}
    groups = [
        Html('<details class="pli"{}><summary>{} ({})</summary><ul>{}</ul></details>').format(
            Html("") if place else Html(" open"), verdict.STATES[state], len(rows), Html("").join(map(_line, rows))
        )
        for place, (state, rows) in enumerate((state, rows) for state, rows in found.items() if rows)
    ]
    return Html('<div class="liste-paires">{}</div>').format(Html("").join(groups))


def _line(row: dict) -> Html:
    names = f"{row['territory_name']} et {row['other_territory_name']}"
    differences = row["differences"] if row["closeness"] != "no_ratio" else ""
    return Html("<li><b>{}</b>{}</li>").format(names, f" : {differences}" if differences else "")


def _words(row: dict) -> str:
    return f"{row['territory_name']} et {row['other_territory_name']} : {verdict.STATES[row['closeness']].lower()}"


def _cell(row: dict, opened: dict | None) -> Html:
    words = _words(row)
    is_open = Html(" open") if row == opened else Html("")
    return Html(
        '<td><details name="paire" class="paire {}"{}><summary aria-label="{}" title="{}">{}</summary><p><b>{}</b><br>{}</p>'
        "</details></td>"
    ).format(
        row["closeness"], is_open, words, f"{words}\n{row['differences']}", SIGNS[row["closeness"]], words,
        row["differences"] or "rien ne les sépare",
    )  # fmt: skip


def _legend(pairs: pl.DataFrame) -> Html:
    counts = dict(pairs["closeness"].value_counts().iter_rows())
    told = [
        Html('<li><i class="paire {}">{}</i>{} ({})</li>').format(state, SIGNS[state], words, counts[state])
        for state, words in verdict.STATES.items()
        if state in counts
    ]
    return Html('<ul class="legende">{}</ul>').format(Html("").join(told))
