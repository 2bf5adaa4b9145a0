"""Accounts hold nothing of a person but what leads to their account; roles are given, taken back, told, copied."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.cli import main
from geo.within import lies_within
from queries.acts import Proposal
from queries.rights import GIVEN, Person, Right, Role, may
from queries.writings.accounts import COMMAND, IDLE, LONGEST, session_digest
from queries.writings.migrations import migrate
from queries.writings.opening import VARIABLE, opened
from tests.bilan_acts import put_in_place
from tests.postgresql_server import PostgresqlServer, postgresql_server

ISSUER, SUBJECT, SIRET = "https://connexion.exemple.fr", "b6048e95-bb13-4405-aefd-fbeb5ab2b0ef", "13002526500013"
NOW = 1_800_000_000
AGENT = Person(Role.AGENT, frozenset({"dep-57", "epci-200070712"}))


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresqlServer]:
    with postgresql_server() as started:
        yield started


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def home(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new installation, whose base is the one or the other."""
    if request.param == "PostgreSQL":
        monkeypatch.setenv(VARIABLE, request.getfixturevalue("server").new_base())
    monkeypatch.setenv("CTAI_HOME", str(tmp_path))
    return tmp_path


def opened_account(home: Path, subject: str = SUBJECT) -> str:
    with opened(home, is_writer=True) as writings, writings.whole():
        return writings.accounts.of(ISSUER, subject, SIRET)


def test_an_account_is_opened_once_and_names_nobody(home: Path) -> None:
    """By subject and issuer; neither the subject nor a name is anywhere in the base."""
    first = opened_account(home)
    assert opened_account(home) == first
    assert opened_account(home, "autre") != first
    with opened(home) as writings:
        accounts = {account.account_id: account for account in writings.accounts.listed()}
        assert (accounts[first].issuer, accounts[first].organisation, accounts[first].role) == (ISSUER, SIRET, "")
        assert SUBJECT not in repr(accounts)
        assert writings.accounts.person(first) == Person(Role.VISITOR, account_id=first)
        assert writings.accounts.person("c-absent") == Person(Role.VISITOR, account_id="c-absent")


def test_a_session_ends_unused_at_the_latest_at_logout_and_when_the_role_changes(home: Path) -> None:
    account = opened_account(home)
    with opened(home) as writings, writings.whole():
        held = writings.accounts
        token = held.begin(account, "jeton", NOW)
        digest = session_digest(token)
        assert token not in repr(writings.engine.ask("select * from sessions"))
        assert held.session(digest, NOW + IDLE - 1) == (account, NOW)
        assert held.session(digest, NOW + IDLE) is None
        assert held.session(token, NOW) is None
        for used_at in range(NOW, NOW + LONGEST, IDLE - 1):
            held.use(digest, used_at)
        assert held.session(digest, NOW + LONGEST - 1) == (account, NOW)
        assert held.session(digest, NOW + LONGEST) is None
        other = session_digest(held.begin(account, "autre", NOW + LONGEST))
        assert writings.engine.ask("select session_digest from sessions") == [(other,)]
        assert held.end(other) == "autre"
        assert (held.end(other), held.open_sessions(NOW + LONGEST)) == ("", set())
        last = session_digest(held.begin(account, "", NOW))
        assert held.open_sessions(NOW) == {last}
        held.give(account, "lecture", (), "", COMMAND)
        assert held.open_sessions(NOW) == set()


def test_roles_are_given_told_taken_back_and_forgotten(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    account = opened_account(home)
    given = [
        "comptes",
        "donner",
        account,
        "agent",
        "--territoires",
        "dep-57",
        "com-63113",
        "--service",
        "Préfecture 57",
    ]
    assert main(given) == 0
    told = capsys.readouterr().out
    assert told.startswith(
        f"{account} : agent (com-63113 dep-57), service « Préfecture 57 », organisme {SIRET}, ouvert le "
    )
    with opened(home) as writings:
        person = writings.accounts.person(account)
    assert person == Person(Role.AGENT, frozenset({"dep-57", "com-63113"}), account)
    assert main(["comptes", "lister"]) == 0
    assert capsys.readouterr().out == told
    assert main(["comptes", "retirer", account]) == 0
    assert capsys.readouterr().out.startswith(f"{account} : sans rôle, organisme {SIRET}")
    assert main(["comptes", "retirer", account, "--oublier"]) == 0
    assert capsys.readouterr().out.startswith(f"{account} : sans rôle, ouvert le ")
    assert opened_account(home) != account
    assert main(["ecrits", "journal"]) == 0
    assert [line.partition(" : ")[2] for line in capsys.readouterr().out.splitlines()] == [
        f"« agent » (com-63113 dep-57) donné à {account}, par : ligne de commande",
        f"repris à {account}, par : ligne de commande",
        f"repris à {account}, par : ligne de commande",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chef"], "Rôle inconnu : chef. Rôles : lecture, agent, valideur, curateur, administration."),
        (["agent"], "Un agent a des territoires : il en faut au moins un, dep-57 ou com-57463 par exemple."),
        (["lecture", "--territoires", "dep-57"], "Des territoires ne se donnent qu'à un agent ; « lecture » vaut partout."),
        (["agent", "--territoires", "dep-999"], "Territoire inconnu : dep-999. « ctai territoire NOM » en donne le code."),
        (["lecture", "--service", "a.b@exemple.fr"], "Le service contient une adresse électronique ; attendu le nom d'un "
         "service, qui ne nomme personne."),
        (["lecture", "--service", "a" * 121], "Le service a plus de 120 signes."),
        (["lecture"], "Aucun compte « c-absent »."),
    ],
)  # fmt: skip
def test_a_role_that_means_nothing_is_not_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    monkeypatch.setenv("CTAI_HOME", str(tmp_path))
    assert main(["comptes", "donner", "c-absent", *arguments]) == 1
    assert capsys.readouterr().err == f"{said}\n"


def test_accounts_go_with_a_copy_and_sessions_do_not(
    server: PostgresqlServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """To PostgreSQL, into a backup, and from it; a base that has other accounts is left as it is."""
    first, second, backup = tmp_path / "first", tmp_path / "second", tmp_path / "sauvegarde"
    account = opened_account(first)
    with opened(first) as writings, writings.whole():
        writings.accounts.give(account, "valideur", (), "Direction", COMMAND)
        writings.accounts.begin(account, "", NOW)
    put_in_place(first, Proposal("bilan-a", reason="Fictive.", account_id=account))
    monkeypatch.setenv("CTAI_HOME", str(first))
    assert main(["ecrits", "copier", "local", server.new_base()]) == 0
    assert capsys.readouterr().out.startswith("Copiés : 1 acte, 1 ligne du journal, 1 compte. Empreinte égale des ")
    assert main(["sauvegarder", str(backup)]) == 0
    monkeypatch.setenv("CTAI_HOME", str(second))
    for _each in range(2):
        assert main(["restaurer", str(backup)]) == 0
    with opened(second) as writings:
        assert writings.accounts.person(account).role is Role.VALIDEUR
        assert [entry.account_id for entry in writings.journal()] == [account]
        assert writings.accounts.open_sessions(NOW) == set()
    third = tmp_path / "third"
    opened_account(third, "autre")
    monkeypatch.setenv("CTAI_HOME", str(third))
    capsys.readouterr()
    assert main(["restaurer", str(backup)]) == 1
    assert capsys.readouterr().err.startswith("La base d'arrivée tient déjà autre chose (1 compte) : ")


def test_an_older_program_can_have_the_base_back(home: Path) -> None:
    """Acts and their journal stay; accounts go."""
    account = opened_account(home)
    put_in_place(home, Proposal("bilan-a", reason="Fictive.", account_id=account))
    with opened(home) as writings:
        assert migrate(writings.engine, 2) == 3
        assert writings.engine.ask("select bilan_id from journal") == [("bilan-a",)]
    with opened(home) as writings:
        assert (writings.accounts.listed(), [entry.account_id for entry in writings.journal()]) == ([], [""])


@pytest.mark.parametrize(
    ("territory_id", "expected"),
    [
        ("com-57463", {"com-57463", "epci-200039865", "dep-57", "reg-44", "fra"}),
        ("epci-200070712", {"epci-200070712", "dep-63", "reg-84", "fra"}),
        ("dep-57", {"dep-57", "reg-44", "fra"}),
        ("reg-44", {"reg-44", "fra"}),
        ("fra", {"fra"}),
        ("set-dix-metropoles", {"set-dix-metropoles"}),
        ("com-00000", set()),
        ("autre", set()),
        ("", set()),
    ],
)
def test_a_territory_lies_in_wider_ones(territory_id: str, expected: set[str]) -> None:
    assert lies_within(territory_id) == expected


# Of each role, what it may do where it works, and elsewhere (of an agent alone the two differ).
READS, SENDS = {Right.READ}, {Right.READ, Right.CHECK}
WORKS = SENDS | {Right.READ_UNPUBLISHED, Right.IMPORT, Right.REVOKE}
EXPECTED = {
    Role.VISITOR: (READS, READS),
    Role.ANYONE: (SENDS, SENDS),
    Role.LECTURE: (SENDS | {Right.READ_UNPUBLISHED}, SENDS | {Right.READ_UNPUBLISHED}),
    Role.AGENT: (SENDS | {Right.READ_UNPUBLISHED, Right.IMPORT}, SENDS),
    Role.CURATEUR: (WORKS, WORKS),
    Role.VALIDEUR: (WORKS | {Right.PUBLISH}, WORKS | {Right.PUBLISH}),
    Role.ADMINISTRATION: (READS | {Right.ADMINISTER}, READS | {Right.ADMINISTER}),
    Role.HOLDER: (WORKS | {Right.PUBLISH}, WORKS | {Right.PUBLISH}),
}


@pytest.mark.parametrize("role", Role)
def test_the_table_of_rights(role: Role) -> None:
    """Each role, in its own territory (the commune of Metz, of dep-57) and in another."""
    person = Person(role, AGENT.territories)
    for territory_id, expected in zip(("com-57463", "com-13055"), EXPECTED[role], strict=True):
        assert {right for right in Right if may(person, right, territory_id)} == expected


def test_an_agent_without_a_territory_may_no_more_than_a_sender() -> None:
    nowhere = Person(Role.AGENT)
    assert {right for right in Right if may(nowhere, right)} == SENDS
    assert may(AGENT, Right.IMPORT)
    assert may(AGENT, Right.IMPORT, "epci-200070712")
    assert not may(AGENT, Right.IMPORT, "com-63113")  # in dep-63, outside of the intercommunalité
    assert not may(AGENT, Right.IMPORT, "reg-44")
    assert set(GIVEN) == set(Role) - {Role.HOLDER, Role.ANYONE, Role.VISITOR}
