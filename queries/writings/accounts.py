"""Who signs in: accounts, the roles given to them, their sessions. Asked through `Writings`.

Of a person nothing is kept but a digest of what the provider calls them, which leads from them to their account and not
back, and the SIRET of who employs them. Of a session, the digest of the token that the browser has.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from queries.rights import Person, Role
from queries.sql import sql_text
from queries.writings.engine import Engine

COMMAND = "command"  # who gave a role: the command line, or an account
SIGNS = "23456789abcdefghjkmnpqrstvwxyz"  # none of which is taken for another when it is read aloud
IDLE, LONGEST = 1_800, 43_200  # seconds that a session lasts unused, and at most: half an hour, and twelve hours
Session = tuple[str, int]  # whose, and since when


@dataclass(frozen=True)
class Account:
    """An account with the role that it has now; of a forgotten one, nothing leads to anybody."""

    account_id: str
    issuer: str
    subject_digest: str | None
    organisation: str
    opened_on: str
    role: str
    territories: str
    service: str


@dataclass(frozen=True)
class Change:
    """A role given, or taken back when it is empty; the territories are those of an agent, between spaces."""

    number: int
    account_id: str
    moment: str
    role: str
    territories: str
    service: str
    given_by: str


class Accounts:
    """Accounts, roles and sessions of one opened home. What writes is called within `whole`."""

    def __init__(self, engine: Engine) -> None:
        self._ask = engine.ask

    def listed(self) -> list[Account]:
        """By the day on which they were opened."""
        return [Account(*row) for row in self._ask(sql_text("writings/accounts"))]

    def changes(self) -> list[Change]:
        """Every role that was given or taken back, in their order."""
        return [Change(*row) for row in self._ask(sql_text("writings/account_roles"))]

    def of(self, issuer: str, subject: str, organisation: str) -> str:
        """The account of somebody; a new one, without a role, when they sign in for the first time."""
        digest = hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()
        if found := self._ask(sql_text("writings/account_of_subject"), issuer=issuer, subject_digest=digest):
            return str(found[0][0])
        account_id = "c-" + "".join(secrets.choice(SIGNS) for _each in range(8))
        self._add(Account(account_id, issuer, digest, organisation, datetime.now(UTC).date().isoformat(), "", "", ""))
        return account_id

    def _add(self, account: Account) -> None:
        self._ask(
            sql_text("writings/add_account"),
            account_id=account.account_id, issuer=account.issuer, subject_digest=account.subject_digest,
            organisation=account.organisation, opened_on=account.opened_on,
        )  # fmt: skip

    def person(self, account_id: str) -> Person:
        """Who it is, with what role; a visitor when it has none, or is none."""
        found = self._ask(sql_text("writings/account_role"), account_id=account_id)
        role, territories = found[0] if found else ("", "")
        return Person(Role(role or Role.VISITOR), frozenset(territories.split()), account_id)

    def give(self, account_id: str, role: str, territories: Iterable[str], service: str, given_by: str) -> None:
        """Gives a role, or takes it back when it is empty. Open sessions end: they had other rights."""
        [[latest]] = self._ask(sql_text("writings/latest_change"))
        moment = datetime.now(UTC).isoformat(timespec="seconds")
        self._note(Change(latest + 1, account_id, moment, role, " ".join(sorted(territories)), service, given_by))
        self._ask(sql_text("writings/end_sessions_of_account"), account_id=account_id)

    def forget(self, account_id: str, given_by: str) -> None:
        """Takes the role back and erases what leads to the person; the account stays in the journal, nobody's."""
        self.give(account_id, "", (), "", given_by)
        self._ask(sql_text("writings/forget_account"), account_id=account_id)

    def _note(self, change: Change) -> None:
        self._ask(
            sql_text("writings/add_account_role"),
            change_number=change.number, account_id=change.account_id, moment=change.moment, role=change.role,
            territories=change.territories, service=change.service, given_by=change.given_by,
        )  # fmt: skip

    def copy(self, source: "Accounts") -> None:
        """All accounts and roles of another base into this one, which has none. Sessions stay where they are."""
        for account in source.listed():
            self._add(account)
        for change in source.changes():
            self._note(change)

    def begin(self, account_id: str, id_token: str, now: int) -> str:
        """The token of a new session, which is kept nowhere here; those that are over are erased."""
        self._ask(sql_text("writings/end_old_sessions"), **_limits(now))
        token = secrets.token_urlsafe(32)
        about = {"session_digest": session_digest(token), "account_id": account_id, "begun_at": now}
        self._ask(sql_text("writings/add_session"), id_token=id_token, **about)
        return token

    def session(self, digest: str, now: int) -> Session | None:
        """Whose session it is; nothing when it is over, or never was."""
        found = self._ask(sql_text("writings/open_session"), session_digest=digest, **_limits(now))
        return (str(found[0][0]), int(found[0][1])) if found else None

    def open_sessions(self, now: int) -> set[str]:
        """The digests of those that are not over."""
        return {row[0] for row in self._ask(sql_text("writings/open_sessions"), **_limits(now))}

    def use(self, digest: str, now: int) -> None:
        """Puts off the end of a session that is used."""
        self._ask(sql_text("writings/use_session"), session_digest=digest, used_at=now)

    def end(self, digest: str) -> str:
        """Ends a session; what the provider gave at its beginning, empty when there is none."""
        found = self._ask(sql_text("writings/session_token"), session_digest=digest)
        self._ask(sql_text("writings/end_session"), session_digest=digest)
        return str(found[0][0]) if found else ""


def session_digest(token: str) -> str:
    """By which a session is kept: who reads the base cannot enter by it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _limits(now: int) -> dict[str, int]:
    return {"begun_after": now - LONGEST, "used_after": now - IDLE}
