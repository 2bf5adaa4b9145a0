"""What people wrote: acts on bilans with their files, and the journal of who did what. The same statements ask every home.

Who they are, `accounts.py` knows.
"""

import hashlib
from contextlib import AbstractContextManager
from dataclasses import astuple, dataclass
from datetime import datetime

from queries.acts import Act, Files
from queries.sql import sql_text
from queries.writings.accounts import Accounts
from queries.writings.engine import Engine, Tell

ORIGINAL, DOCUMENT = "original", "document"


@dataclass(frozen=True)
class Entry:
    """A line of the journal: what was done, of which bilan, by which act, from where, and by whom where somebody signs in."""

    number: int
    moment: datetime
    done: str
    origin: str
    bilan_id: str
    act_number: int
    account_id: str = ""


class Writings:
    """Acts, files and journal. Whatever cannot be read or written is WritingsUnavailable, and nothing is half written."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.accounts = Accounts(engine)

    def acts(self) -> list[Act]:
        """In their order."""
        rows = self.engine.ask(sql_text("writings/acts"))
        return [Act(number, kind, bilan, datetime.fromisoformat(at), *rest) for number, kind, bilan, at, *rest in rows]

    def files(self, number: int, role: str = DOCUMENT) -> dict[str, bytes]:
        """Those of an act: of its document, or as it was received."""
        rows = self.engine.ask(sql_text("writings/act_files"), act_number=number, role=role)
        return dict(sorted(rows))

    def journal(self) -> list[Entry]:
        """In its order."""
        rows = self.engine.ask(sql_text("writings/journal"))
        return [Entry(number, datetime.fromisoformat(at), *rest) for number, at, *rest in rows]

    def alone(self, tell: Tell) -> AbstractContextManager[None]:
        """One build at a time, of all the machines that write here."""
        return self.engine.alone(tell)

    def whole(self) -> AbstractContextManager[None]:
        """What is put within is there whole or not at all."""
        return self.engine.whole()

    def put(self, act: Act, original: Files, document: Files, origin: str, account_id: str = "") -> None:
        """Gives the act its number: from now on it counts. To be called within `whole`."""
        self.add(act, original, document)
        [[latest]] = self.engine.ask(sql_text("writings/latest_entry"))
        self.note(Entry(latest + 1, act.moment, act.kind, origin, act.bilan_id, act.number, account_id))

    def add(self, act: Act, original: Files, document: Files) -> None:
        """An act and its files."""
        self.engine.ask(
            sql_text("writings/add_act"),
            act_number=act.number, kind=act.kind, bilan_id=act.bilan_id, moment=act.moment.isoformat(),
            content=act.content, salt=act.salt, sha256=act.sha256, reason=act.reason,
        )  # fmt: skip
        for role, files in ((ORIGINAL, original), (DOCUMENT, document)):
            for name, content in files.items():
                about = {"act_number": act.number, "role": role, "name": name, "content": content}
                self.engine.ask(sql_text("writings/add_file"), **about)

    def note(self, entry: Entry) -> None:
        """A line of the journal."""
        self.engine.ask(
            sql_text("writings/add_entry"),
            entry_number=entry.number, moment=entry.moment.isoformat(), done=entry.done, origin=entry.origin,
            bilan_id=entry.bilan_id, act_number=entry.act_number, account_id=entry.account_id,
        )  # fmt: skip

    def digest(self) -> str:
        """Of everything that is written here, whichever its home; not of open sessions, which nobody takes elsewhere."""
        whole = hashlib.sha256()
        for act in self.acts():
            whole.update(repr(astuple(act)).encode())
            for role in (ORIGINAL, DOCUMENT):
                for name, content in self.files(act.number, role).items():
                    whole.update(repr((role, name, hashlib.sha256(content).hexdigest())).encode())
        for entry in self.journal():
            whole.update(repr(astuple(entry)).encode())
        for account in self.accounts.listed():
            whole.update(repr(astuple(account)).encode())
        for change in self.accounts.changes():
            whole.update(repr(astuple(change)).encode())
        return whole.hexdigest()
