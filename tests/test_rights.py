"""The table of rights: each role, each address and page of the application, its own territory and another.

Made from the application's own routes: an address to which nobody gave a right is answered to nobody, and fails here.
"""

import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from dashboard.bilan import importing
from dashboard.bilan.answered import Answer, Filled
from dashboard.bilan.importing import ImportRefused
from dashboard.bilan.in_force import in_force_told
from dashboard.choices.pages import PAGES
from dashboard.server.api.rates import Rates
from dashboard.server.doors import SENT_TO, STREAM
from dashboard.server.people import administering
from dashboard.server.people.asked_rights import RIGHTS
from dashboard.server.people.cookies import SESSION, Cookies
from dashboard.server.people.entry import Entry, person_of
from dashboard.server.people.settings import Settings
from dashboard.server.people.sign_in import SignIn
from dashboard.server.routes import routes
from dashboard.server.workshop import Workshop
from dashboard.showing.present import HEADER
from queries.rights import GIVEN, VISITOR, Person, Role
from queries.writings.accounts import COMMAND
from queries.writings.opening import opened
from tests.bilan_acts import GRENOBLE, METZ, WORKBOOK, filled, put_without_building
from tests.fictitious import copy_fixture
from tests.prebuilt import Prebuilt
from tests.reader import run

SETTINGS = Settings("https://connexion.exemple.fr", "atlas", "0" * 48)
NOBODY, NO_ROLE = "nobody", "no role"  # who has not signed in, and who has, with an account that was given no role
WHO = (NOBODY, NO_ROLE, *GIVEN)
PUBLIC, SENDING, IMPORTING, ACCOUNTS = "what is public", "a workbook sent", "an import", "accounts"
# Which demands are let through, and how the others are refused.
LET_THROUGH = {
    NOBODY: {PUBLIC}, NO_ROLE: {PUBLIC}, Role.LECTURE: {PUBLIC, SENDING}, Role.AGENT: {PUBLIC, SENDING, IMPORTING},
    Role.VALIDEUR: {PUBLIC, SENDING, IMPORTING}, Role.CURATEUR: {PUBLIC, SENDING, IMPORTING},
    Role.ADMINISTRATION: {PUBLIC, ACCOUNTS},
}  # fmt: skip
# Where reading is closed to who has no role.
STILL_OPEN = {
    "/sante", "/pret", "/favicon.png", "/robots.txt", "/atlas/{file}", "/geo/{file}", "/fonds/{file}", "/connexion",
    "/connexion/retour", "/deconnexion", "/deconnexion/retour", "/_stcore/health", "/_stcore/host-config",
}  # fmt: skip
SENT_OR_MADE_OF_IT = (
    "/bilans/controle", "/bilans/verifies/", "/bilans/reunir", "/bilans/reunis/", "/bilans/document/", "/bilans/suivant/",
    "/bilans/ancien",
)  # fmt: skip


def own_routes() -> list[Route]:
    """Those of the application where one may sign in."""
    return [*routes(Workshop(), Rates()), *SignIn(SETTINGS).routes(), *administering.routes()]


def addresses() -> list[str]:
    """Pages, routes and what Streamlit answers, as patterns."""
    return [
        *(f"/{path}" for path in PAGES),
        *(route.path for route in own_routes()),
        "/_stcore/health",
        "/_stcore/host-config",
    ]


def kind(address: str) -> str:
    if address.startswith("/bilans/importer"):
        return IMPORTING
    if address.startswith("/comptes"):
        return ACCOUNTS
    return SENDING if address.startswith(SENT_OR_MADE_OF_IT) else PUBLIC


@dataclass
class Let:
    """What was let through by the entry, and for whom."""

    person: Person | None = None
    told: str = ""

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.person = person_of(scope)
        self.told = "|".join(value.decode() for name, value in scope["headers"] if name == HEADER.lower().encode())
        if scope["type"] == "http":
            await Response(status_code=204)(scope, _receive, send)


Ask = Callable[[str, str], tuple[int, Let]]


@pytest.fixture
def ask(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """What the entry answers to who asks for an address: its status, and what it let through."""
    monkeypatch.setenv("CTAI_HOME", str(tmp_path))
    monkeypatch.setenv("CTAI_CONNEXION", SETTINGS.issuer)
    monkeypatch.setenv("CTAI_IMPORT", "oui")
    cookies = {who: _cookie(tmp_path, who) for who in WHO}

    def ask(who: str, address: str) -> tuple[int, Let]:
        let, answers = Let(), []
        path = address.replace("{", "").replace("}", "").replace(":path", "")
        method = "POST" if any(route.path == address and route.methods == {"POST"} for route in own) else "GET"
        headers = [(b"host", b"localhost"), (b"cookie", cookies[who]), (HEADER.lower().encode(), b"VALIDEUR c-forged")]
        scope = {"type": "http", "method": method, "path": path, "query_string": b"", "headers": headers, "scheme": "https",
                 "server": ("localhost", 443), "extensions": {"websocket.http.response": {}}}  # fmt: skip
        if address == STREAM:
            scope |= {"type": "websocket", "scheme": "wss", "subprotocols": []}

        async def send(message: Message) -> None:
            answers.append(message.get("status"))

        run(Entry(let, SETTINGS, own)(scope, _nothing, send))
        return next((status for status in answers if status), 101), let

    own = own_routes()
    return ask


async def _nothing() -> Message:
    return {"type": "websocket.disconnect"}


def _cookie(home: Path, who: str) -> bytes:
    """That of a session of somebody who has this role; an agent's is that of Moselle."""
    if who == NOBODY:
        return b""
    with opened(home, is_writer=True) as writings, writings.whole():
        account_id = writings.accounts.of(SETTINGS.issuer, who, "")
        if who != NO_ROLE:
            territories = ["dep-57"] if who == Role.AGENT else []
            writings.accounts.give(account_id, who, territories, "", COMMAND)
        token = writings.accounts.begin(account_id, "", int(time.time()))
    answer = Response()
    request = Request({"type": "http", "scheme": "https", "server": ("localhost", 443), "path": "/", "headers": []})
    Cookies(SETTINGS.secret).write(request, answer, SESSION, token)
    return answer.headers["set-cookie"].split(";")[0].encode()


def test_every_address_asks_a_right_and_no_other_does() -> None:
    assert {route.path for route in own_routes()} == set(RIGHTS)


@pytest.mark.parametrize("who", WHO)
def test_each_address_is_answered_to_who_has_its_right(ask: Ask, who: str) -> None:
    """Whoever has not signed in is asked to, a page leads there; whoever has, with another role, is told."""
    for address in addresses():
        status, let = ask(who, address)
        if kind(address) in LET_THROUGH[who]:
            assert (status, let.person is None) == (204, False), address
        else:
            is_sent = address in SENT_TO
            expected = 403 if who != NOBODY else 401 if is_sent else 303
            assert (status, let.person) == (expected, None), address


@pytest.mark.parametrize("who", WHO)
def test_where_reading_is_closed_only_who_has_a_role_reads(ask: Ask, monkeypatch: pytest.MonkeyPatch, who: str) -> None:
    monkeypatch.setenv("CTAI_LECTURE", "comptes")
    for address in addresses():
        status, let = ask(who, address)
        is_public = kind(address) == PUBLIC
        if address in STILL_OPEN or (who in GIVEN and is_public):
            assert status == 204, address
        elif who not in GIVEN:
            assert (status in (303, 401, 403), let.person) == (True, None), address
    assert ask(who, STREAM)[0] == (101 if who in GIVEN else 403)


@pytest.mark.parametrize("who", WHO)
def test_a_connection_bears_who_opened_it(ask: Ask, who: str) -> None:
    """Not who its header says."""
    status, let = ask(who, STREAM)
    role, *rest = let.told.split(" ")
    assert (status, "c-forged" in let.told) == (101, False)
    assert role == (Role(who).name if who in GIVEN else Role.VISITOR.name)
    assert ("dep-57" in rest) == (who == Role.AGENT)


def test_an_address_without_a_right_is_answered_to_nobody(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(RIGHTS, "/sante")
    assert {ask(who, "/sante")[0] for who in WHO} == {403}


def test_without_the_base_what_is_public_is_read_and_nothing_else(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who signed in is a visitor until it answers."""
    monkeypatch.setenv("CTAI_ECRITS", "postgresql://atlas@/ecrits?host=/nulle-part")
    assert [ask(Role.VALIDEUR, address)[0] for address in ("/comparer", "/bilans/controle", "/comptes")] == [
        204,
        503,
        503,
    ]
    status, let = ask(Role.VALIDEUR, STREAM)
    assert (status, let.told) == (101, "VISITOR ")


def test_where_imports_are_closed_no_role_opens_them(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CTAI_IMPORT", "non")
    assert ask(Role.VALIDEUR, "/bilans/importer")[0] == 403
    assert ask(Role.VALIDEUR, "/bilans/controle")[0] == 204


# What is asked again where it is done: of a bilan of Metz, in the agent's département, and of one of Grenoble.
DONE = {
    "read an unpublished bilan": {Role.HOLDER, Role.LECTURE, Role.VALIDEUR, Role.CURATEUR},
    "see what a bilan would change": {Role.HOLDER, Role.VALIDEUR, Role.CURATEUR},
    "accept a draft": {Role.HOLDER, Role.VALIDEUR, Role.CURATEUR},
    "accept one that becomes public": {Role.HOLDER, Role.VALIDEUR},
    "replace a public one": {Role.HOLDER, Role.VALIDEUR},
    "take one out": {Role.HOLDER, Role.VALIDEUR, Role.CURATEUR},
}
OF_AN_AGENT = {"read an unpublished bilan", "see what a bilan would change", "accept a draft"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    return copy_fixture(tmp_path_factory.mktemp("root") / "root", repository)


@pytest.fixture(scope="module")
def holding(tmp_path_factory: pytest.TempPathFactory, root: Path, prebuilt: Prebuilt) -> Iterator[Path]:
    """A home where a draft is in force for both contracts, and a public bilan of another year would be."""
    home = tmp_path_factory.mktemp("holding") / "home"
    prebuilt(home, root)
    for contract_id in (METZ, GRENOBLE):
        put_without_building(home, _draft(filled(home, contract_id)), root)
    yield home


def _draft(bilan: Filled) -> Filled:
    return replace(bilan, answers={**bilan.answers, "bilan-statut/Réponse": Answer("projet")})


@pytest.mark.parametrize("contract_id", [METZ, GRENOBLE])
@pytest.mark.parametrize("role", [VISITOR.role, Role.HOLDER, *GIVEN])
def test_what_is_done_asks_again_where_it_is_done(holding: Path, root: Path, role: Role, contract_id: str) -> None:
    """Each role, its own territory and another: refused before anything is done, or not for want of a right."""
    person = Person(role, frozenset({"dep-57"}) if role is Role.AGENT else frozenset(), "c-essai")
    public = filled(holding, contract_id)
    draft = _draft(public)
    title = {METZ: "Metz", GRENOBLE: "Grenoble"}[contract_id]
    tries: dict[str, Callable[[], object]] = {
        "see what a bilan would change": lambda: next(importing.dry_run(holding, draft, [], root, person)),
        "accept a draft": lambda: importing.accept(holding, draft, b"autre", [], str, root, person=person),
        "accept one that becomes public": lambda: importing.accept(
            holding, public, b"autre", [], str, root, person=person
        ),
        "take one out": lambda: importing.revoke(holding, "bilan-absent", "Fictive.", str, root, person=person),
    }
    allowed = {what for what, roles in DONE.items() if role in roles}
    if role is Role.AGENT and contract_id == METZ:
        allowed |= OF_AN_AGENT
    for what, done in tries.items():
        assert _is_let(done) == (what in allowed), what
    assert any(title in one.title for one in in_force_told(holding, person)) == ("read an unpublished bilan" in allowed)


def _is_let(done: Callable[[], object]) -> bool:
    """Whether it was refused for another reason than a right, if it was."""
    try:
        done()
    except ImportRefused as refusal:
        return "ne permet pas de" not in str(refusal)
    return True


@pytest.mark.parametrize("role", [VISITOR.role, Role.HOLDER, *GIVEN])
def test_a_draft_takes_no_public_bilan_out_of_the_atlas_unless_one_may_publish(
    holding: Path, root: Path, role: Role, tmp_path: Path
) -> None:
    home = shutil.copytree(holding, tmp_path / "home")
    public = filled(home, METZ)
    put_without_building(home, public, root)
    person = Person(role, frozenset({"dep-57"}), "c-essai")
    let = _is_let(lambda: importing.accept(home, _draft(public), WORKBOOK + b"!", [], str, root, person=person))
    assert let == (role in DONE["replace a public one"])
