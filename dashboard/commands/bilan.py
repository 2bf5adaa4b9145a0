"""`ctai bilan`: the workbook of a bilan, empty or put together from its parts."""

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands import bilan_controle, bilan_ecrire, bilan_ensemble, bilan_importer
from dashboard.commands.ending import fail, put

if TYPE_CHECKING:
    from dashboard.bilan.answered import Filled
    from dashboard.bilan.asked import Form
    from queries.warehouse import Warehouse

EXTENSIONS = ("xlsx", "ods")


def add_bilan(parser: argparse.ArgumentParser) -> None:
    """The commands of `ctai bilan`, each with its arguments."""
    commands = parser.add_subparsers(required=True, metavar="action", dest="action")
    _add_model(commands.add_parser("modele", help="écrire le classeur à remplir, avec ce que l'Atlas sait déjà"))
    join = commands.add_parser("reunir", help="réunir les parties remplies par les organismes en un classeur")
    join.add_argument("files", nargs="+", type=Path, metavar="FICHIER", help="les parties, et le classeur d'ensemble")
    _add_out(join)
    join.set_defaults(run=_join)
    bilan_controle.add(commands)
    bilan_ecrire.add(commands)
    bilan_ensemble.add(commands)
    bilan_importer.add(commands)


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
        "--precedent", type=Path, metavar="FICHIER", help="classeur de la période d'avant : objectifs, financeurs…"
    )
    _add_out(parser)
    parser.set_defaults(run=_model)


def _add_out(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--out", required=True, type=Path, metavar="FICHIER", help="fichier à écrire, en xlsx ou en ods"
    )


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
    return _written(options, lambda warehouse: _prefilled(options, warehouse))


def _prefilled(options: argparse.Namespace, warehouse: "Warehouse") -> "Filled":
    """The form that the options ask for, with what stays of the period before. Raises CannotBeAsked."""
    from dashboard.bilan.answered import Filled
    from dashboard.bilan.prefilling import prefilled

    if options.precedent is None:
        return Filled(_asked(options, warehouse, options.actions))
    last = _read(options.precedent, warehouse)
    added = last.form.added_actions if options.actions is None else options.actions
    return prefilled(_asked(options, warehouse, added), last)


def _join(options: argparse.Namespace) -> int:
    return _written(options, lambda warehouse: _together(options, warehouse))


def _together(options: argparse.Namespace, warehouse: "Warehouse") -> "Filled":
    from dashboard.bilan.parts import together

    parts = [_read(path, warehouse) for path in options.files]
    return together(warehouse.read, parts, warehouse.data_version)


def _read(path: Path, warehouse: "Warehouse") -> "Filled":
    """A workbook that was filled. Raises CannotBeAsked for a file that is none, or cannot be read."""
    from dashboard.bilan.form import CannotBeAsked

    if not path.is_file():
        raise CannotBeAsked(f"Fichier introuvable : {path}.")
    from dashboard.bilan.reading import read_workbook

    filled, remarks = read_workbook(path, warehouse.read, warehouse.data_version)
    if filled is None:
        raise CannotBeAsked("\n".join(f"{path} : {remark}" for remark in remarks))
    return filled


def _asked(options: argparse.Namespace, warehouse: "Warehouse", added: int | None) -> "Form":
    """The form that the options ask for. Raises CannotBeAsked."""
    from dashboard.bilan.form import CannotBeAsked, form, unknown_contract

    period = options.du, options.au
    read, version = warehouse.read, warehouse.data_version
    if bool(options.contrat) == bool(options.territoire):
        raise CannotBeAsked(
            "Attendu : l'identifiant d'un contrat de l'Atlas, ou --territoire et --intitule pour un autre contrat."
        )
    if options.territoire:
        return unknown_contract(read, options.territoire, options.intitule, period, version, added)
    return form(read, options.contrat, period, version, options.operateur, added)


def _written(options: argparse.Namespace, made: Callable[["Warehouse"], "Filled"]) -> int:
    """Exit codes: 0 written; 1 it cannot be; 2 badly asked. The file is written whole or not."""
    from dashboard.bilan.form import CannotBeAsked
    from dashboard.bilan.parts import CannotBePutTogether
    from dashboard.bilan.workbook import workbook
    from queries.warehouse import Scope, WarehouseUnavailable, home, open_served

    extension = options.out.suffix.removeprefix(".").lower()
    if extension not in EXTENSIONS:
        return fail(f"Forme inconnue : « {options.out.name} ». Attendu : un nom en {' ou en '.join(EXTENSIONS)}.", 2)
    try:
        warehouse, notice = open_served(home(), Scope.PUBLIC)
        sys.stderr.write(f"{notice}\n" if notice else "")
        content = workbook(made(warehouse), extension, date.today())
    except CannotBeAsked as reason:
        return fail(str(reason), 2)
    except CannotBePutTogether as reason:
        return fail(f"{reason}\nRien n'est écrit : accordez ces cellules, puis réunissez à nouveau.")
    except WarehouseUnavailable as reason:
        return fail(reason.told())
    return put(content, options.out)
