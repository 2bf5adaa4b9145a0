"""`ctai export`: a table, a view, or the printed figures that answer filters, as a file in any form."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.choices import filters
from dashboard.choices.filters import FILTERS, Choices
from dashboard.commands.ending import fail
from dashboard.commands.whole import add_complet, restricted, restricted_name, scope_asked, told
from dashboard.datasets.forms import FORMS

if TYPE_CHECKING:
    from queries.warehouse import Warehouse

AS_ALWAYS = ("csv", "parquet")


def add_export(parser: argparse.ArgumentParser) -> None:
    """The arguments of `ctai export`; a filter takes several codes, separated by commas or given again."""
    parser.add_argument("--table", help="nom de la table ou de la vue ; sans elle, les chiffres publiés")
    for name, declared in FILTERS.items():
        metavar = "ANNÉE" if declared.is_year else "CODE"
        parser.add_argument(f"--{name}", action="append", metavar=metavar, help=declared.help)
    parser.add_argument("--format", required=True, choices=list(FORMS))
    parser.add_argument("--out", required=True, type=Path, help="fichier à écrire")
    add_complet(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exit codes: 0 written; 1 it cannot be; 2 an unknown table, filter or code. The file is written whole or not."""
    from queries.warehouse import WarehouseUnavailable, home, open_served

    given = {name: getattr(options, name) for name in FILTERS}
    asked = {name: ",".join(texts) for name, texts in given.items() if texts is not None}
    if options.table and asked:
        names = ", ".join(f"--{name}" for name in asked)
        return fail(
            f"Une table s'exporte entière : --table ne va pas avec {names}. Sans --table, ces filtres choisissent parmi "
            "les chiffres publiés.",
            code=2,
        )
    try:
        warehouse, notice = open_served(home(), scope_asked(options))
        if notice:
            sys.stderr.write(f"{notice}\n")
        if options.table and options.table not in warehouse.tables():
            return fail(f"Table inconnue : {options.table}. Tables : {', '.join(warehouse.tables())}.", code=2)
        return _write(warehouse, options, asked)
    except WarehouseUnavailable as failure:
        return fail(failure.told())


def _write(warehouse: "Warehouse", options: argparse.Namespace, asked: dict[str, str]) -> int:
    from polars.exceptions import PolarsError

    from dashboard.datasets.files.limits import CannotBeWritten
    from dashboard.datasets.refusals import UnknownChoices
    from data.problems import os_reason
    from data.writing import write_whole

    out = restricted_name(options.out) if options.complet else options.out
    what = f"La table {options.table}" if options.table else "Le jeu de données"
    try:
        write_whole(_content(warehouse, options, asked), out)
    except UnknownChoices as unknown:
        return fail(str(unknown), code=2)
    except CannotBeWritten as reason:
        return fail(str(reason))
    except OSError as error:
        return fail(f"Écriture impossible dans {out} : {os_reason(error)}.")
    except (ValueError, PolarsError):  # « . » or « / » as a file; a table that this format cannot hold
        return fail(f"{what} ne peut pas être écrit{'e' * bool(options.table)} en {options.format} dans {out}.")
    if options.complet:
        sys.stderr.write(f"{out} : {told(options)}")
    return 0


def _content(warehouse: "Warehouse", options: argparse.Namespace, asked: dict[str, str]) -> bytes:
    """The bytes of the file; raises what the building and the forms raise."""
    from dashboard.datasets.datasets import dataset, table_dataset
    from dashboard.datasets.files.limits import CannotBeWritten
    from dashboard.datasets.refusals import UnknownChoices
    from dashboard.datasets.tables import table_bytes

    if empty := [f"--{name}" for name, text in asked.items() if not filters.codes(text)]:
        raise UnknownChoices(filters.nothing_asked(empty))
    if options.table and options.format in AS_ALWAYS:
        return table_bytes(warehouse.table(options.table), options.format)
    chosen = filters.choices(asked)
    built = table_dataset(warehouse, options.table) if options.table else dataset(warehouse, chosen, "--")
    built = restricted(built) if options.complet else built
    form = FORMS[options.format]
    if not form.suits(built):
        raise CannotBeWritten([f"La table {options.table} n'a pas de territoire : elle ne fait pas une couche."])
    content = form.write(built)
    if not options.table:
        sys.stderr.write(_beside(warehouse, chosen, built.frame.height))
    return content


def _beside(warehouse: "Warehouse", chosen: Choices, found: int) -> str:
    """What the filters leave aside or take without a printed date, a line for each kind that there is."""
    from dashboard.datasets.datasets import beside, taken_or_left

    return "".join(
        f"Chiffres {filters.ALSO[code]} : {count} {taken_or_left(code, chosen, count)}"
        f"{'' if code in chosen.aussi else f' ; --aussi {code} les prend'}.\n"
        for code, count in beside(warehouse, chosen, found).items()
        if count
    )
