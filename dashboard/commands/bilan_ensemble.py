"""`ctai bilan ensemble`: the bilans of several contracts in one document, for a département, a région or France."""

import argparse
import sys
from pathlib import Path
from typing import Any

from dashboard.commands.bilan_ecrire import FORMS, form_of
from dashboard.commands.ending import fail


def add(commands: Any) -> None:
    """The arguments of `ctai bilan ensemble`."""
    parser = commands.add_parser("ensemble", help="écrire le document de plusieurs bilans, contrat par contrat")
    parser.add_argument("territoire", metavar="TERRITOIRE", help="dep-57, reg-44 ou fra")
    parser.add_argument("classeurs", nargs="+", type=Path, metavar="CLASSEUR", help="classeurs remplis")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FICHIER", help=f"fichier à écrire, en {', '.join(FORMS)}"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exit codes: 0 written; 1 it cannot be; 2 an unknown form. The file is written whole or not."""
    from data.problems import os_reason
    from queries.warehouse import WarehouseUnavailable

    if form_of(options.out) not in FORMS:
        return fail(f"Forme inconnue : « {options.out.name} ». Attendu : un nom en {', '.join(FORMS)}.", code=2)
    try:
        return _write(options)
    except WarehouseUnavailable as failure:
        return fail(failure.told())
    except OSError as error:
        return fail(f"Lecture ou écriture impossible : {error.filename or options.out} : {os_reason(error)}.")


def _write(options: argparse.Namespace) -> int:
    from datetime import date

    from dashboard.bilan.reading import read_workbook
    from dashboard.documents.bilan.document import write
    from dashboard.documents.bilan.together import CannotBeGathered, together
    from data.writing import write_whole
    from queries.warehouse import Scope, home, open_served

    warehouse, notice = open_served(home(), Scope.PUBLIC)
    sys.stderr.write(f"{notice}\n" if notice else "")
    filled = []
    for path in options.classeurs:
        one, remarks = read_workbook(path, warehouse.read, warehouse.data_version)
        if one is None:
            return fail(f"{path} : " + "\n".join(map(str, remarks)))
        filled.append(one)
    try:
        made = together(filled, options.territoire, warehouse.read, warehouse.data_version, date.today())
    except CannotBeGathered as reason:
        return fail(str(reason))
    write_whole(write(made, form_of(options.out)), options.out)
    sys.stdout.write(f"{options.out}\n")
    return 0
