"""`ctai bilan importer`, `revoquer` and `liste`: the bilans that this installation takes into the Atlas."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

HOW_LONG_TO_LOOK = (
    "Lecture du classeur, puis contrôle de l'Atlas avec ce bilan : de dix secondes à une demi-minute, davantage sur une "
    "machine occupée…"
)
HOW_LONG = (
    "Lecture du classeur, puis reconstruction de l'Atlas avec ce bilan : d'un quart de minute à une minute, davantage sur une "
    "machine occupée…"
)


def add(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Their arguments."""
    take = commands.add_parser("importer", help="faire entrer un bilan dans l'Atlas de cette installation")
    take.add_argument("file", type=Path, metavar="FICHIER", help="le classeur rempli, en xlsx ou en ods")
    take.add_argument("--a-blanc", action="store_true", help="dire ce qui changerait, sans rien changer")
    take.set_defaults(run=lambda options: _told(lambda: _take(options)))
    revoke = commands.add_parser("revoquer", help="retirer de l'Atlas un bilan en vigueur ; son fichier est gardé")
    revoke.add_argument("bilan", metavar="BILAN", help="identifiant, tel que « ctai bilan liste » le donne")
    revoke.add_argument("--raison", required=True, metavar="PHRASE", help="pourquoi il est retiré")
    revoke.set_defaults(run=lambda options: _told(lambda: _revoke(options)))
    listing = commands.add_parser("liste", help="dire les bilans en vigueur, et chaque acte")
    listing.set_defaults(run=lambda _options: _told(_list))


def _take(options: argparse.Namespace) -> None:
    from dashboard.bilan.checks import checked
    from dashboard.bilan.importing import ImportRefused, accept, changes, dry_run
    from dashboard.server.publication import publish
    from queries.places import home
    from queries.warehouse import Scope, open_served

    content = options.file.read_bytes()
    _warn(HOW_LONG_TO_LOOK if options.a_blanc else HOW_LONG)
    warehouse, notice = open_served(home(), Scope.PUBLIC)
    found = checked(options.file, warehouse.read, warehouse.data_version)
    warehouse.close()
    if notice:
        _warn(notice)
    if found.filled is None:
        raise ImportRefused("Rien n'est importé.", found.remarks)
    for line in (dry_run if options.a_blanc else changes)(home(), found.filled, found.remarks):
        _say(line)
    if options.a_blanc:
        _say("À blanc : rien n'est importé.")
    else:
        _say(accept(home(), found.filled, content, found.remarks, _warn))
        publish(home(), _warn)


def _revoke(options: argparse.Namespace) -> None:
    from dashboard.bilan.importing import revoke
    from dashboard.server.publication import publish
    from queries.places import home

    _say(revoke(home(), options.bilan, options.raison, _warn))
    publish(home(), _warn)


def _list() -> None:
    from dashboard.bilan.in_force import listed
    from queries.places import home

    for line in listed(home()):
        _say(line)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _warn(line: object) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _told(command: Callable[[], None]) -> int:
    """The exit code; what is refused is told with all that is wrong."""
    from dashboard.bilan.importing import ImportRefused
    from data.problems import os_reason, told
    from queries.failures import CurationFailed, WritingsUnavailable
    from queries.warehouse import WarehouseUnavailable

    try:
        command()
        return 0
    except (ImportRefused, CurationFailed) as refusal:
        for sentence in told(refusal.problems):
            _warn(sentence)
        _warn(refusal)
    except WritingsUnavailable as failure:
        _warn(failure)
    except WarehouseUnavailable as failure:
        _warn(failure.told())
    except OSError as error:
        _warn(f"Impossible avec {error.filename} : {os_reason(error)}.")
    return 1
