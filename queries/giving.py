"""A role given to an account, or taken back: what means nothing is refused, whoever asks."""

from collections.abc import Sequence

from data.personal import found_in
from geo.within import lies_within
from queries.rights import GIVEN, Role
from queries.writings.accounts import Account
from queries.writings.store import Writings

NO_SUCH_ROLE = "Rôle inconnu : {role}. Rôles : {roles}."
NO_TERRITORY = "Un agent a des territoires : il en faut au moins un, dep-57 ou com-57463 par exemple."
NOT_AN_AGENT = "Des territoires ne se donnent qu'à un agent ; « {role} » vaut partout."
NO_SUCH_TERRITORY = "Territoire inconnu : {territory}. « ctai territoire NOM » en donne le code."
PERSONAL = "Le service contient {found} ; attendu le nom d'un service, qui ne nomme personne."
LONGEST_SERVICE = 120  # signs
TOO_LONG = f"Le service a plus de {LONGEST_SERVICE} signes."
UNKNOWN = "Aucun compte « {account} »."


class RoleRefused(Exception):
    """Nothing is changed: a French sentence."""


def give(
    writings: Writings, account_id: str, role: str, territories: Sequence[str], service: str, given_by: str
) -> Account:
    """The account with its new role; its open sessions end. Raises RoleRefused, WritingsUnavailable."""
    if refusal := _refusal(role, territories, service):
        raise RoleRefused(refusal)
    with writings.whole():
        account_of(writings, account_id)
        writings.accounts.give(account_id, role, territories, service, given_by)
        return account_of(writings, account_id)


def take_back(writings: Writings, account_id: str, is_forgotten: bool, given_by: str) -> Account:
    """The account without a role, and without what leads to the person. Raises RoleRefused, WritingsUnavailable."""
    with writings.whole():
        account_of(writings, account_id)
        if is_forgotten:
            writings.accounts.forget(account_id, given_by)
        else:
            writings.accounts.give(account_id, "", (), "", given_by)
        return account_of(writings, account_id)


def account_of(writings: Writings, account_id: str) -> Account:
    """Raises RoleRefused when there is none."""
    found = [account for account in writings.accounts.listed() if account.account_id == account_id]
    if not found:
        raise RoleRefused(UNKNOWN.format(account=account_id))
    return found[0]


def _refusal(role: str, territories: Sequence[str], service: str) -> str:
    if role not in set(GIVEN):
        return NO_SUCH_ROLE.format(role=role, roles=", ".join(GIVEN))
    if bool(territories) != (role == Role.AGENT):
        return NO_TERRITORY if role == Role.AGENT else NOT_AN_AGENT.format(role=role)
    if unknown := [each for each in territories if not lies_within(each)]:
        return NO_SUCH_TERRITORY.format(territory=unknown[0])
    if found := list(found_in(service)):
        return PERSONAL.format(found=found[0][0])
    return TOO_LONG if len(service) > LONGEST_SERVICE else ""
