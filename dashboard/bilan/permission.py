"""What may be done from the pages: by role where somebody signs in; else as who keeps the installation lets everybody.

`CTAI_CONNEXION` says that one may sign in, `CTAI_IMPORT` that bilans may enter from the pages, `CTAI_LECTURE=comptes` that
nothing is read without a role.
"""

import os

from queries.rights import ANYONE, HOLDER, VISITOR, Person, Right, Role
from queries.rights import may as may_by_role

IMPORT, SIGN_IN, READING = "CTAI_IMPORT", "CTAI_CONNEXION", "CTAI_LECTURE"
NO = {"", "0", "non"}
ACCOUNTS_ONLY = "comptes"
BY_THE_PAGES = {Right.IMPORT, Right.PUBLISH, Right.REVOKE}


def is_import_open() -> bool:
    return os.environ.get(IMPORT, "").strip().lower() not in NO


def is_sign_in_open() -> bool:
    return bool(os.environ.get(SIGN_IN, "").strip())


def nobody_signed_in() -> Person:
    """Who asks without having signed in: a visitor, or anybody where nobody signs in."""
    if is_sign_in_open():
        return VISITOR
    return HOLDER if is_import_open() else ANYONE


def may(person: Person, right: Right, territory_id: str | None = None) -> bool:
    """Whether somebody may do it from the pages, in a territory, or anywhere at all when none is named yet."""
    if right in BY_THE_PAGES and not is_import_open():
        return False
    if right is Right.READ and person.role is Role.VISITOR and is_reading_closed():
        return False
    return may_by_role(person, right, territory_id)


def is_reading_closed() -> bool:
    """Whether nothing is read without a role."""
    return os.environ.get(READING, "").strip().lower() == ACCOUNTS_ONLY
