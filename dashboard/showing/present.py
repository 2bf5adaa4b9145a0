"""Who is there, for a page: as the entry of the server wrote it on the connection (`server/people/entry.py`)."""

from urllib.parse import quote

import streamlit as st

from dashboard.bilan.permission import is_sign_in_open, nobody_signed_in
from dashboard.choices.host_path import SITE
from dashboard.figures.content import Link
from dashboard.showing.markup import Html, html_of
from queries.rights import Person, Role

HEADER = "Atlas-Personne"
PRESENT = Html('<p class="presence">{}{}</p>')
WITH_ROLE, WITHOUT = "Rôle : {role} (compte {account}). ", "Compte {account}, sans rôle. "


def told(person: Person) -> str:
    """A person in a line: role, account, territories."""
    return " ".join([person.role.name, person.account_id, *sorted(person.territories)])


def person() -> Person:
    """Who looks at the page of this run. Where nobody signs in, a header says nothing."""
    line = st.context.headers.get(HEADER) if is_sign_in_open() else None
    if not line:
        return nobody_signed_in()
    role, account_id, *territories = line.split(" ")
    return Person(Role[role], frozenset(territories), account_id)


def html_present(address: str) -> Html:
    """Who is there and the way out, or the way in; nothing where nobody signs in. One comes back to this address."""
    if not is_sign_in_open():
        return Html("")
    now = person()
    if not now.account_id:
        return PRESENT.format("", html_of(Link("Se connecter", f"{SITE}/connexion?retour={quote(address, safe='/')}")))
    words = WITHOUT if now.role is Role.VISITOR else WITH_ROLE
    said = words.format(role=now.role, account=now.account_id)
    ways = [Link("Comptes", f"{SITE}/comptes")] if now.role is Role.ADMINISTRATION else []
    return PRESENT.format(said, Html(" · ").join(map(html_of, [*ways, Link("Se déconnecter", f"{SITE}/deconnexion")])))
