"""`ctai territoire`: the territories that a name or a code means, found as the fields of the pages find them."""

import argparse
import sys

from dashboard.commands.ending import fail

MOST = 10


def add_territoire(parser: argparse.ArgumentParser) -> None:
    """The arguments of `ctai territoire`: the words of one name."""
    parser.add_argument(
        "words",
        nargs="+",
        metavar="NOM",
        help="nom, ancien nom, code ou code postal, sans souci d'accents ni de traits d'union",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """A line a territory, the likeliest first: its code for the other commands, then what it is.

    Exit codes: 0 found; 1 nothing has this name, or nothing can be served.
    """
    from dashboard.words import territories
    from dashboard.words.typography import typeset
    from queries.search import LONGEST_TEXT
    from queries.warehouse import Scope, WarehouseUnavailable, home, open_served

    typed = " ".join(options.words).encode(errors="replace").decode()[:LONGEST_TEXT]
    try:
        warehouse, notice = open_served(home(), Scope.PUBLIC)
        found = warehouse.read("territories_found", text=typed, most=MOST)
    except WarehouseUnavailable as failure:
        return fail(failure.told())
    sys.stderr.write(f"{notice}\n" if notice else "")
    rows = list(found.iter_rows(named=True))
    if not rows:
        return fail(typeset(f"Aucun territoire ne s'appelle « {typed} »."))
    if said := territories.said(rows[0], typed):
        sys.stderr.write(f"{typeset(said)}\n")
    for row in rows:
        sys.stdout.write(f"{row['territory_id']}\t{typeset(territories.found(row))}\n")
    return 0
