"""`ctai bilan ecrire`: the bilan of a contract as a document, from its workbook, in the form that the name of the file says."""

import argparse
import sys
from pathlib import Path
from typing import Any

from dashboard.commands.ending import fail

FORMS = ("odt", "docx", "pdf")


def add(commands: Any) -> None:
    """The arguments of `ctai bilan ecrire`."""
    parser = commands.add_parser("ecrire", help="écrire le document d'un bilan d'après son classeur rempli")
    parser.add_argument("classeur", type=Path, metavar="CLASSEUR", help="classeur rempli, en xlsx ou en ods")
    parser.add_argument(
        "--out",
        required=True,
        nargs="+",
        type=Path,
        metavar="FICHIER",
        help=f"fichiers à écrire, en {', '.join(FORMS)}",
    )
    parser.add_argument(
        "--depuis", type=Path, metavar="ANCIEN", help="document déjà écrit, en odt ou en docx, dont garder les textes"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exit codes: 0 written; 1 it cannot be; 2 an unknown form. Each file is written whole or not."""
    from data.problems import os_reason
    from queries.warehouse import WarehouseUnavailable

    for out in options.out:
        if form_of(out) not in FORMS:
            return fail(f"Forme inconnue : « {out.name} ». Attendu : un nom en {', '.join(FORMS)}.", code=2)
    try:
        return _write(options)
    except WarehouseUnavailable as failure:
        return fail(failure.told())
    except OSError as error:
        return fail(f"Lecture ou écriture impossible : {error.filename or options.classeur} : {os_reason(error)}.")


def form_of(out: Path) -> str:
    return out.suffix.removeprefix(".").lower()


def _write(options: argparse.Namespace) -> int:
    from datetime import date

    from dashboard.bilan.reading import read_workbook
    from dashboard.documents.bilan.document import document, write
    from dashboard.documents.bilan.regeneration import former
    from dashboard.documents.written_texts import CannotBeTakenUp
    from data.writing import write_whole
    from queries.warehouse import Scope, home, open_served

    warehouse, notice = open_served(home(), Scope.PUBLIC)
    sys.stderr.write(f"{notice}\n" if notice else "")
    filled, remarks = read_workbook(options.classeur, warehouse.read, warehouse.data_version)
    if filled is None:
        return fail("\n".join(map(str, remarks)))
    try:
        before = former(options.depuis.read_bytes(), filled.form) if options.depuis else None
    except CannotBeTakenUp as reason:
        return fail(str(reason))
    made = document(filled, warehouse.read, warehouse.data_version, date.today(), before)
    for out in options.out:
        write_whole(write(made, form_of(out)), out)
        sys.stdout.write(f"{out}\n")
    if remarks:
        sys.stderr.write(f"Remarques sur le classeur : {len(remarks)} ; « ctai bilan controle » les dit toutes.\n")
    return 0
