"""`ctai bilan`: the workbook of a bilan, empty or put together from its parts."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dashboard.bilan.answered import Filled
    from queries.warehouse import Warehouse

EXTENSIONS = ("xlsx", "ods")


def add_bilan(parser: argparse.ArgumentParser) -> None:
    """The commands of `ctai bilan`, each with its arguments."""
    commands = parser.add_subparsers(required=True, metavar="action", dest="action")
    _add_model(commands.add_parser("modele", help="écrire le classeur à remplir, avec ce que l'Atlas sait déjà"))


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("contrat", nargs="?", default="", metavar="CONTRAT", help="identifiant : ctai-com-57463-2022")
    parser.add_argument("--du", required=True, type=_day, metavar="AAAA-MM-JJ", help="premier jour de la période")
    parser.add_argument("--au", required=True, type=_day, metavar="AAAA-MM-JJ", help="dernier jour de la période")
    parser.add_argument("--operateur", default="", metavar="NOM", help="la partie d'un organisme : ses actions seules")
    parser.add_argument(
        "--actions", type=_count, metavar="N", help="lignes pour des actions que l'Atlas ne connaît pas"
    )
    parser.add_argument("--territoire", default="", metavar="CODE", help="d'un contrat que l'Atlas ne connaît pas")
    parser.add_argument("--intitule", default="", metavar="TITRE", help="d'un contrat que l'Atlas ne connaît pas")
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FICHIER", help="fichier à écrire, en xlsx ou en ods"
    )
    parser.set_defaults(run=_model)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas une date AAAA-MM-JJ") from None


def _count(text: str) -> int:
    if not (text.isascii() and text.isdecimal()):
        raise argparse.ArgumentTypeError(f"« {text} » n'est pas un nombre de lignes, un entier")
    return int(text)


def _model(options: argparse.Namespace) -> int:
    return written(options, lambda warehouse: _asked(options, warehouse))


def _asked(options: argparse.Namespace, warehouse: "Warehouse") -> "Filled":
    """The form that the options ask for. Raises CannotBeAsked."""
    from dashboard.bilan.answered import Filled
    from dashboard.bilan.form import CannotBeAsked, form, unknown_contract

    period = options.du, options.au
    read, version = warehouse.read, warehouse.data_version
    if bool(options.contrat) == bool(options.territoire):
        raise CannotBeAsked(
            "Attendu : l'identifiant d'un contrat de l'Atlas, ou --territoire et --intitule pour un autre contrat."
        )
    if options.territoire:
        return Filled(unknown_contract(read, options.territoire, options.intitule, period, version, options.actions))
    return Filled(form(read, options.contrat, period, version, options.operateur, options.actions))


def written(options: argparse.Namespace, made: Callable[["Warehouse"], "Filled"]) -> int:
    """Exit codes: 0 written; 1 it cannot be; 2 badly asked. The file is written whole or not."""
    from dashboard.bilan.form import CannotBeAsked
    from dashboard.bilan.workbook import workbook
    from data.problems import os_reason
    from data.writing import write_whole
    from queries.warehouse import Scope, WarehouseUnavailable, home, open_served

    extension = options.out.suffix.removeprefix(".").lower()
    if extension not in EXTENSIONS:
        return fail(f"Forme inconnue : « {options.out.name} ». Attendu : un nom en {' ou en '.join(EXTENSIONS)}.", 2)
    try:
        warehouse, notice = open_served(home(), Scope.PUBLIC)
        sys.stderr.write(f"{notice}\n" if notice else "")
        write_whole(workbook(made(warehouse), extension, date.today()), options.out)
    except CannotBeAsked as reason:
        return fail(str(reason), 2)
    except WarehouseUnavailable as reason:
        return fail(reason.told())
    except (OSError, ValueError) as error:
        why = os_reason(error) if isinstance(error, OSError) else "ce n'est pas un nom de fichier"
        return fail(f"Écriture impossible dans {options.out} : {why}.")
    sys.stdout.write(f"{options.out}\n")
    return 0


def fail(sentence: str, code: int = 1) -> int:
    """Says why on the standard error."""
    sys.stderr.write(f"{sentence}\n")
    return code
