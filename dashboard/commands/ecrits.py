"""`ctai ecrits`: the base of what people write: its version, its journal, its copies."""

import argparse
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from dashboard.commands.ending import fail, refuse

if TYPE_CHECKING:
    from queries.writings.accounts import Change
    from queries.writings.store import Entry, Writings

LOCAL = "local"
KINDS = {"acceptance": "acceptation", "revocation": "révocation"}
ORIGINS = {"command": "ligne de commande", "page": "page Bilans", "folders": "dossier d'avant la base"}


def add_ecrits(parser: argparse.ArgumentParser) -> None:
    """The commands of `ctai ecrits`, each with its arguments."""
    commands = parser.add_subparsers(required=True, metavar="action", dest="action")
    migrate = commands.add_parser("migrer", help="mettre ses tables à la version de ce programme, ou à une d'avant")
    migrate.add_argument("--vers", type=int, metavar="N", help="version d'avant, pour un programme plus ancien")
    copy = commands.add_parser("copier", help="copier tous les écrits d'une base dans une autre, vide")
    place = f"« {LOCAL} » (le fichier de CTAI_HOME), ou postgresql://nom@machine/base"
    copy.add_argument("source", metavar="DE", help=place)
    copy.add_argument("target", metavar="VERS", help=place)
    commands.add_parser("journal", help="dire qui a fait quoi, et quand")
    parser.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    """Exit codes: 0 done; 1 it cannot be; 2 bad arguments."""
    from data.problems import os_reason
    from queries.failures import CurationFailed, WritingsUnavailable

    actions: dict[str, Callable[[argparse.Namespace], int]] = {
        "migrer": _migrate,
        "copier": _copy,
        "journal": _tell_journal,
    }
    try:
        return actions[options.action](options)
    except WritingsUnavailable as failure:
        return fail(str(failure))
    except CurationFailed as failure:
        return refuse(failure.problems, "Des actes d'avant ne peuvent pas être lus : rien n'est changé.")
    except OSError as error:
        return fail(f"Impossible avec {error.filename} : {os_reason(error)}.")


def _migrate(options: argparse.Namespace) -> int:
    from contextlib import closing

    from queries.places import home
    from queries.writings.migrations import latest, migrate
    from queries.writings.opening import engine_of, opened

    wanted = latest() if options.vers is None else options.vers
    if not 0 < wanted <= latest():
        return fail(f"Version inconnue : {wanted}. Versions : de 1 à {latest()}.", code=2)
    with closing(engine_of(home(), must_exist=True)) as engine:
        before = migrate(engine, wanted)
    if wanted == latest():
        with opened(home(), _say):  # acts of before are taken over
            pass
    _say(f"Base des écrits : version {wanted} (avant : {before or 'aucune'}).")
    return 0


def _copy(options: argparse.Namespace) -> int:
    """While nobody builds: what is being imported is there before, or comes after."""
    from queries.places import home
    from queries.service import alone
    from queries.writings.moving import copy
    from queries.writings.opening import NO_ADDRESS

    if not options.source or not options.target:  # « "$CTAI_ECRITS" » in a shell that has not read it
        return fail(NO_ADDRESS, code=2)
    if options.source == options.target:
        return fail("DE et VERS sont la même base.", code=2)
    home().mkdir(parents=True, exist_ok=True)
    with (
        alone(home(), _say),
        _base(options.source) as source,
        source.alone(_say),
        _base(options.target, is_writer=True) as target,
    ):
        _say(str(copy(source, target)))
    return 0


def _base(named: str | None, is_writer: bool = False) -> "AbstractContextManager[Writings]":
    """That of the setting where none is named."""
    from queries.places import home
    from queries.writings.opening import opened

    return opened(home(), _say, is_writer, "" if named == LOCAL else named)


def _tell_journal(_options: argparse.Namespace) -> int:
    with _base(None) as writings:
        for entry in writings.journal():
            _say(_line(entry))
        for change in writings.accounts.changes():
            _say(_role_line(change))
    return 0


def _line(entry: "Entry") -> str:
    """« 1, le 04/05/2026 à 08:30 : acceptation de bilan-… (acte n° 1), par : ligne de commande »."""
    what = f"{KINDS[entry.done]} de {entry.bilan_id} (acte n° {entry.act_number})"
    by = f", compte {entry.account_id}" if entry.account_id else ""
    return f"{entry.number}, le {_told(entry.moment)} : {what}, par : {ORIGINS[entry.origin]}{by}"


def _role_line(change: "Change") -> str:
    """« Rôle 1, le 04/05/2026 à 08:30 : « agent » (dep-57) donné à c-7k3m9q2x, par : ligne de commande »."""
    where = f" ({change.territories})" if change.territories else ""
    what = f"« {change.role} »{where} donné à" if change.role else "repris à"
    by = ORIGINS.get(change.given_by, f"compte {change.given_by}")
    return f"Rôle {change.number}, le {_told(datetime.fromisoformat(change.moment))} : {what} {change.account_id}, par : {by}"


def _told(moment: datetime) -> str:
    return f"{moment.astimezone():%d/%m/%Y à %H:%M}"


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
