"""Nobody gets in but by signing in at the provider, with the rights that they have: attacks, each refused.

Against a certified provider on loopback, with the rules of ProConnect; one provider and one server for all, below /atlas
as the guide has it, and once behind its nginx.
"""

import asyncio
import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import websockets
from itsdangerous import TimestampSigner

from dashboard.bilan.answered import Answer
from dashboard.bilan.importing import accept
from dashboard.server.people.cookies import ATTEMPT, SESSION, Cookies
from dashboard.server.people.provider import Attempt, Provider, ProviderUnavailable
from dashboard.server.people.settings import Settings
from queries.rights import GIVEN
from queries.writings.accounts import COMMAND, IDLE, LONGEST
from queries.writings.opening import opened
from tests.bilan_acts import GRENOBLE, METZ, UNPUBLISHED, WORKBOOK, filled, put_without_building, small_counts
from tests.bilan_acts import SECRET as HIDDEN
from tests.bilan_workbooks import write_xlsx
from tests.browser import CLI, serving, unused_port
from tests.fictitious import copy_fixture
from tests.installed import with_code
from tests.nginx_front import Front, front_of
from tests.prebuilt import Prebuilt
from tests.reader import STREAM, Reader, reading, run, text_of
from tests.signing_in import CLIENT, PATIENCE, SECRET, IdentityProvider, Visitor, identity_provider

PAUSE = 0.3  # seconds
NOT_DONE = "La connexion n’a pas abouti\u00a0: recommencez à partir d’une page de l’Atlas."
UNAVAILABLE = "Le service de connexion ne répond pas."
TLS = {"X-Forwarded-Proto": "https"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    return with_code(copy_fixture(tmp_path_factory.mktemp("installed"), repository), repository)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, root: Path, prebuilt: Prebuilt) -> Path:
    """Where a public bilan with small counts is in force, and a draft."""
    home = tmp_path_factory.mktemp("signing-in") / "home"
    prebuilt(home, root)
    told = {"bilan-statut/Réponse": Answer("projet"), "fiche-1.public/Commentaire": Answer(UNPUBLISHED)}
    put_without_building(home, filled(home, GRENOBLE, told), root)
    accept(home, filled(home, METZ, small_counts(women=7, told=6)), WORKBOOK, [], str, root)
    return home


@pytest.fixture(scope="module")
def atlas() -> str:
    return f"http://localhost:{unused_port()}/atlas"


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory, atlas: str) -> Iterator[Front]:
    with front_of(atlas, tmp_path_factory.mktemp("nginx")) as started:
        yield started


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory, atlas: str, front: Front) -> Iterator[IdentityProvider]:
    with identity_provider(tmp_path_factory.mktemp("provider"), atlas, front.address) as started:
        yield started


@pytest.fixture(scope="module")
def server(
    home: Path, root: Path, atlas: str, provider: IdentityProvider, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    secret = tmp_path_factory.mktemp("secret") / "secret"
    secret.write_text(f"{SECRET}\n", encoding="utf-8")
    secret.chmod(0o600)
    with pytest.MonkeyPatch.context() as patched:
        for name, value in {
            "CTAI_CONNEXION": provider.issuer, "CTAI_CONNEXION_CLIENT": CLIENT, "CTAI_CONNEXION_SECRET": str(secret),
            "CTAI_IMPORT": "oui", "CTAI_HOSTS": "atlas.exemple.fr",
        }.items():  # fmt: skip
            patched.setenv(name, value)
        program = [*CLI, "serve", "--workers", "1", "--port", str(urlsplit(atlas).port), "--prefixe", "atlas"]
        with serving(home, program, root=root) as served:
            assert served == atlas
            yield served


@pytest.fixture
def visitor(server: str, provider: IdentityProvider) -> Visitor:
    provider.says()
    return Visitor(server)


def accounts(home: Path) -> list[str]:
    """Those that lead to somebody."""
    with opened(home) as writings:
        return [one.account_id for one in writings.accounts.listed() if one.subject_digest]


def give(home: Path, role: str, territories: Sequence[str] = ()) -> None:
    """To the first who signed in."""
    account_id = accounts(home)[0]
    with opened(home) as writings, writings.whole():
        writings.accounts.give(account_id, role, territories, "", COMMAND)


@pytest.fixture
def valideur(visitor: Visitor, home: Path) -> Visitor:
    """Signed in, with a role."""
    visitor.sign_in()
    give(home, "valideur")
    assert visitor.sign_in().status_code == 303
    assert visitor.standing() == 404
    return visitor


def with_cookies(visitor: Visitor, **cookies: str) -> Visitor:
    """Another browser, in which these cookies were put."""
    other = Visitor(visitor.atlas)
    for name, value in cookies.items():
        other.browser.cookies.set(f"atlas-{name}", value, domain="localhost.local")
    return other


def test_one_signs_in_and_out_by_the_rules_of_proconnect(visitor: Visitor, provider: IdentityProvider) -> None:
    """State and nonce of 43 signs, no scope of a name; a new cookie each time; out here and there, with a state."""
    asked = parse_qs(urlsplit(visitor.get("/connexion").headers["location"]).query)
    assert set(asked) == {
        "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge", "code_challenge_method",
    }  # fmt: skip
    assert (asked["scope"], asked["code_challenge_method"]) == (["openid siret"], ["S256"])
    assert (len(asked["state"][0]), len(asked["nonce"][0])) == (43, 43)
    answer = visitor.get(visitor.come_back("/atlas/comparer?vue=couverture%26territoires=com-57463"))
    page = "/atlas/comparer?vue=couverture&territoires=com-57463"
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    assert (answer.headers["cache-control"], visitor.standing()) == ("no-store", 403)
    [set_cookie] = [line for line in answer.raw.headers.getlist("set-cookie") if line.startswith("atlas-session=")]
    assert set_cookie.partition("; ")[2] == "HttpOnly; Max-Age=43200; Path=/; SameSite=lax"
    before = visitor.cookies["atlas-session"]
    way = visitor.get("/deconnexion").headers["location"]
    asked = parse_qs(urlsplit(way).query)
    assert way.startswith(f"{provider.issuer}/session/end?")
    assert (set(asked), len(asked["state"][0])) == ({"id_token_hint", "state", "post_logout_redirect_uri"}, 43)
    back = visitor.signed_out_there(way)
    assert back.startswith(f"{visitor.atlas}/deconnexion/retour?state=")
    left = visitor.get(back)
    assert (left.status_code, left.headers["location"], visitor.cookies) == (303, "/atlas/", {})
    assert (visitor.standing(), with_cookies(visitor, session=before).standing()) == (401, 401)


@pytest.mark.usefixtures("valideur")
def test_behind_the_front_one_signs_in_and_out_below_its_path(front: Front) -> None:
    """Over TLS, with a cookie of this host alone: to the page from which one came, with the rights of the role, until one
    leaves here and there.
    """
    visitor = Visitor(front.address, front.folder / "certificats" / "atlas.pem")
    answer = visitor.get(visitor.come_back("/atlas/bilans"))
    assert (answer.status_code, answer.headers["location"], visitor.standing()) == (303, "/atlas/bilans", 404)
    [cookie] = [line for line in answer.raw.headers.getlist("set-cookie") if "atlas-session=" in line]
    assert cookie.startswith("__Host-atlas-session=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie

    async def until_it_ends() -> tuple[str, int | None, str]:
        [(name, value)] = visitor.cookies.items()
        async with reading(front.address, front.authority, Cookie=f"{name}={value}") as reader:
            told = text_of(await reader.read("bilans"))
            left = await asyncio.to_thread(visitor.get, "/deconnexion")
            async with asyncio.timeout(PATIENCE):
                await reader.socket.wait_closed()
            return told, reader.socket.close_code, left.headers["location"]

    told, code, way = run(until_it_ends())
    assert "Rôle\u00a0: valideur" in told
    back = visitor.signed_out_there(way)
    assert (code, back.startswith(f"{front.address}/deconnexion/retour?state=")) == (1008, True)
    left = visitor.get(back)
    assert (left.headers["location"], visitor.cookies, visitor.standing()) == ("/atlas/", {}, 401)


def test_where_proof_keys_are_not_announced_none_is_sent(provider: IdentityProvider) -> None:
    """ProConnect refuses a parameter that it does not know."""
    provider.says(described={"code_challenge_methods_supported": None})
    way = Provider(Settings(provider.issuer, CLIENT, SECRET)).way_in(_attempt(provider.atlas[0]))
    assert "code_challenge" not in way
    assert requests.get(way, allow_redirects=False, timeout=PATIENCE).status_code == 303


def test_a_key_that_has_changed_is_asked_for(visitor: Visitor, provider: IdentityProvider) -> None:
    """The provider signs with another key than before, which it publishes beside the old one, then alone. One that is
    withdrawn is believed no more.
    """
    assert visitor.sign_in().status_code == 303
    for keys in (["a", "b"], ["b"]):
        provider.says(keys=keys, signing="b", signing_userinfo="b")
        assert visitor.sign_in().status_code == 303
    provider.says(keys=["b"])
    assert visitor.sign_in().status_code == 403
    provider.says()
    assert visitor.sign_in().status_code == 303


LIES: dict[str, dict[str, Any]] = {
    "expired": {"id_token": {"exp": 1}},
    "without an end": {"id_token": {"exp": None}},
    "of later": {"id_token": {"iat": 4_000_000_000}},
    "without a moment": {"id_token": {"iat": None}},
    "not good yet": {"id_token": {"nbf": 4_000_000_000}},
    "for another": {"id_token": {"aud": "autre"}},
    "for several, of whom nobody says which": {"id_token": {"aud": [CLIENT, "autre"]}},
    "for several, and asked by another": {"id_token": {"aud": [CLIENT, "autre"], "azp": "autre"}},
    "asked by another": {"id_token": {"azp": "autre"}},
    "for nobody": {"id_token": {"aud": None}},
    "of another issuer": {"id_token": {"iss": "https://autre.exemple.fr"}},
    "without a nonce": {"id_token": {"nonce": None}},
    "of another attempt": {"id_token": {"nonce": "A" * 43}},
    "of nobody": {"id_token": {"sub": None}},
    "of a number": {"id_token": {"sub": 12}},
    "of somebody too long": {"id_token": {"sub": "a" * 256}},
    "without a signature": {"signing": "none"},
    "signed with the secret": {"signing": "secret"},
    "signed with the public key": {"signing": "public key"},
    "signed with a key that it brings": {"signing": "own key in the header"},
    "signed with an unknown key": {"signing": "foreign"},
    "signed under the name of a known key": {"signing": "foreign as a"},
    "spoilt": {"signing": "spoilt"},
    "cut": {"signing": "cut"},
    "missing": {"without": "id_token"},
    "person of another": {"userinfo": {"sub": "un-autre"}},
    "person without a signature": {"signing_userinfo": "none"},
    "person in plain words": {"plain": True},
    "person signed with an unknown key": {"signing_userinfo": "foreign"},
    "person signed with the secret": {"signing_userinfo": "secret"},
    "person for another": {"userinfo": {"aud": "autre"}},
    "person told by another": {"userinfo": {"iss": "https://autre.exemple.fr"}},
    "person of before": {"userinfo": {"exp": 1}},
    "person refused": {"status": {"/me": 401}},
    "code refused": {"status": {"/token": 400}},
    "elsewhere": {"status": {"/token": 302}},
    "broken": {"status": {"/token": 500}},
}
OUT_OF_ORDER = {"person in plain words", "elsewhere", "broken"}  # the provider does not answer as it must


@pytest.mark.parametrize("lie", LIES)
def test_what_the_provider_did_not_say_to_the_atlas_now_is_not_believed(
    visitor: Visitor, provider: IdentityProvider, lie: str
) -> None:
    provider.says(**LIES[lie])
    answer = visitor.sign_in()
    status, said = (503, UNAVAILABLE) if lie in OUT_OF_ORDER else (403, NOT_DONE)
    assert answer.status_code == status
    assert said in answer.text
    assert (visitor.cookies, visitor.standing()) == ({}, 401)


@pytest.mark.parametrize(
    "described",
    [{"issuer": "https://autre.exemple.fr"}, {"token_endpoint": "http://localhost:1/token"},
     {"userinfo_endpoint": "https://autre.exemple.fr/me"}, {"jwks_uri": "http://autre.exemple.fr/jwks"},
     {"authorization_endpoint": "javascript:alert(1)"}, {"end_session_endpoint": "https://autre.exemple.fr/"}],
)  # fmt: skip
def test_nobody_is_asked_but_the_issuer(provider: IdentityProvider, described: dict[str, str]) -> None:
    provider.says(described=described)
    with pytest.raises(ProviderUnavailable):
        Provider(Settings(provider.issuer, CLIENT, SECRET)).way_in(_attempt())


def _attempt(atlas: str = "http://localhost") -> Attempt:
    return Attempt("s" * 43, "n" * 43, "v" * 43, f"{atlas}/connexion/retour")


def test_a_code_is_good_for_once(visitor: Visitor) -> None:
    """Even with the cookie of the attempt, kept aside."""
    back = visitor.come_back()
    again = with_cookies(visitor, depart=visitor.cookies["atlas-depart"])
    assert visitor.get(back).status_code == 303
    assert again.get(back).status_code == 403
    assert (visitor.get(back).status_code, again.cookies) == (403, {})


@pytest.mark.parametrize(
    "what", ["no state", "another state", "no cookie", "another's cookie", "another issuer", "no code"]
)
def test_who_comes_back_must_be_who_left(visitor: Visitor, what: str) -> None:
    """A way back that somebody was given leads nowhere in another browser."""
    back, other = visitor.come_back(), Visitor(visitor.atlas)
    state = parse_qs(urlsplit(back).query)["state"][0]
    other.come_back()
    way = {
        "no state": (visitor, back.replace(f"state={state}", "")),
        "another state": (visitor, back.replace(state, "A" * 43)),
        "no cookie": (Visitor(visitor.atlas), back),
        "another's cookie": (other, back),
        "another issuer": (visitor, re.sub("iss=[^&]*", "iss=https://autre.exemple.fr", back)),
        "no code": (visitor, re.sub("code=[^&]*", "", back)),
    }[what]
    who, address = way
    assert who.get(address).status_code == 403
    assert (who.cookies, who.standing()) == ({}, 401)


@pytest.mark.parametrize(
    "page",
    ["//autre.exemple.fr", "https://autre.exemple.fr", "/\\autre.exemple.fr", "/%5Cautre.exemple.fr", "///autre.exemple.fr",
     "javascript:alert(1)", "/atlas/comparer%0d%0aSet-Cookie:a=b", "/atlas/nulle-part", "@autre.exemple.fr", "/comparer",
     "/atlas.exemple.fr/comparer", "/atlas/deconnexion", ""],
)  # fmt: skip
def test_one_comes_back_to_a_page_of_the_atlas(visitor: Visitor, page: str) -> None:
    answer = visitor.get(visitor.come_back(page))
    assert (answer.status_code, answer.headers["location"]) == (303, "/atlas/")


def test_one_comes_back_to_what_was_typed(visitor: Visitor) -> None:
    answer = visitor.get(visitor.come_back("/atlas/comparer?recherche=%25C5%2593uvre%2520%253B%2522"))
    assert answer.headers["location"] == "/atlas/comparer?recherche=%C5%93uvre%20%3B%22"
    answer = visitor.get(visitor.come_back("/atlas/territoires?recherche=œuvre"))
    assert answer.headers["location"] == "/atlas/territoires?recherche=%C5%93uvre"
    long = visitor.come_back(f"/atlas/comparer?recherche={'é' * 1_000}")
    assert visitor.get(long).headers["location"] == "/atlas/"


def forged(kind: str, text: str, secret: str = SECRET, at: float | None = None) -> str:
    """A cookie as the Atlas would sign it, or as who has another secret would, at a moment."""

    class Signer(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() if at is None else at)

    own = Cookies(secret)._signer(kind)
    return Signer(own.secret_keys[0], salt=own.salt, digest_method=own.digest_method).sign(text).decode()


def test_a_cookie_that_was_not_given_opens_nothing(valideur: Visitor) -> None:
    """Forged, cut, longer, of another key or another use, without a signature, of before."""
    good = valideur.cookies["atlas-session"]
    token = good.split(".")[0]
    assert with_cookies(valideur, session=good).standing() == 404
    assert with_cookies(valideur, session=forged(SESSION, token)).standing() == 404
    for bad in (
        token, good[:-1], good[: len(good) // 2], f"{good}A", good.replace(token, "A" * len(token)), "", ".", "é",
        forged(SESSION, token, secret="f" * 48), forged(ATTEMPT, token), forged(SESSION, "A" * 43), "A" * 8_000,
        forged(SESSION, token, at=time.time() - LONGEST - 1),
    ):  # fmt: skip
        assert with_cookies(valideur, session=bad.encode().decode("latin-1")).standing() == 401, bad
    other = Visitor(valideur.atlas)
    other.browser.cookies.set("__Host-atlas-session", good, domain="localhost.local")
    assert other.standing() == 401


def test_an_attempt_that_was_not_begun_here_or_is_old_ends_nowhere(visitor: Visitor) -> None:
    back = visitor.come_back()
    seed = visitor.cookies["atlas-depart"].split(".")[0].strip('"')
    for bad in (
        forged(ATTEMPT, seed, secret="f" * 48),
        forged(ATTEMPT, seed, at=time.time() - 700),
        forged(SESSION, seed),
    ):
        assert with_cookies(visitor, depart=bad).get(back).status_code == 403


def test_a_session_known_before_is_not_the_one_after(valideur: Visitor, visitor: Visitor) -> None:
    """Whoever put a cookie into a browser, or knows the one of before, has nothing of who signs in there."""
    before = valideur.cookies["atlas-session"]
    assert valideur.sign_in().status_code == 303
    assert valideur.cookies["atlas-session"] != before
    assert with_cookies(visitor, session=before).standing() == 401


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_signs_nobody_out(valideur: Visitor, site: str) -> None:
    assert valideur.get("/deconnexion", {"Sec-Fetch-Site": site}).status_code == 403
    assert valideur.standing() == 404


def test_who_comes_back_from_signing_out_without_a_state_is_told(visitor: Visitor) -> None:
    for way in ("", "?state=", f"?state={'A' * 43}"):
        assert visitor.get(f"/deconnexion/retour{way}").status_code == 403


def test_a_session_ends_when_the_role_changes_and_when_its_time_is_over(valideur: Visitor, home: Path) -> None:
    give(home, "lecture")
    assert valideur.standing() == 401
    valideur.sign_in()
    assert valideur.standing() == 403
    for column, seconds in (("used_at", IDLE), ("begun_at", LONGEST)):
        valideur.sign_in()
        assert valideur.standing() == 403
        with opened(home) as writings:
            writings.engine.ask(f"update sessions set {column} = {column} - {seconds}")
        assert valideur.standing() == 401


def test_a_page_of_another_site_sends_nothing_in_somebodys_name(valideur: Visitor) -> None:
    """Whatever it says of itself; and nothing is sent where one signs in."""
    for path in ("/bilans/importer", "/bilans/controle", "/bilans/reunir", "/bilans/ancien", "/comptes/donner"):
        for headers in ({"Origin": "https://autre.exemple.fr"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
            answer = valideur.browser.post(valideur.atlas + path, "{}", headers=JSON | headers, timeout=PATIENCE)
            assert answer.status_code == 403
    for path in ("/connexion", "/connexion/retour", "/deconnexion", "/deconnexion/retour"):
        assert valideur.browser.post(valideur.atlas + path, timeout=PATIENCE).status_code == 405


def test_who_administers_gives_roles_to_others_by_a_form(
    visitor: Visitor, provider: IdentityProvider, home: Path
) -> None:
    """Not to themselves, nor by anything but the form; what is written is shown as it is. A role that they had ends."""
    other = Visitor(visitor.atlas)
    visitor.sign_in()
    give(home, "administration")
    visitor.sign_in()
    [own] = accounts(home)
    provider.says(who="un-autre")
    other.sign_in()
    assert other.get("/comptes").status_code == 403
    [account_id] = set(accounts(home)) - {own}
    form = {"compte": account_id, "role": "agent", "territoires": "dep-57", "service": "<b>Préfecture</b>"}

    def sent(**changes: str) -> requests.Response:
        asked = {name: value for name, value in (form | changes).items() if value is not None}
        return visitor.browser.post(f"{visitor.atlas}/comptes/donner", asked, timeout=PATIENCE)

    answer = sent()
    assert answer.status_code == 200
    assert "C’est fait." in answer.text and "&lt;b&gt;Préfecture&lt;/b&gt;" in answer.text
    assert other.standing() == 401
    provider.says(who="un-autre")
    other.sign_in()
    assert other.standing() == 404
    assert "Le rôle de votre propre compte" in sent(compte=own).text
    assert "Territoire inconnu\u00a0: dep-999." in sent(territoires="dep-999").text
    assert "Aucun compte «\u00a0c-absent\u00a0»." in sent(compte="c-absent").text
    for wrong in ({"service": None}, {"autre": "1"}, {"service": "a" * 5_000}):
        assert sent(**wrong).status_code == 400
    assert "oublié" in sent(role="oublier").text
    assert (other.standing(), accounts(home)) == (401, [own])


FILES = (
    "observations",
    "bilans",
    "bilan_actions",
    "bilan_money",
    "bilan_texts",
    "bilan_answers",
    "documents",
    "contracts",
)
READ = [f"/donnees/actuel/{table}.csv" for table in FILES] + [
    "/api/v1/observations",
    "/sitemap.xml",
]
PAGES = (("bilans", ""), ("territoires", "volet=fiche&fiche=com-57463"), ("sources", ""))


def test_no_role_reads_a_hidden_cell_from_pages_files_or_the_interface(visitor: Visitor, home: Path) -> None:
    """All that is sent is of the public warehouse, whoever asks: what a visitor cannot work out, no role can. The list of
    the bilans in force names the draft to who may read it, and nothing that it says.
    """
    signed_in = Visitor(visitor.atlas)
    signed_in.sign_in()
    for role in ("", *GIVEN):
        if role:
            give(home, role, ["dep-57"] if role == "agent" else [])
            signed_in.sign_in()
        for address in READ:
            expected, found = _file(visitor, address), _file(signed_in, address)
            assert found.content == expected.content, (role, address)
            assert found.status_code == 200, address
            assert HIDDEN.encode() not in found.content and UNPUBLISHED.encode() not in found.content
        cookie = f"atlas-session={signed_in.cookies['atlas-session']}"
        told = [run(_page(visitor.atlas, page, query, Cookie=cookie)) for page, query in PAGES]
        assert not [word for word in (HIDDEN, UNPUBLISHED) if any(word in each for each in told)]
        is_named = "Bilan du contrat (Grenoble" in told[0]
        assert is_named == (role in ("lecture", "valideur", "curateur")), role
        assert ('data-fait="retirer"' in told[0]) == (role in ("valideur", "curateur")), role


def test_what_a_page_has_done_is_asked_of_the_role_of_now(visitor: Visitor, home: Path, tmp_path: Path) -> None:
    """By the process that does it: of an agent of Isère, a bilan of Moselle is not tried, nor taken out."""
    visitor.sign_in()
    give(home, "agent", ["dep-38"])
    visitor.sign_in()
    write_xlsx(filled(home, METZ), tmp_path / "metz.xlsx")
    sent = (tmp_path / "metz.xlsx").read_bytes()
    checked = visitor.browser.post(f"{visitor.atlas}/bilans/controle", sent, timeout=PATIENCE).json()

    def done(**asked: str) -> dict[str, Any]:
        begun = visitor.browser.post(f"{visitor.atlas}/bilans/importer", json=asked, timeout=PATIENCE)
        assert begun.status_code == 202
        until, answer = time.monotonic() + 5 * PATIENCE, begun.json()
        follow = visitor.beside(answer["follow"])
        while not answer.get("is_over") and time.monotonic() < until:
            Event().wait(PAUSE)  # as the page does
            answer = visitor.get(follow).json()
        return answer

    of_metz = {"step": "retirer", "bilan": f"bilan-{METZ}-20160101-20161231", "reason": "Fictive."}
    tried = done(step="essai", token=checked["token"])
    assert (tried["is_done"], tried["said"]) == (
        False, "Le rôle « agent » ne permet pas de faire entrer un bilan dans l'Atlas dans ce territoire.",
    )  # fmt: skip
    assert done(**of_metz)["said"] == "Le rôle « agent » ne permet pas de retirer un bilan."
    give(home, "agent", ["dep-57"])
    visitor.sign_in()
    tried = done(step="essai", token=checked["token"])
    assert "ne permet pas" not in tried["said"]
    give(home, "curateur")
    visitor.sign_in()
    assert done(**(of_metz | {"bilan": "bilan-absent"}))["said"].startswith(
        "Aucun bilan « bilan-absent » n'est en vigueur"
    )


def _file(visitor: Visitor, address: str) -> requests.Response:
    """Asked for again while it is being made, as pages do."""
    answers = (visitor.get(address) for _each in range(40))
    return next(answer for answer in answers if answer.status_code != 503)


def test_the_name_of_the_server_cannot_be_lent(visitor: Visitor) -> None:
    """The provider leads back to a name that the server has."""
    assert visitor.get("/connexion", {"Host": "autre.exemple.fr"}).status_code == 421
    way = visitor.get("/connexion", {"X-Forwarded-Host": "autre.exemple.fr"}).headers["location"]
    assert "autre" not in way
    way = visitor.get("/connexion", {"Host": "atlas.exemple.fr"} | TLS).headers["location"]
    assert parse_qs(urlsplit(way).query)["redirect_uri"] == ["https://atlas.exemple.fr/atlas/connexion/retour"]


async def _page(server: str, page: str = "bilans", query: str = "", **headers: str) -> str:
    async with reading(server, **headers) as reader:
        return text_of(await reader.read(page, query))


def test_a_connection_has_the_rights_of_its_session_and_no_more(valideur: Visitor, server: str) -> None:
    """Not those of a header that it sends, nor of a cookie that was not given."""
    signed_in = run(_page(server, Cookie=f"atlas-session={valideur.cookies['atlas-session']}"))
    assert re.search(r"Rôle\u00a0: valideur \(compte c-[a-z0-9]{8}\)\. ", signed_in)
    assert "Se déconnecter" in signed_in
    assert "bilan-en-vigueur" in signed_in
    for headers in (
        {}, {"Atlas-Personne": "VALIDEUR c-aaaaaaaa"}, {"Cookie": f"atlas-session={forged(SESSION, 'A' * 43)}"},
        {"Cookie": f"atlas-depart={valideur.cookies['atlas-session']}"},
    ):  # fmt: skip
        visited = run(_page(server, **headers))
        assert '<a href="/atlas/connexion?retour=/atlas/bilans"' in visited
        assert "Rôle" not in visited
        assert "bilan-en-vigueur" not in visited
        assert "bilan-fichier" not in visited


def test_a_connection_ends_with_its_session(valideur: Visitor, server: str) -> None:
    """And with it alone; one who opens a connection from elsewhere opens none."""
    cookie = {"Cookie": f"atlas-session={valideur.cookies['atlas-session']}"}

    async def ended() -> tuple[int | None, str]:
        async with reading(server, **cookie) as bound, reading(server) as free:
            await bound.read("bilans")
            await asyncio.to_thread(valideur.get, "/deconnexion")
            async with asyncio.timeout(PATIENCE):
                await bound.socket.wait_closed()
            return bound.socket.close_code, text_of(await free.read("bilans"))

    code, told = run(ended())
    assert code == 1008
    assert "Se connecter" in told

    async def from_elsewhere() -> None:
        async with reading(server, Origin="https://autre.exemple.fr", **cookie):
            pass

    with pytest.raises(websockets.InvalidStatus):
        run(from_elsewhere())


def test_a_connection_goes_on_with_nobodys_choices(server: str) -> None:
    """The number of another's connection, which Streamlit would take up, opens a new one."""

    async def numbers() -> tuple[str, str]:
        async with reading(server) as first:
            known = _number(await first.read("bilans"))
            protocols = [websockets.Subprotocol(each) for each in ("streamlit", "x", known)]
            await first.socket.close()
            there = urlsplit(server)
            address, origin = f"ws://{there.netloc}{there.path}{STREAM}", websockets.Origin(f"http://{there.netloc}")
            async with websockets.connect(address, subprotocols=protocols, origin=origin, max_size=None) as socket:
                return known, _number(await Reader(socket, server).read("bilans"))

    first, second = run(numbers())
    assert first and second and first != second


def _number(heard: list[Any]) -> str:
    [number] = {said.new_session.initialize.session_id for said in heard if said.WhichOneof("type") == "new_session"}
    return str(number)


def test_nothing_that_names_anybody_is_written_here(valideur: Visitor, home: Path) -> None:
    """What the provider calls somebody stands nowhere but in what it signed, which ends with the session."""
    assert valideur.get("/deconnexion").status_code == 303
    with opened(home) as writings:
        assert all(row[0] == "" or "." in row[0] for row in writings.engine.ask("select id_token from sessions"))
        writings.engine.ask("delete from sessions")
    content = b"".join(path.read_bytes() for path in (home / "ecrits").iterdir())
    assert b"marianne" not in content


def test_a_provider_that_hangs_or_is_down_stops_nothing_else(valideur: Visitor, provider: IdentityProvider) -> None:
    """Pages are read, open sessions go on; who signs in or out meanwhile is told, in a few seconds."""
    other = Visitor(valideur.atlas)
    back = other.come_back()
    provider.says(hangs="/token")
    assert other.get(back).status_code == 503
    back = other.come_back()
    provider.stop()
    try:
        answer = other.get(back)
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
        assert UNAVAILABLE in answer.text
        assert (valideur.standing(), other.get("/").status_code) == (404, 200)
        # What the provider said of itself is known for an hour: a browser is led to it, and waits there.
        assert other.get("/connexion").status_code == 303
        with pytest.raises(ProviderUnavailable):
            Provider(Settings(provider.issuer, CLIENT, SECRET)).way_in(_attempt())
        assert valideur.get("/deconnexion").status_code == 303
        assert valideur.standing() == 401
    finally:
        provider.start()
