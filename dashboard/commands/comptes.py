"""`ctai comptes`: who signs in here, which role each has: told, given, taken back."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

from dashboard.commands.ending import fail, refuse

if TYPE_CHECKING:
    from queries.writings.accounts import Account

NONE = "Aucun compte : chacun ouvre le sien en se connectant."
UNKNOWN = "Aucun compte « {account} » : « ctai comptes lister » les donne tous."
NO_SUCH_ROLE = "Rôle inconnu : {role}. Rôles : {roles}."
NO_TERRITORY = "Un agent a des territoires : indiquez-les par --territoires dep-57 com-57463."
NOT_AN_AGENT = "Des territoires ne se donnent qu'à un agent ; « {role} » vaut partout."
NO_SUCH_TERRITORY = "Territoire inconnu : {territory}. « ctai territoire NOM » en donne le code."
PERSONAL = "Le service contient {found} ; attendu le nom d'un service, qui ne nomme personne."


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
    return _answered(_listed)


def _listed() -> int:
    from queries.places import home
    from queries.writings.opening import opened

    with opened(home()) as writings:
        accounts = writings.accounts.listed()
    for line in [_told(account) for account in accounts] or [NONE]:
        _say(line)
    return 0


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
    """Exit codes: 0 done; 1 it cannot be; 2 bad arguments."""
    from data.personal import found_in
    from geo.within import lies_within
    from queries.rights import GIVEN, Role

    if options.role not in set(GIVEN):
        return fail(NO_SUCH_ROLE.format(role=options.role, roles=", ".join(GIVEN)), code=2)
    if bool(options.territoires) != (options.role == Role.AGENT):
        return fail(NO_TERRITORY if options.role == Role.AGENT else NOT_AN_AGENT.format(role=options.role), code=2)
    if unknown := [each for each in options.territoires if not lies_within(each)]:
        return fail(NO_SUCH_TERRITORY.format(territory=unknown[0]), code=2)
    if found := list(found_in(options.service)):
        return fail(PERSONAL.format(found=found[0][0]), code=2)
    return _answered(lambda: _changed(options.account_id, options.role, options.territoires, options.service))


def _take(options: argparse.Namespace) -> int:
    return _answered(lambda: _changed(options.account_id, "", [], "", options.oublier))


def _changed(account_id: str, role: str, territories: list[str], service: str, is_forgotten: bool = False) -> int:
    """Who holds the machine gives; sessions that are open end within seconds, on every machine."""
    from queries.places import home
    from queries.writings.accounts import COMMAND
    from queries.writings.opening import opened

    with opened(home(), is_writer=True) as writings, writings.whole():
        known = {account.account_id: account for account in writings.accounts.listed()}
        if account_id not in known:
            return fail(UNKNOWN.format(account=account_id))
        if is_forgotten:
            writings.accounts.forget(account_id, COMMAND)
        else:
            writings.accounts.give(account_id, role, territories, service, COMMAND)
        [account] = [each for each in writings.accounts.listed() if each.account_id == account_id]
    _say(_told(account))
    return 0


def _answered(command: Callable[[], int]) -> int:
    from queries.failures import CurationFailed, WritingsUnavailable

    try:
        return command()
    except WritingsUnavailable as failure:
        return fail(str(failure))
    except CurationFailed as failure:
        return refuse(failure.problems, "Des actes d'avant ne peuvent pas être lus : rien n'est changé.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
