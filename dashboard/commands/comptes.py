"""`ctai comptes`: who signs in here, which role each has: told, given, taken back."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from dashboard.commands.ending import fail, refuse

if TYPE_CHECKING:
    from queries.writings.accounts import Account
    from queries.writings.store import Writings

NONE = "Aucun compte : chacun ouvre le sien en se connectant."


def add_comptes(parser: argparse.ArgumentParser) -> None:
    """The commands of `ctai comptes`, each with its arguments."""
    commands = parser.add_subparsers(required=True, metavar="action", dest="action")
    commands.add_parser("lister", help="dire chaque compte, son rôle et ses territoires").set_defaults(run=_list)
    give = commands.add_parser("donner", help="donner un rôle à un compte, à la place de celui qu'il a")
    give.add_argument("account_id", metavar="COMPTE", help="ce que la personne lit une fois connectée : c-…")
    give.add_argument("role", metavar="RÔLE", help="lecture, agent, valideur, curateur ou administration")
    territories = "d'un agent : les siens, avec tout ce qui s'y trouve"
    give.add_argument("--territoires", nargs="+", default=[], metavar="TERRITOIRE", help=territories)
    give.add_argument(
        "--service", default="", metavar="NOM", help="le service, pour s'y retrouver ; personne n'y est nommé"
    )
    give.set_defaults(run=_give)
    take = commands.add_parser("retirer", help="reprendre le rôle d'un compte")
    take.add_argument("account_id", metavar="COMPTE")
    take.add_argument("--oublier", action="store_true", help="effacer aussi ce qui mène à la personne")
    take.set_defaults(run=_take)


def _list(_options: argparse.Namespace) -> int:
    def listed(writings: "Writings") -> None:
        for line in [_told(account) for account in writings.accounts.listed()] or [NONE]:
            _say(line)

    return _answered(listed, is_writer=False)


def _told(account: "Account") -> str:
    """« c-7k3m9q2x : agent (dep-57), service « … », organisme 13002526500013, ouvert le 04/05/2026 »."""
    from datetime import date

    role = account.role or "sans rôle"
    where = f" ({account.territories})" if account.territories else ""
    service = f", service « {account.service} »" if account.service else ""
    organisation = f", organisme {account.organisation}" if account.organisation else ""
    forgotten = "" if account.subject_digest else ", oublié"
    opened_on = f"{date.fromisoformat(account.opened_on):%d/%m/%Y}"
    return f"{account.account_id} : {role}{where}{service}{organisation}, ouvert le {opened_on}{forgotten}"


def _give(options: argparse.Namespace) -> int:
    """Exit codes: 0 done; 1 it cannot be. Sessions that are open end within seconds, on every machine."""

    def given(writings: "Writings") -> None:
        from queries.giving import give
        from queries.writings.accounts import COMMAND

        about = options.account_id, options.role, options.territoires, options.service
        _say(_told(give(writings, *about, COMMAND)))

    return _answered(given)


def _take(options: argparse.Namespace) -> int:
    def taken(writings: "Writings") -> None:
        from queries.giving import take_back
        from queries.writings.accounts import COMMAND

        _say(_told(take_back(writings, options.account_id, options.oublier, COMMAND)))

    return _answered(taken)


def _answered(command: Callable[["Writings"], None], is_writer: bool = True) -> int:
    from queries.failures import CurationFailed, WritingsUnavailable
    from queries.giving import RoleRefused
    from queries.places import home
    from queries.writings.opening import opened

    try:
        with opened(home(), is_writer=is_writer) as writings:
            command(writings)
    except (WritingsUnavailable, RoleRefused) as failure:
        return fail(str(failure))
    except CurationFailed as failure:
        return refuse(failure.problems, "Des actes d'avant ne peuvent pas être lus : rien n'est changé.")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
