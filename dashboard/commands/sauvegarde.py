"""`ctai sauvegarder` and `restaurer`: what nothing makes again of an installation, into a folder and back."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.commands.ending import fail, refuse

if TYPE_CHECKING:
    from queries.backup import Saved

REMADE = "Restauré : lancez « ctai build », qui refait le reste."


def add_sauvegarde(save: argparse.ArgumentParser, restore: argparse.ArgumentParser) -> None:
    """The arguments of both."""
    save.add_argument("folder", type=Path, metavar="DOSSIER", help="nouveau dossier ; à garder comme un secret")
    save.set_defaults(run=_save)
    restore.add_argument("folder", type=Path, metavar="DOSSIER", help="la sauvegarde")
    restore.set_defaults(run=_restore)


def _save(options: argparse.Namespace) -> int:
    """Exit codes: 0 all is there; 1 nothing is, and why."""

    def save() -> None:
        from queries.backup import save
        from queries.places import home

        _tell(save(home(), options.folder, _say))
        _say(f"Sauvegardé dans {options.folder} : gardez-le ailleurs, et pour vous seul.")

    return _told(save)


def _restore(options: argparse.Namespace) -> int:
    """Exit codes: 0 all is there; 1 it is not, and why."""

    def restore() -> None:
        from queries.backup import restore
        from queries.places import home

        _tell(restore(home(), options.folder, _say))
        _say(REMADE)

    return _told(restore)


def _tell(saved: "Saved") -> None:
    _say(str(saved.writings))
    _say(f"Autres fichiers (versions publiées, réserve) : {saved.files or 'aucun'}.")


def _told(command: Callable[[], None]) -> int:
    from data.problems import os_reason
    from queries.backup import BackupRefused
    from queries.failures import CurationFailed, WritingsUnavailable

    try:
        command()
    except (BackupRefused, WritingsUnavailable) as failure:
        return fail(str(failure))
    except CurationFailed as failure:
        return refuse(failure.problems, "Des actes d'avant ne peuvent pas être lus : rien n'est changé.")
    except OSError as error:
        return fail(f"Impossible avec {error.filename} : {os_reason(error)}.")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
