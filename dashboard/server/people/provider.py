"""What the Atlas asks of the provider, and what it believes of the answers: nothing that is not signed by it, for the Atlas,
now, and for this very attempt.

As ProConnect wants it: state and nonce of 43 signs, the secret in the body, the person in a signed answer of `userinfo`.
Only the host of the issuer is ever asked, and no redirection is followed.
"""

import hashlib
import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import requests
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from dashboard.server.people.settings import Settings, is_safe

DISCOVERY = "/.well-known/openid-configuration"
ALGORITHMS = ["RS256", "ES256", "PS256"]  # by a key that the provider alone has: never by the secret, never by none
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
LOGOUT = "end_session_endpoint"
SCOPES = ("openid", "siret")  # no name, no e-mail
WITHIN, PATIENCE = 10.0, (3.0, 5.0)  # seconds for an answer; to connect, and between two bytes
LONGEST = 500_000  # bytes
KEPT = 3_600.0  # seconds
LEEWAY = 10  # seconds between two clocks
LONGEST_CLAIM = 255  # signs


class ProviderUnavailable(Exception):
    """The provider does not answer, or answers what cannot be used: why, for the journal."""


class NotBelieved(Exception):
    """What came is not proof of who is there: why, for the journal; it names nobody."""


@dataclass(frozen=True)
class Attempt:
    """What an attempt to sign in sent, and expects back."""

    state: str
    nonce: str
    verifier: str
    comes_back_to: str


@dataclass(frozen=True)
class Identity:
    """Who the provider says is there: what it calls them, who employs them (a SIRET, or nothing), and its proof."""

    subject: str
    organisation: str
    id_token: str


class Provider:
    """The issuer of the settings. What it says of itself is kept for an hour; its keys, which it may change or withdraw at
    any time, are asked for each time that somebody comes back.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._lock = threading.Lock()
        self._described: tuple[float, Mapping[str, Any]] | None = None

    def way_in(self, attempt: Attempt) -> str:
        """Where a browser goes to sign in. Raises ProviderUnavailable."""
        described = self.described()
        asked = {
            "response_type": "code", "client_id": self.settings.client_id, "redirect_uri": attempt.comes_back_to,
            "scope": _scope(described), "state": attempt.state, "nonce": attempt.nonce,
        }  # fmt: skip
        if _has_proof_key(described):
            challenge = urlsafe_b64encode(hashlib.sha256(attempt.verifier.encode()).digest()).decode().rstrip("=")
            asked |= {"code_challenge": challenge, "code_challenge_method": "S256"}
        return _with(described["authorization_endpoint"], asked)

    def way_out(self, id_token: str, state: str, comes_back_to: str) -> str:
        """Where a browser goes to end the session there; empty when the provider has none. Raises ProviderUnavailable."""
        asked = {"id_token_hint": id_token, "state": state, "post_logout_redirect_uri": comes_back_to}
        return _with(address, asked) if (address := self.described().get(LOGOUT)) else ""

    def identity(self, code: str, attempt: Attempt) -> Identity:
        """Who came back with a code. Raises ProviderUnavailable, NotBelieved."""
        described = self.described()
        sent = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": attempt.comes_back_to,
            "client_id": self.settings.client_id, "client_secret": self.settings.secret,
        }  # fmt: skip
        if _has_proof_key(described):
            sent["code_verifier"] = attempt.verifier
        given = _object(_asked("POST", described["token_endpoint"], sent, "application/json"))
        id_token, access = given.get("id_token"), given.get("access_token")
        if not isinstance(id_token, str) or not isinstance(access, str):
            raise NotBelieved("il manque un jeton")
        keys = _keys(_object(_asked("GET", described["jwks_uri"], None, "application/json")))
        proof = self._claims(id_token, keys, {"exp": {"essential": True}, "iat": {"essential": True}})
        if proof.get("nonce") != attempt.nonce:
            raise NotBelieved("nonce")
        person = _asked("GET", described["userinfo_endpoint"], None, "application/jwt", access)
        told = self._claims(person, keys, {})
        if told["sub"] != proof["sub"]:
            raise NotBelieved("sub")
        organisation = told.get("siret", "")
        is_siret = isinstance(organisation, str) and len(organisation) == 14 and organisation.isdecimal()
        return Identity(proof["sub"], organisation if is_siret else "", id_token)

    def _claims(self, token: str | bytes, keys: KeySet, wanted: Mapping[str, Any]) -> dict[str, Any]:
        """What a signed answer says, for the Atlas and now. Raises NotBelieved."""
        of_the_atlas = self.settings.client_id
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY, iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": of_the_atlas}, sub={"essential": True}, **wanted,
        )  # fmt: skip
        try:
            claims = jwt.decode(token, keys, ALGORITHMS).claims
            registry.validate(claims)
        except (JoseError, ValueError) as error:
            raise NotBelieved(f"{type(error).__name__} {getattr(error, 'claim', '')}".strip()) from None
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if (several or "azp" in claims) and claims.get("azp") != of_the_atlas:
            raise NotBelieved("azp")
        if not 0 < len(claims["sub"]) <= LONGEST_CLAIM:
            raise NotBelieved("sub")
        return claims

    def described(self) -> Mapping[str, Any]:
        """What the provider says of itself, asked by one at a time. Raises ProviderUnavailable."""
        with self._lock:
            if self._described is None or time.monotonic() - self._described[0] > KEPT:
                found = _object(_asked("GET", self.settings.issuer.rstrip("/") + DISCOVERY, None, "application/json"))
                self._described = time.monotonic(), _usable(found, self.settings.issuer)
            return self._described[1]


def _usable(found: Mapping[str, Any], issuer: str) -> Mapping[str, Any]:
    """Raises ProviderUnavailable when it is another's, or sends the Atlas or a browser elsewhere."""
    if found.get("issuer") != issuer:
        raise ProviderUnavailable("il se dit un autre émetteur")
    named = [*ENDPOINTS, *([LOGOUT] if LOGOUT in found else [])]
    for name in named:
        address = found.get(name)
        if not isinstance(address, str) or not is_safe(address) or _host(address) != _host(issuer):
            raise ProviderUnavailable(f"{name} n'est pas une adresse du même hôte")
    return found


def _host(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc


def _scope(described: Mapping[str, Any]) -> str:
    known = described.get("scopes_supported") or ["openid"]
    return " ".join(scope for scope in SCOPES if scope in known)


def _has_proof_key(described: Mapping[str, Any]) -> bool:
    return "S256" in (described.get("code_challenge_methods_supported") or [])


def _with(address: str, asked: Mapping[str, str]) -> str:
    return f"{address}?{urlencode(asked)}"


def _keys(found: Mapping[str, Any]) -> KeySet:
    """Those that sign, and that the provider does not share with anybody."""
    keys = [
        key for key in found.get("keys") or [] if key.get("kty") in ("RSA", "EC") and key.get("use", "sig") == "sig"
    ]
    try:
        return KeySet.import_key_set({"keys": keys})
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderUnavailable(f"ses clés ne se lisent pas ({type(error).__name__})") from None


def _object(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ProviderUnavailable("sa réponse ne se lit pas")
    return found


def _asked(method: str, address: str, sent: Mapping[str, str] | None, wanted: str, access: str = "") -> bytes:
    """The answer, within ten seconds and half a megabyte. Raises ProviderUnavailable, NotBelieved for a code refused."""
    headers = {"Accept": wanted} | ({"Authorization": f"Bearer {access}"} if access else {})
    until = time.monotonic() + WITHIN
    try:
        with requests.request(
            method,
            address,
            data=sent,
            headers=headers,
            auth=_as_it_is,
            timeout=PATIENCE,
            allow_redirects=False,
            stream=True,
        ) as answer:
            content = b""
            for part in answer.iter_content(16_384):
                content += part
                if len(content) > LONGEST or time.monotonic() > until:
                    raise ProviderUnavailable("sa réponse est trop longue, ou trop lente")
    except requests.RequestException as error:
        raise ProviderUnavailable(type(error).__name__) from None
    path = urlsplit(address).path
    if (sent or access) and 400 <= answer.status_code < 500:
        raise NotBelieved(f"{path} : {answer.status_code}")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_wanted = kind == wanted or (wanted.endswith("json") and kind.endswith("+json"))
    if answer.status_code != 200 or not is_wanted:
        raise ProviderUnavailable(f"{path} : {answer.status_code} {kind}")
    return content


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """NOTE: without this, `requests` would send what a `.netrc` of the machine says."""
    return request
