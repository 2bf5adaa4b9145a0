"""`ctai bilan controle`: everything that is wrong with a filled workbook, at once; and the workbook itself, marked."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.ending import fail

if TYPE_CHECKING:
    from dashboard.bilan.checks import Checked


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The arguments of `ctai bilan controle`."""
    parser = commands.add_parser("controle", help="dire tout ce qui ne va pas dans un classeur rempli")
    parser.add_argument("file", type=Path, metavar="FICHIER", help="le classeur, en xlsx ou en ods")
    parser.add_argument("--marque", type=Path, metavar="FICHIER", help="écrire une copie colorée et commentée")
    parser.add_argument(
        "--precedent", type=Path, metavar="FICHIER", help="le classeur de la période d'avant, à comparer"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Exit codes: 0 nothing blocks; 1 something does; 2 the file cannot be read, or the copy cannot be written."""
    from dashboard.bilan.checks import checked
    from data.problems import os_reason
    from queries.warehouse import Scope, WarehouseUnavailable, home, open_served

    for path in (options.file, options.precedent):
        if path and not path.is_file():
            return fail(f"Fichier introuvable : {path}.", code=2)
    try:
        warehouse, notice = open_served(home(), Scope.PUBLIC)
        sys.stderr.write(f"{notice}\n" if notice else "")
        found = checked(options.file, warehouse.read, warehouse.data_version, options.precedent)
        warehouse.close()
    except WarehouseUnavailable as failure:
        return fail(failure.told(), code=2)
    except OSError as error:
        return fail(f"Lecture impossible de {options.file} : {os_reason(error)}.", code=2)
    _tell(found)
    if not found.is_read:
        return 2
    if options.marque and (refusal := _mark(options.file, options.marque, found)):
        return fail(refusal, code=2)
    return 0 if found.is_acceptable else 1


def _tell(found: "Checked") -> None:
    """The verdict first, then the remarks, then what is filled of each action."""
    from dashboard.bilan.remarks import told

    sys.stdout.write(f"{found.verdict}\n")
    if not found.is_read:
        return
    sys.stdout.writelines(f"{line}\n" for line in told(found.remarks))
    sys.stdout.writelines(f"{one.name}\u00a0: {one}.\n" for one in found.by_action)


def _mark(path: Path, out: Path, found: "Checked") -> str:
    """Writes the copy, in the form of the file itself; a sentence that says why it cannot be written."""
    from dashboard.bilan.marking import CannotBeMarked, marked
    from data.problems import os_reason
    from data.writing import write_whole

    if out.suffix.lower() != path.suffix.lower():
        return f"« {out.name} » : une copie marquée est dans la forme du classeur ({path.suffix})."
    try:
        write_whole(marked(path, found), out)
    except CannotBeMarked as refusal:
        return str(refusal)
    except OSError as error:
        return f"Écriture impossible dans {out} : {os_reason(error)}."
    sys.stdout.write(f"{out}\n")
    return ""
